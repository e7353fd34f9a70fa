#include <sstream>

#include "core/error.h"
#include "core/sentence.h"
#include "extract/words/word_files.h"
#include "formats/csv.h"

namespace mmim {

namespace {

/// Fields of the next line that has any and is no comment; `number` is the line.
bool next_ctm_line(std::istringstream& lines, size_t& number, std::vector<std::string>& fields) {
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream pieces(line);
    fields.clear();
    for (std::string field; pieces >> field;) fields.push_back(field);
    if (!fields.empty() && !fields[0].starts_with(";;")) return true;
  }
  return false;
}

double cell(const Table& table, size_t row, size_t column, const std::string& where) {
  const std::string& text = table.rows[row][column];
  const std::optional<double> value = number_in(text);
  if (!value) throw DataError(sentence("{}: line {}: `{}` is no number", where, table.lines[row], text));
  return *value;
}

}  // namespace

bool is_ctm(std::string_view text) {
  std::istringstream lines{std::string(text.substr(0, 65536))};
  std::vector<std::string> fields;
  size_t number = 0;
  return next_ctm_line(lines, number, fields) && fields.size() >= 5 && fields.size() <= 8 && number_in(fields[2]) &&
         number_in(fields[3]);
}

std::vector<TimedWord> words_of_ctm(std::string_view text, const std::string& where) {
  std::istringstream lines{std::string(text)};
  std::vector<TimedWord> words;
  std::vector<std::string> fields;
  std::string recording;
  for (size_t number = 0; next_ctm_line(lines, number, fields);) {
    const auto fail = [&](const std::string& what) {
      throw DataError(sentence("{}: line {}: {}", where, number, what));
    };
    if (fields.size() < 5) fail("`recording channel start duration word` were expected");
    const std::optional<double> start = number_in(fields[2]), duration = number_in(fields[3]);
    if (!start || !duration) fail("start and duration are no numbers");
    if (!recording.empty() && recording != fields[0])
      fail(sentence("is of another recording, `{}` after `{}`; give each clip a file", fields[0], recording));
    recording = fields[0];
    TimedWord word{fields[4], *start, *start + *duration};
    if (fields.size() > 5) word.confidence = number_in(fields[5]).value_or(word.confidence);
    words.push_back(word);
  }
  return words;
}

std::vector<TimedWord> words_of_table(const std::filesystem::path& path) {
  const std::string where = path.string();
  const Table table = read_csv(path);
  const size_t text = table.column({"word", "words", "text", "token", "label"}, where);
  const size_t start =
      table.column({"start", "start_s", "start_time", "start_sec", "begin", "onset", "tmin", "xmin", "from"}, where);
  const auto stop = table.find({"end", "end_s", "end_time", "end_sec", "stop", "tmax", "xmax", "to"});
  const auto duration = stop ? std::nullopt : table.find({"duration", "duration_s", "dur"});
  const size_t end = stop ? *stop : duration ? *duration : table.column("end", where);
  const auto confidence = table.find({"confidence", "conf", "score", "probability"});
  const auto kind = table.find({"type"});  // of the Montreal Forced Aligner: words, phones
  std::vector<TimedWord> words;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (kind && table.rows[row][*kind] == "phones") continue;
    TimedWord word{table.rows[row][text], cell(table, row, start, where), cell(table, row, end, where)};
    if (duration) word.end += word.start;
    if (confidence && !table.rows[row][*confidence].empty()) word.confidence = cell(table, row, *confidence, where);
    words.push_back(word);
  }
  return words;
}

}  // namespace mmim
