#include <algorithm>
#include <array>
#include <set>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/label_table.h"
#include "corpus/layouts/sheet_field.h"
#include "corpus/say.h"
#include "corpus/video.h"
#include "formats/unicode.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string of_rows(size_t count) { return std::to_string(count) + (count == 1 ? " row" : " rows"); }

}  // namespace

LabelTable::Matched LabelTable::match(const std::vector<std::string>& ids, const fs::path& pickle) const {
  Matched matched;
  for (const std::string& id : ids)
    if (const auto row = row_of(id)) matched.rows.push_back(*row);
  const bool by_id = matched.rows.size() == ids.size();
  const bool by_row = rows_.size() == ids.size();
  const auto other = by_row ? first_of_another_video(ids) : std::nullopt;
  const bool clipless = std::all_of(ids.begin(), ids.end(), names_no_clip);
  if (!by_id && (!by_row || (other && !clipless))) refuse_ids(ids, pickle);
  if (!by_id && other) refuse_order(*other, ids[*other], pickle);
  if (by_row && !other) {  // as good as by id where ids are known too, and right where `video[3]` counts otherwise
    matched.rows.resize(ids.size());
    for (size_t i = 0; i < ids.size(); ++i) matched.rows[i] = i;
  }
  matched.notes = notes_on(matched.rows);
  if (const std::string note = say_composed(ids, matched.rows); !note.empty()) matched.notes.push_back(note);
  return matched;
}

std::string LabelTable::say_composed(const std::vector<std::string>& ids, const std::vector<size_t>& rows) const {
  int64_t count = 0;
  std::string example;
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto row = rows.empty() ? row_of(ids[i]) : std::optional(rows[i]);
    if (!row) continue;
    const std::string& video = rows_[*row].video;
    if (ids[i].find(video) != std::string::npos || composed(ids[i]).find(composed(video)) == std::string::npos)
      continue;
    if (count++ == 0) example = ids[i];
  }
  if (count == 0) return "";
  return sentence("{}: {} found although the table writes their accents with other code points, such as `{}`",
                  path_.filename().string(), say_count(count, "id") + (count == 1 ? " is" : " are"), example);
}

std::string LabelTable::say_sides(const std::vector<std::string>& ids) const {
  constexpr size_t kShown = 3;
  std::vector<std::string> rows, names;
  for (size_t row = 0; row < std::min(rows_.size(), kShown); ++row)
    rows.push_back("video `" + rows_[row].video + "`" +
                   (rows_[row].clip.empty() ? "" : ", clip `" + rows_[row].clip + "`"));
  for (size_t i = 0; i < std::min(ids.size(), kShown); ++i) names.push_back("`" + ids[i] + "`");
  std::string text = "its rows are such as ";
  for (const std::string& row : rows) text += row + "; ";
  return text + "the utterances are such as " + listing(names);
}

std::vector<std::string> LabelTable::notes_on(const std::vector<size_t>& taken) const {
  std::vector<std::string> notes;
  const std::string file = path_.filename().string();
  const std::set<size_t> used(taken.begin(), taken.end());
  size_t dropped = 0, other_words = 0;
  for (const size_t row : twice_) {
    dropped += !used.contains(row);
    other_words += rows_[row].text != rows_[exact_.at({rows_[row].video, rows_[row].clip})].text;
  }
  if (!twice_.empty())
    notes.push_back(file + ": rows that repeat video and clip of an earlier row: " + std::to_string(twice_.size()) +
                    " (with other words: " + std::to_string(other_words) + "), such as " + say(twice_[0]) +
                    (dropped > 0 ? "; the first row of each is taken" : "; each utterance takes the row at its place"));
  if (const size_t unused = rows_.size() - used.size() - dropped; unused > 0)
    notes.push_back(file + ": rows of no utterance, which are not used: " + std::to_string(unused));
  return notes;
}

std::string LabelTable::say(size_t row) const {
  return "video `" + rows_[row].video + "`, clip `" + rows_[row].clip + "` at line " + std::to_string(rows_[row].line);
}

void LabelTable::refuse_ids(const std::vector<std::string>& ids, const fs::path& pickle) const {
  std::set<size_t> used;
  std::string lacking;
  for (const std::string& id : ids) {
    const auto row = row_of(id);
    if (row) used.insert(*row);
    if (!row && lacking.empty()) lacking = id;
  }
  std::string text = path_.string() + ": has " + of_rows(rows_.size()) + " for the " + std::to_string(ids.size()) +
                     " utterances of " + pickle.string() + " and names " + std::to_string(used.size()) +
                     " of them by video and clip; it does not name `" + lacking + "`";
  const auto is_free = [&](size_t row) { return !used.contains(row); };
  size_t left = 0;
  while (left < rows_.size() && !is_free(left)) ++left;
  for (size_t row = left; row < rows_.size(); ++row)  // a broken id explains more
    if (is_free(row) && (is_formula_error(rows_[row].video) || is_formula_error(rows_[row].clip))) {
      left = row;
      break;
    }
  if (used.empty() && ids.size() > 1)
    text += " or any other: " + say_sides(ids);
  else if (left < rows_.size())
    text += ", and no utterance is " + say(left);
  if (left < rows_.size() && (is_formula_error(rows_[left].video) || is_formula_error(rows_[left].clip)))
    text += " (a spreadsheet took that id for a formula; write the table anew with the column as text)";
  throw DataError(text);
}

void LabelTable::refuse_order(size_t row, const std::string& id, const fs::path& pickle) const {
  std::string text = path_.string() + ": row " + std::to_string(row + 1) + " is of video " + rows_[row].video +
                     ", the utterance at its place in " + pickle.string() + " of " + id;
  for (size_t i = 0; i < rows_.size(); ++i)
    if (is_of_video(i, id))
      throw DataError(text + ", which the table has at row " + std::to_string(i + 1) +
                      ": its rows stand in another order than the utterances, and ids without clips cannot tell which "
                      "is which");
  throw DataError(text + ", of which the table has no row" +
                  (is_formula_error(rows_[row].video) ? " (a spreadsheet took that id for a formula; write the table "
                                                        "anew with the column as text)"
                                                      : ""));
}

}  // namespace mmim
