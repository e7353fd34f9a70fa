#include "corpus/layouts/label_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

#include "core/error.h"
#include "core/letters.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/sheet_field.h"
#include "corpus/video.h"
#include "formats/plain_file.h"
#include "formats/unicode.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr size_t kAmbiguous = static_cast<size_t>(-1);

/// Whole numbers in their decimal form: `0001`, `1.0` and `1E+00` are `1`. Letters of other text are composed.
std::string plain_number(const std::string& text) {
  const bool numeric =
      !text.empty() && text[0] >= '0' && text[0] <= '9' && text.find_first_not_of("0123456789.eE+") == text.npos;
  if (!numeric) return composed(text);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  const bool whole = *end == '\0' && number < 1e15 && number == std::floor(number);
  return whole ? std::to_string(static_cast<int64_t>(number)) : text;
}

/// A clip as its number: `utt1` and `clip_001` are `1`.
std::string plain_clip(const std::string& clip) {
  const size_t letters = clip.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
  return plain_number(letters == clip.npos ? clip : clip.substr(letters));
}

std::string leading_letters(const fs::path& path) {
  const std::string stem = in_lower_case(path.filename().string());
  size_t end = 0;
  while (end < stem.size() && stem[end] >= 'a' && stem[end] <= 'z') ++end;
  return stem.substr(0, end);
}

bool is_label_table(const fs::path& packed) {
  const fs::path file = plain_name(packed);
  const std::string extension = in_lower_case(file.extension().string()), stem = in_lower_case(file.stem().string());
  return (extension == ".csv" || extension == ".tsv" || extension == ".txt") &&
         (stem.ends_with("label") || stem.ends_with("labels"));
}

bool is_spreadsheet(const fs::path& file) {
  const std::string extension = in_lower_case(file.extension().string());
  return extension == ".xlsx" || extension == ".xls" || extension == ".ods";
}

constexpr std::string_view kLabelPrefix = "label_";

float number_or_none(const std::string& text) {
  float number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size() && !text.empty() ? number : std::nanf("");
}

/// The columns of further labels that hold a number at all.
std::vector<size_t> label_columns_of(const Table& table) {
  std::vector<size_t> columns;
  for (size_t k = 0; k < table.header.size(); ++k) {
    if (!in_lower_case(table.header[k]).starts_with(kLabelPrefix) || table.header[k].size() == kLabelPrefix.size())
      continue;
    const auto holds_number = [&](const auto& row) { return !std::isnan(number_or_none(row[k])); };
    if (std::any_of(table.rows.begin(), table.rows.end(), holds_number)) columns.push_back(k);
  }
  return columns;
}

/// Where label tables of a pickle lie: beside it, or beside its folder, as with MMSA's `Processed`.
std::vector<fs::path> places_of_tables(const Opened& opened) {
  std::error_code code;
  const fs::path folder = fs::absolute(opened.pickle).lexically_normal().parent_path();
  const bool within = fs::equivalent(opened.path, folder.parent_path(), code);
  if (!within && in_lower_case(folder.filename().string()) != "processed") return {folder};
  return {folder, folder.parent_path()};
}

/// The label tables of a pickle, from the nearest place that has one.
struct Beside {
  fs::path table;  ///< the named one, or the one to take; empty: there is none or more than one
  size_t tables = 0;
  std::string spreadsheet;

  explicit Beside(const Opened& opened) : table(opened.labels) {
    if (!table.empty() || opened.pickle.empty()) return;
    for (const fs::path& place : places_of_tables(opened))
      if (tables == 0) look_into(place, opened.pickle);
  }

 private:
  void look_into(const fs::path& folder, const fs::path& pickle) {
    std::vector<fs::path> found, alike;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
      if (is_spreadsheet(entry.path())) spreadsheet = entry.path().filename().string();
      if (!is_label_table(entry.path())) continue;
      found.push_back(entry.path());
      if (leading_letters(entry.path()) == leading_letters(pickle)) alike.push_back(entry.path());
    }
    tables = found.size();
    if (alike.size() == 1)
      table = alike[0];
    else if (found.size() == 1)
      table = found[0];
  }
};

}  // namespace

