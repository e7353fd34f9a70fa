#include "corpus/layouts/label_columns.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/label_ranges.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/label_table.h"

namespace mmim {

namespace {

constexpr std::string_view kPrefix = "regression_labels_";

FoundColumn& column_in(FoundColumns& columns, const std::string& name) {
  for (FoundColumn& column : columns)
    if (column.name == name) return column;
  return columns.emplace_back(FoundColumn{name, {}});
}

/// Every number of a column in any container, in order; NaN for what is none.
void append_numbers(const Value& value, std::vector<float>& numbers) {
  const int64_t items = size_of(value);
  const auto number = items < 0 ? number_of(value) : std::nullopt;
  if (items < 0) numbers.push_back(number ? static_cast<float>(*number) : std::nanf(""));
  for (int64_t i = 0; i < items; ++i) append_numbers(item_of(value, i), numbers);
}

void add_emotions(const std::vector<float>& labels, int64_t utterances, size_t split, FoundColumns& columns) {
  const size_t width = kEmotions.size() + 1;
  if (utterances == 0 || labels.size() != static_cast<size_t>(utterances) * width) return;
  for (size_t k = 0; k < kEmotions.size(); ++k) {
    std::vector<float>& values = column_in(columns, kEmotions[k]).values[split];
    for (size_t i = 0; i < static_cast<size_t>(utterances); ++i) values.push_back(labels[i * width + k + 1]);
  }
}

void add_of_dictionary(const Value& content, int64_t utterances, size_t split, FoundColumns& columns) {
  for (const std::string& key : content.keys()) {
    if (!key.starts_with(kPrefix) || key.size() == kPrefix.size()) continue;
    append_numbers(*content.find(key), column_in(columns, key.substr(kPrefix.size())).values[split]);
  }
  for (const char* key : {"regression_labels", "labels"}) {
    const Value* labels = content.find(key);
    std::vector<float> numbers;
    if (labels) append_numbers(*labels, numbers);
    add_emotions(numbers, utterances, split, columns);
  }
}

/// Utterances of ((...), label, id).
void add_of_tuples(const Value& utterances, size_t split, FoundColumns& columns) {
  std::vector<float> numbers;
  for (int64_t i = 0; i < size_of(utterances); ++i) {
    const Value utterance = item_of(utterances, i);
    if (size_of(utterance) != 3) return;
    append_numbers(item_of(utterance, 1), numbers);
  }
  add_emotions(numbers, size_of(utterances), split, columns);
}

std::vector<std::string> ids_of(const Source& source, SplitName split) {
  std::vector<std::string> ids;
  for (int64_t i = 0; i < source.size(split); ++i) ids.push_back(source.read(split, i).id);
  return ids;
}

/// Columns of a table that the pickle has not.
void add_of_table(const LabelTable& table, const Source& source, FoundColumns& columns) {
  std::vector<size_t> further;
  for (size_t k = 0; k < table.label_names().size(); ++k)
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const FoundColumn& column) { return column.name == table.label_names()[k]; }))
      further.push_back(k);
  if (further.empty()) return;
  for (const SplitName split : kSplits) {
    const std::vector<std::string> ids = ids_of(source, split);
    for (const size_t k : further)
      column_in(columns, table.label_names()[k]).values[static_cast<size_t>(split)] = table.labels(k, ids);
  }
}

/// Whether a column can be named on a command line and in every file.
bool is_plain(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != '='; });
}

std::string problem_of(const FoundColumn& column, const Source& source) {
  if (!is_plain(column.name)) return "the name is no plain word";
  for (const SplitName split : kSplits) {
    const std::vector<float>& values = column.values[static_cast<size_t>(split)];
    const auto count = static_cast<int64_t>(values.size()), utterances = source.size(split);
    if (count != utterances)
      return sentence("split {} has {} of them for {} utterances", word(split), count, utterances);
    const auto odd = std::count_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    if (odd > 0) return sentence("{} of split {} are missing or no finite numbers", odd, word(split));
  }
  return "";
}

class LabelledSource : public Source {
 public:
  /// `table`: a file that columns are from, or empty.
  LabelledSource(std::unique_ptr<Source> source, const FoundColumns& columns, std::filesystem::path table)
      : source_(std::move(source)), table_(std::move(table)) {
    for (const FoundColumn& column : columns) (column.problem.empty() ? columns_ : left_out_).push_back(column);
  }
  DatasetInfo info() const override {
    DatasetInfo info = source_->info();
    for (const FoundColumn& column : columns_) info.columns.push_back({column.name, {}});
    for (const FoundColumn& column : left_out_)
      info.note("labels_left_out", 1, "the labels " + column.name + " are left out: " + column.problem);
    return info;
  }
  std::vector<std::filesystem::path> files() const override {
    std::vector<std::filesystem::path> files = source_->files();
    if (!table_.empty() && std::find(files.begin(), files.end(), table_) == files.end()) files.push_back(table_);
    return files;
  }
  int64_t size(SplitName split) const override { return source_->size(split); }
  Utterance read(SplitName split, int64_t index) const override {
    Utterance utterance = source_->read(split, index);
    for (const FoundColumn& column : columns_)
      utterance.columns.push_back(column.values[static_cast<size_t>(split)][static_cast<size_t>(index)]);
    return utterance;
  }

 private:
  std::unique_ptr<Source> source_;
  std::filesystem::path table_;
  FoundColumns columns_, left_out_;
};

}  // namespace

std::unique_ptr<Source> with_columns(std::unique_ptr<Source> source, FoundColumns columns,
                                     const std::filesystem::path& table) {
  for (FoundColumn& column : columns) column.problem = problem_of(column, *source);
  if (columns.empty()) return source;
  return std::make_unique<LabelledSource>(std::move(source), columns, table);
}

std::unique_ptr<Source> with_label_columns(std::unique_ptr<Source> source, const Opened& opened) {
  FoundColumns columns;
  for (const SplitName split : kSplits) {
    const Value& content = opened.content(split);
    const auto at = static_cast<size_t>(split);
    if (content.dict())
      add_of_dictionary(content, source->size(split), at, columns);
    else
      add_of_tuples(content, at, columns);
  }
  const std::optional<LabelTable> table = LabelTable::found_beside(opened);
  const size_t of_pickle = columns.size();
  if (table) add_of_table(*table, *source, columns);
  const bool uses_table = columns.size() > of_pickle;
  return with_columns(std::move(source), std::move(columns), uses_table ? table->path() : std::filesystem::path());
}

}  // namespace mmim
