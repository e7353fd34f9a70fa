#include "corpus/layouts/label_columns.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/label_ranges.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/label_table.h"
#include "corpus/say.h"

namespace mmim {

namespace {

constexpr std::string_view kPrefix = "regression_labels_";

/// "T" of `regression_labels_T`, and of `label_T` as older versions of MMSA-FET write it; "" for other keys.
std::string further_name(const std::string& key) {
  if (key == "label_T" || key == "label_A" || key == "label_V") return key.substr(key.size() - 1);
  return key.starts_with(kPrefix) ? key.substr(kPrefix.size()) : "";
}

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
    const std::string name = further_name(key);
    if (!name.empty()) append_numbers(*content.find(key), column_in(columns, name).values[split]);
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

/// Positions in the table of the columns that the pickle has not.
std::vector<size_t> further_columns(const LabelTable& table, const FoundColumns& columns) {
  std::vector<size_t> further;
  for (size_t k = 0; k < table.label_names().size(); ++k)
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const FoundColumn& column) { return column.name == table.label_names()[k]; }))
      further.push_back(k);
  return further;
}

/// Adds columns of a table. One that names no utterance at all is refused where a person states it.
void add_of_table(const LabelTable& table, const std::vector<size_t>& further, const Source& source, bool stated,
                  FoundColumns& columns, TableOfColumns& used) {
  std::array<std::vector<std::string>, 3> ids;
  std::vector<std::string> all;
  for (const SplitName split : kSplits) {
    auto& of_split = ids[static_cast<size_t>(split)] = ids_of(source, split);
    all.insert(all.end(), of_split.begin(), of_split.end());
  }
  std::string problem;
  if (table.count_named(all) == 0)
    problem =
        "names none of the " + say_count(static_cast<int64_t>(all.size()), "utterance") + ": " + table.say_sides(all);
  if (stated && !problem.empty()) throw DataError(table.path().string() + ": " + problem);
  if (!problem.empty()) problem = table.path().filename().string() + " " + problem;
  for (const size_t k : further) {
    FoundColumn& column = column_in(columns, table.label_names()[k]);
    column.problem = problem;
    for (size_t split = 0; split < ids.size(); ++split) column.values[split] = table.labels(k, ids[split]);
  }
  used.path = table.path();
  const std::vector<std::filesystem::path> read = source.files();
  if (std::find(read.begin(), read.end(), table.path()) != read.end()) return;  // its notes are there
  for (const std::string& note : table.notes()) used.notes.push_back({"label_table", 1, note});
  if (const std::string note = table.say_composed(all); !note.empty()) used.notes.push_back({"label_table", 1, note});
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
  LabelledSource(std::unique_ptr<Source> source, const FoundColumns& columns, TableOfColumns table)
      : source_(std::move(source)), table_(std::move(table)) {
    for (const FoundColumn& column : columns) (column.problem.empty() ? columns_ : left_out_).push_back(column);
  }
  DatasetInfo info() const override {
    DatasetInfo info = source_->info();
    for (const FoundColumn& column : columns_) info.columns.push_back({column.name, {}});
    for (const FoundColumn& column : left_out_)
      info.note("labels_left_out", 1, "the labels " + column.name + " are left out: " + column.problem);
    for (const Note& note : table_.notes) info.note(note.kind, note.count, note.sentence);
    return info;
  }
  std::vector<std::filesystem::path> files() const override {
    std::vector<std::filesystem::path> files = source_->files();
    const bool known = table_.path.empty() || std::find(files.begin(), files.end(), table_.path) != files.end();
    if (!known) files.push_back(table_.path);
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
  TableOfColumns table_;
  FoundColumns columns_, left_out_;
};

}  // namespace

std::unique_ptr<Source> with_columns(std::unique_ptr<Source> source, FoundColumns columns,
                                     const TableOfColumns& table) {
  for (FoundColumn& column : columns)
    if (column.problem.empty()) column.problem = problem_of(column, *source);
  if (columns.empty() && table.notes.empty()) return source;
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
  if (!table) return with_columns(std::move(source), std::move(columns));
  TableOfColumns used;
  const std::vector<size_t> further = further_columns(*table, columns);
  const std::vector<std::filesystem::path> read = source->files();
  const bool is_read = std::find(read.begin(), read.end(), table->path()) != read.end();
  if (!further.empty())
    add_of_table(*table, further, *source, !opened.labels.empty(), columns, used);
  else if (!opened.labels.empty() && !is_read)
    used.notes.push_back(
        {"labels_not_used", 1,
         table->path().string() + " is not used: the file itself has all texts and labels that the table could give"});
  return with_columns(std::move(source), std::move(columns), used);
}

}  // namespace mmim