LabelTable::LabelTable(const fs::path& path) : path_(path) {
  if (is_spreadsheet(path))
    throw DataError(path.string() + ": is a spreadsheet; save its sheet as `CSV UTF-8` and name that file");
  const Table table = read_csv(path);
  notes_ = table.notes;
  const auto video = table.find({"video_id", "video", "vid", "video_name", "dialogue_id"});
  const auto clip = table.find({"clip_id", "clip", "clip_no", "clip_number", "clip_index", "segment_id", "segment",
                                "seg", "seg_id", "utterance_id", "utt_id"});
  const auto whole = table.find({"id", "utterance_id", "utt_id", "segment_id", "segment", "file", "file_name", "name"});
  std::optional<size_t> text;
  try {
    text =
        table.column({"text", "raw_text", "transcript", "transcription", "sentence", "utterance", "words", "caption"},
                     path.string());
  } catch (const DataError& error) {
    lacking_words_ = error.what();
  }
  const std::vector<size_t> label_columns = label_columns_of(table);
  for (const size_t k : label_columns) label_names_.push_back(table.header[k].substr(kLabelPrefix.size()));
  if (!video && !whole) table.column("video_id", path.string());
  if (!clip && !whole && !video) table.column("clip_id", path.string());
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const auto& fields = table.rows[i];
    Row row{{}, {}, text ? one_spaced(fields[*text]) : "", table.lines[i]};
    for (const size_t k : label_columns) row.labels.push_back(number_or_none(fields[k]));
    const std::string id = sheet_field(fields[video && (clip || !whole) ? *video : *whole]);
    const IdParts parts = parts_of(id);
    row.video = video && clip ? id : std::string(parts.video);
    row.clip = video && clip ? sheet_field(fields[*clip]) : std::string(parts.clip);
    add(std::move(row));
  }
}

void LabelTable::add(Row row) {
  const size_t at = rows_.size();
  if (!exact_.emplace(Key{row.video, row.clip}, at).second) twice_.push_back(at);
  const auto [known, added] = alike_.emplace(Key{plain_number(row.video), plain_clip(row.clip)}, at);
  const bool same = added || (known->second != kAmbiguous && rows_[known->second].video == row.video &&
                              rows_[known->second].clip == row.clip);
  if (!same) known->second = kAmbiguous;
  rows_.push_back(std::move(row));
}

LabelTable LabelTable::beside(const Opened& opened) {
  const Beside beside(opened);
  if (beside.table.empty())
    throw DataError(
        opened.pickle.string() + ": holds no words, and " + (beside.tables == 0 ? "no" : "more than one") +
        " label CSV (columns video_id, clip_id, text) lies beside it; name it with --labels" +
        (beside.spreadsheet.empty() ? "" : " (" + beside.spreadsheet + " is a spreadsheet: save it as `CSV UTF-8`)"));
  LabelTable table(beside.table);
  if (!table.lacking_words().empty()) throw DataError(table.lacking_words());
  return table;
}

std::optional<LabelTable> LabelTable::found_beside(const Opened& opened) {
  if (opened.pickle.empty()) return {};
  const Beside beside(opened);
  if (beside.table.empty()) return {};
  try {
    return LabelTable(beside.table);
  } catch (const DataError&) {
    if (!opened.labels.empty()) throw;
    return {};  // the layout that needs the table says what is wrong with it
  }
}

std::vector<float> LabelTable::labels(size_t column, const std::vector<std::string>& ids) const {
  std::vector<float> labels;
  for (const std::string& id : ids) {
    const auto row = row_of(id);
    labels.push_back(row ? rows_[*row].labels[column] : std::nanf(""));
  }
  return labels;
}

int64_t LabelTable::count_named(const std::vector<std::string>& ids) const {
  return std::count_if(ids.begin(), ids.end(), [&](const std::string& id) { return row_of(id).has_value(); });
}

std::optional<size_t> LabelTable::row_of(const std::string& id) const {
  const IdParts parts = parts_of(id);
  const std::string video(parts.video), clip(parts.clip);
  if (const auto found = exact_.find({video, clip}); found != exact_.end()) return found->second;
  if (const size_t line = id.rfind('_'); line != id.npos)
    if (const auto found = exact_.find({id.substr(0, line), id.substr(line + 1)}); found != exact_.end())
      return found->second;
  const auto found = alike_.find({plain_number(video), plain_clip(clip)});
  return found == alike_.end() || found->second == kAmbiguous ? std::nullopt : std::optional(found->second);
}

bool LabelTable::names(const std::vector<std::string>& ids) const {
  return count_named(ids) == static_cast<int64_t>(ids.size());
}

bool LabelTable::is_of_video(size_t row, const std::string& id) const {
  const std::string& video = rows_[row].video;
  return plain_number(video) == plain_number(id) ||
         (names_no_clip(id) && plain_number(video) == plain_number(std::string(video_of(id))));
}

std::optional<size_t> LabelTable::first_of_another_video(const std::vector<std::string>& ids) const {
  for (size_t i = 0; i < ids.size(); ++i)
    if (!is_of_video(i, ids[i])) return i;
  return {};
}

}  // namespace mmim
