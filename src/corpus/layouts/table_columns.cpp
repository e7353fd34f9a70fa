#include "corpus/layouts/table_columns.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/letters.h"
#include "core/names.h"
#include "corpus/label_ranges.h"
#include "formats/number_table.h"
#include "formats/unicode.h"

namespace mmim {

namespace {

using ColumnNames = std::initializer_list<const char*>;

constexpr ColumnNames kVideoNames{"video_id", "video", "vid", "video_name", "dialogue_id", "dialog_id"};
constexpr ColumnNames kClipNames{"clip_id", "clip", "clip_no", "clip_number",  "clip_index", "segment_id",
                                 "segment", "seg",  "seg_id",  "utterance_id", "utt_id",     "sentence_id"};
constexpr ColumnNames kIdNames{"id",        "utterance_id", "utt_id", "uttid",   "sample_id", "segment_id",
                               "segment",   "sample",       "key",    "file_id", "file",      "file_name",
                               "clip_name", "clip_id",      "clip",   "name",    "path",      "file_path"};
constexpr ColumnNames kTextNames{"text",      "raw_text", "transcript", "transcription", "sentence",
                                 "utterance", "words",    "caption",    "content",       "asr_text"};
constexpr ColumnNames kLabelNames{
    "label",    "labels", "sentiment", "sentiment_score",   "score",      "regression_label", "rating", "valence",
    "polarity", "y",      "target",    "regression_labels", "annotation", "annotations"};
constexpr ColumnNames kSplitNames{"split", "mode", "fold", "partition", "subset", "set", "data_split", "phase"};
constexpr std::array kFurtherPrefixes{"label_", "labels_", "regression_label_", "regression_labels_"};

bool holds_a_number(const Table& table, size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
    const auto number = table_number(row[column]);
    return number && !std::isnan(*number);
  });
}

/// `annotation` is words in MMSA's tables: the first column with a number in it goes before the first by name.
std::optional<size_t> guess_label(const Table& table) {
  for (const char* name : kLabelNames)
    if (const auto column = table.find({name}); column && holds_a_number(table, *column)) return column;
  return table.find(kLabelNames);
}

/// "T" of `label_T`, "happy" of `Happy`; "" for a column that holds no further label.
std::string further_label(const Table& table, size_t column) {
  const std::string& name = table.header[column];
  const std::string small = in_lower_case(name);
  std::string label;
  for (const char* emotion : kEmotions)
    if (small == emotion) label = emotion;
  for (const std::string prefix : kFurtherPrefixes)
    if (small.starts_with(prefix)) label = name.substr(prefix.size());
  return !label.empty() && holds_a_number(table, column) ? label : "";
}

/// What `--columns` says.
class WantedColumns {
 public:
  WantedColumns(const Table& table, const std::vector<std::string>& words, const std::string& where) {
    for (const std::string& word : words) {
      const size_t equals = word.find('=');
      const std::string role = in_lower_case(word.substr(0, equals));
      if (equals == word.npos || !is_role(role))
        throw UsageError("--columns `" + word + "`: ROLE=NAME is wanted, where ROLE is " + listing(kRoles) +
                         " or label_X" + (equals == word.npos ? "" : did_you_mean(role, kRoles)));
      const std::string name = word.substr(equals + 1);
      const auto column = name.empty() ? std::nullopt : table.find({name.c_str()});
      if (!name.empty() && !column)
        throw UsageError("--columns " + word + ": " + where + " has no column `" + name + "`" +
                         did_you_mean(name, table.header) + "; its header has " + say_header(table.header));
      roles_.emplace_back(word.substr(0, equals), column);
    }
  }
  /// The column of a role as it was stated, else the guess.
  std::optional<size_t> choose(const std::string& role, std::optional<size_t> guess) const {
    for (const auto& [name, column] : roles_)
      if (in_lower_case(name) == role) return column;
    return guess;
  }
  bool states(const std::string& role) const {
    return std::any_of(roles_.begin(), roles_.end(), [&](const auto& r) { return in_lower_case(r.first) == role; });
  }
  std::vector<std::pair<std::string, size_t>> further() const {
    std::vector<std::pair<std::string, size_t>> further;
    for (const auto& [name, column] : roles_)
      if (in_lower_case(name).starts_with(kFurtherPrefixes[0]) && column)
        further.emplace_back(name.substr(std::string_view(kFurtherPrefixes[0]).size()), *column);
    return further;
  }

