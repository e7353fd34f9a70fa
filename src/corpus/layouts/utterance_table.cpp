#include "corpus/layouts/utterance_table.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/sheet_field.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/say.h"
#include "corpus/split_names.h"
#include "corpus/video.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

Table read_checked_table(const fs::path& file) {
  const PlainFile content(file);
  if (!may_be_table(content.bytes())) refuse_kind(content.bytes(), file.string(), "a table of utterances (CSV or TSV)");
  if (plain_name(file).extension() != ".tsv") return read_csv(file);
  try {
    return read_csv(file);  // as pandas quotes
  } catch (const DataError&) {
    return read_tsv(file);  // a quote that ends nowhere is a part of its text
  }
}

bool may_be_utterance_table(const fs::path& file) {
  const fs::path plain = plain_name(file);
  const std::string stem = plain.stem().string();
  return plain.extension() == ".csv" || plain.extension() == ".tsv" ||
         (plain.extension() == ".txt" && stem.ends_with("label"));
}

std::string stem_of_table(const fs::path& file) { return plain_name(file).stem().string(); }

std::optional<SplitName> split_of_file(const fs::path& file) { return split_named(stem_of_table(file)); }

bool is_evaluation(const fs::path& file) { return names_evaluation(stem_of_table(file)); }

/// Of several files, those that list utterances; one that is no table is not among them.
std::vector<fs::path> listing_files(const std::vector<fs::path>& files, const std::vector<std::string>& columns) {
  std::vector<fs::path> listing;
  for (const fs::path& file : files) try {
      if (lists_utterances(read_checked_table(file), columns)) listing.push_back(file);
    } catch (const DataError&) {
    }
  return listing;
}

/// Adds the rows of one file.
class TableReader {
 public:
  TableReader(const fs::path& file, const TableOptions& options, UtteranceTable& into)
      : where_(file.string()),
        table_(read_checked_table(file)),
        file_split_(split_of_file(file)),
        into_(into),
        columns_(find_table_columns(table_, options.columns, where_)) {
    check_columns();
    if (into_.header.empty()) into_.header = say_header(table_.header);
    for (size_t i = 0; i < table_.rows.size(); ++i) add_row(i);
    for (const std::string& note : table_.notes) into_.notes.push_back({"table_read", 1, note});
    note_columns();
  }

 private:
  void check_columns() {
    if (columns_.label && (columns_.id || columns_.text)) {
      into_.has_ids = into_.has_ids && (columns_.id || columns_.clip);
      into_.has_texts = into_.has_texts && columns_.text;
      if (columns_.split) into_.split_column = "`" + shown(table_.header[*columns_.split]) + "`";
      return;
    }
    const std::string lacking = columns_.label ? "ids or texts" : "labels";
    const bool values = std::any_of(table_.header.begin(), table_.header.end(), [](const std::string& name) {
      const auto number = table_number(name);
      return number && !std::isnan(*number);
    });
    throw DataError(where_ + ": no column of " + lacking + "; its header has " + say_header(table_.header) +
                    (values
                         ? "; put a row of names above the first line, such as id,text,label,split"
                         : std::string("; name it with `--columns ") + (columns_.label ? "id" : "label") + "=NAME`"));
  }

  const std::string& field(size_t row, size_t column) const { return table_.rows[row][column]; }

  void add_row(size_t i) {
    UtteranceRow row{.place = where_ + ": line " + std::to_string(table_.lines[i])};
    set_id(i, row);
    if (columns_.text) row.text = one_spaced(field(i, *columns_.text));
    row.label = label_at(i, *columns_.label, row.place);
    for (const auto& [name, column] : columns_.further) {
      if (std::find(into_.label_names.begin(), into_.label_names.end(), name) == into_.label_names.end())
        into_.label_names.push_back(name);
      row.further[name] = table_number(field(i, column)).value_or(std::nanf(""));
    }
    row.split = file_split_;
    if (is_evaluation(where_)) row.evaluation = stem_of_table(where_);
    if (columns_.split) set_split(one_spaced(field(i, *columns_.split)), row);
    into_.rows.push_back(std::move(row));
  }

  void set_id(size_t i, UtteranceRow& row) {
    const auto at = [&](const std::optional<size_t>& column) {
      return column ? one_spaced(sheet_field(field(i, *column))) : "";
    };
    const std::string video = at(columns_.video), clip = at(columns_.clip), id = at(columns_.id);
    const std::string& own = clip.empty() ? id : clip;
    const IdParts parts = parts_of(own);
    const bool within = video.empty() || (!parts.clip.empty() && parts.video == video);
    row.id = within ? own : joined_id({video, own});
    if (!columns_.id && !columns_.clip) row.id = std::to_string(into_.rows.size() + 1);
    row.names = {row.id};
    if (!id.empty() && id != row.id) row.names.push_back(id);
    if (own.empty() && (columns_.id || columns_.clip)) throw DataError(row.place + ": the id is empty");
    if (is_formula_error(own) || is_formula_error(video))
      throw DataError(row.place + ": the id is `" + own +
                      "` (a spreadsheet took it for a formula; write the table anew with the column as text)");
  }

  float label_at(size_t i, size_t column, const std::string& place) const {
    const auto label = table_number(field(i, column));
    if (!label)
      throw DataError(place + ": the label `" + shown(field(i, column)) + "` of column `" +
                      shown(table_.header[column]) + "` is no number; `--columns label=NAME` names another column");
    return *label;
  }

  void set_split(const std::string& word, UtteranceRow& row) const {
    if (word.empty() || word == "nan" || word == "NaN" || word == "NA") return;
    row.split = split_named(word);
    row.evaluation = names_evaluation(word) ? word : "";
    if (row.split || !row.evaluation.empty()) return;
    throw DataError(row.place + ": the split `" + shown(word) + "` is none of train, valid and test" +
                    did_you_mean(word, {"train", "valid", "test"}) + "; `--columns split= --split 70/10/20` leaves " +
                    into_.split_column + " unread and draws the splits");
  }

  void note_columns() {
    const std::string name = fs::path(where_).filename().string();
    into_.notes.push_back({"columns_guessed", static_cast<int64_t>(columns_.guessed.size()),
                           name + ": the columns are guessed by their names: " + listing(columns_.guessed) +
                               "; `--columns ROLE=NAME` states them"});
    into_.notes.push_back({"columns_not_read", static_cast<int64_t>(columns_.unread.size()),
                           name + ": columns that are not read: " + std::to_string(columns_.unread.size()) + ", " +
                               listing(columns_.unread)});
  }

  std::string where_;
  Table table_;
  std::optional<SplitName> file_split_;
  UtteranceTable& into_;
  TableColumns columns_;
};

void check_labels(const UtteranceTable& table) {
  const auto lacks = [](const UtteranceRow& row) { return !std::isfinite(row.label); };
  const auto first = std::find_if(table.rows.begin(), table.rows.end(), lacks);
  if (first == table.rows.end()) return;
  const auto count = std::count_if(table.rows.begin(), table.rows.end(), lacks);
  throw DataError(
      sentence("{}: has no label, as {} of {} rows; a row without a label cannot be learned, so take such "
               "rows out of the table",
               first->place, static_cast<int64_t>(count), table.rows.size()));
}

/// The rows of `eval` are of the split that no other row has.
void settle_evaluation(UtteranceTable& table) {
  const auto first = std::find_if(table.rows.begin(), table.rows.end(),
                                  [](const UtteranceRow& row) { return !row.evaluation.empty(); });
  if (first == table.rows.end()) return;
  const auto has = [&](SplitName split) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [&](const UtteranceRow& row) { return row.split == split; });
  };
  const std::string shown = first->place + ": the split `" + first->evaluation + "`";
  const auto split = evaluation_split(has(SplitName::valid), has(SplitName::test), shown);
  if (!split) throw DataError(shown + " stands beside train, valid and test, of which it is none");
  int64_t count = 0;
  for (UtteranceRow& row : table.rows) {
    if (row.evaluation.empty()) continue;
    row.split = *split;
    ++count;
  }
  table.notes.push_back(
      {"evaluation_split", count, say_evaluation(first->evaluation, *split) + " (" + say_count(count, "row") + ")"});
}

}  // namespace

int64_t words_of(const UtteranceRow& row) {
  return row.text.empty() ? 0 : 1 + std::count(row.text.begin(), row.text.end(), ' ');
}

std::vector<fs::path> table_files(const Opened& opened) {
  if (!opened.labels.empty()) return {opened.labels};
  std::error_code code;
  if (!fs::is_directory(opened.path, code)) return opened.files;
  std::vector<fs::path> named;
  for (const fs::path& file : opened.files)
    if (may_be_utterance_table(file)) named.push_back(file);
  if (named.size() < 2) return named;
  std::vector<fs::path> tables = listing_files(named, opened.table.columns);
  if (tables.empty()) tables = listing_files(named, {});  // whoever reads it says which stated column is lacking
  std::set<SplitName> splits;
  size_t evaluations = 0;
  for (const fs::path& file : tables)
    if (const auto split = split_of_file(file))
      splits.insert(*split);
    else
      evaluations += is_evaluation(file);
  if (tables.size() < 2 || (splits.size() + evaluations == tables.size() && evaluations < 2)) return tables;
  throw DataError(opened.path.string() + ": holds several tables (" + tables[0].filename().string() + " and " +
                  tables[1].filename().string() + " among them); name one of them with `--labels`");
}

UtteranceTable read_utterances(const std::vector<fs::path>& files, const TableOptions& options) {
  UtteranceTable table{.files = files};
  for (const fs::path& file : files) TableReader(file, options, table);
  if (table.rows.empty()) throw DataError(files[0].string() + ": holds no row below its header");
  check_labels(table);
  settle_evaluation(table);
  for (UtteranceRow& row : table.rows)
    for (const std::string& name : table.label_names) row.further.try_emplace(name, std::nanf(""));
  return table;
}

}  // namespace mmim