 private:
  static bool is_role(const std::string& role) {
    const std::string_view prefix = kFurtherPrefixes[0];
    return std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end() ||
           (role.starts_with(prefix) && role.size() > prefix.size());
  }
  inline static const std::vector<std::string> kRoles{"id", "video", "clip", "text", "label", "split"};
  std::vector<std::pair<std::string, std::optional<size_t>>> roles_;
};

/// An id is a video and a clip, or one column; a video alone is an id.
void find_ids(const Table& table, const WantedColumns& wanted, TableColumns& columns) {
  const auto video = table.find(kVideoNames), clip = table.find(kClipNames), whole = table.find(kIdNames);
  const bool by_id = wanted.states("id");
  columns.video = wanted.choose("video", video);
  columns.clip = wanted.choose("clip", columns.video && !by_id ? clip : std::nullopt);
  columns.id = wanted.choose("id", whole == columns.clip ? std::nullopt : whole);
  if (!columns.clip && !columns.id) std::swap(columns.id, columns.video);
}

void say_guesses(const Table& table, const WantedColumns& wanted, TableColumns& columns) {
  const auto say = [&](const std::string& role, const std::optional<size_t>& column) {
    if (!column || wanted.states(role) || in_lower_case(table.header[*column]) == role) return;
    columns.guessed.push_back(role + " from `" + shown(table.header[*column]) + "`");
  };
  say("video", columns.video);
  say("clip", columns.clip);
  say("id", columns.id);
  say("text", columns.text);
  say("label", columns.label);
  say("split", columns.split);
}

}  // namespace

TableColumns find_table_columns(const Table& table, const std::vector<std::string>& words, const std::string& where) {
  const WantedColumns wanted(table, words, where);
  TableColumns columns;
  find_ids(table, wanted, columns);
  columns.text = wanted.choose("text", table.find(kTextNames));
  columns.label = wanted.choose("label", guess_label(table));
  columns.split = wanted.choose("split", table.find(kSplitNames));
  columns.further = wanted.further();
  say_guesses(table, wanted, columns);

  std::vector<bool> read(table.header.size());
  for (const auto& column : {columns.id, columns.video, columns.clip, columns.text, columns.label, columns.split})
    if (column) read[*column] = true;
  for (const auto& [name, column] : columns.further) read[column] = true;
  for (size_t k = 0; k < table.header.size(); ++k) {
    if (read[k]) continue;
    const std::string label = further_label(table, k);
    if (!label.empty()) columns.further.emplace_back(label, k);
    if (label.empty() && !table.header[k].empty()) columns.unread.push_back("`" + shown(table.header[k]) + "`");
  }
  return columns;
}

bool lists_utterances(const Table& table, const std::vector<std::string>& wanted) {
  try {
    const TableColumns columns = find_table_columns(table, wanted, "");
    return columns.label && (columns.id || columns.text);
  } catch (const UsageError&) {
    return false;  // a table that lacks a stated column is another one
  }
}

std::string shown(const std::string& field) {
  constexpr size_t kLongest = 60;
  std::string text = field.substr(0, kLongest);
  if (field.size() > kLongest) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
    text += "...";
  }
  const bool is_text = not_utf8_from(text) == text.npos;
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || (!is_text && static_cast<unsigned char>(c) > 0x7E))
      c = '?';
  return text;
}

std::string say_header(const std::vector<std::string>& header) {
  constexpr size_t kMost = 20;
  std::vector<std::string> words;
  for (const std::string& name : header)
    if (words.size() < kMost) words.push_back("`" + shown(name) + "`");
  if (header.size() > kMost) words.push_back(std::to_string(header.size() - kMost) + " more");
  return listing(words);
}

std::optional<float> table_number(const std::string& field) {
  double number = 0;
  if (parse_number(field, number)) return static_cast<float>(number);
  if (std::count(field.begin(), field.end(), ',') != 1) return {};
  std::string decimal = field;
  std::replace(decimal.begin(), decimal.end(), ',', '.');
  return parse_number(decimal, number) ? std::optional(static_cast<float>(number)) : std::nullopt;
}

}  // namespace mmim
