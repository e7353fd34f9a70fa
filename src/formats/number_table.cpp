#include "formats/number_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "core/sentence.h"
#include "formats/encoding.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

using Fields = std::vector<std::string_view>;

constexpr char kBlanks = ' ';  // as a separator: any number of blanks and tabs

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\"");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\"") - begin + 1);
}

/// Letters and digits in lower case: `Unnamed: 0` is `unnamed0`.
std::string bare_name(std::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') bare += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) bare += c;
  }
  return bare;
}

bool says_place(std::string_view name) {
  constexpr std::array<std::string_view, 20> kPlaces{"unnamed0",    "index",     "frame",     "frameid",   "frameindex",
                                                     "framenumber", "frametime", "time",      "timestamp", "times",
                                                     "timestamps",  "faceid",    "name",      "file",      "filename",
                                                     "start",       "end",       "starttime", "endtime",   "begin"};
  return trimmed(name).empty() || std::find(kPlaces.begin(), kPlaces.end(), bare_name(name)) != kPlaces.end();
}

/// Signs that stand in no number go first; a comma may be a decimal one beside them.
char separator_of(std::string_view line) {
  for (const char sign : {'\t', ';', '|', ','})
    if (line.find(sign) != line.npos) return sign;
  return kBlanks;
}

void cut_at_blanks(std::string_view line, Fields& fields) {
  for (size_t at = line.find_first_not_of(" \t"); at < line.size(); at = line.find_first_not_of(" \t", at)) {
    const size_t end = std::min(line.find_first_of(" \t", at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end;
  }
}

/// The fields of a line; a separator between quotes cuts nothing.
void cut(std::string_view line, char separator, Fields& fields) {
  fields.clear();
  if (separator == kBlanks) return cut_at_blanks(line, fields);
  size_t begin = 0;
  bool quoted = false;
  for (size_t at = 0; at <= line.size(); ++at) {
    if (at < line.size() && line[at] == '"') quoted = !quoted;
    if (at < line.size() && (quoted || line[at] != separator)) continue;
    fields.push_back(line.substr(begin, at - begin));
    begin = at + 1;
  }
}

/// Lines with anything in them, without comments.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  bool next(std::string_view& line) {
    while (at_ < text_.size()) {
      const size_t end = std::min(text_.find('\n', at_), text_.size());
      line = text_.substr(at_, end - at_);
      if (line.ends_with('\r')) line.remove_suffix(1);
      at_ = end + 1;
      ++number_;
      if (!trimmed(line).empty() && !line.starts_with('#')) return true;
    }
    return false;
  }
  size_t number() const { return number_; }

 private:
  std::string_view text_;
  size_t at_ = 0, number_ = 0;
};

/// 0, 1, 2, ... as pandas names columns that have no names, behind an empty name of its index.
bool counts_up(const Fields& fields) {
  const size_t first = trimmed(fields[0]).empty() ? 1 : 0;
  if (fields.size() < (first == 1 ? 2u : 3u)) return false;
  for (size_t i = first; i < fields.size(); ++i)
    if (trimmed(fields[i]) != std::to_string(i - first)) return false;
  return true;
}

/// A field as a number; beside a separator that is no comma, a comma may be the decimal point.
bool number_in(std::string_view field, char separator, double& number) {
  if (parse_number(field, number)) return true;
  if (separator == ',' || std::count(field.begin(), field.end(), ',') != 1) return false;
  std::string decimal(field);
  std::replace(decimal.begin(), decimal.end(), ',', '.');
  return parse_number(decimal, number);
}

bool is_row_of_names(const Fields& fields, char separator) {
  double number = 0;
  return counts_up(fields) || !std::all_of(fields.begin(), fields.end(),
                                           [&](std::string_view field) { return number_in(field, separator, number); });
}

/// A field as it can stand in a sentence.
std::string shown_field(std::string_view field) {
  std::string shown(trimmed(field).substr(0, 40));
  for (char& c : shown)
    if (c < 0x20 || c > 0x7E) c = '?';
  return shown;
}

float value_of(std::string_view field, char separator, const std::string& where, size_t line, size_t column) {
  double number = 0;
  if (number_in(field, separator, number)) return static_cast<float>(number);
  throw DataError(sentence("{}: line {}: field {}, `{}`, is no number", where, line, column + 1, shown_field(field)));
}

NumberTable table_of(std::string_view text, const std::string& where) {
  NumberTable table;
  Lines lines(text);
  std::string_view line;
  Fields fields;
  std::vector<size_t> kept;
  std::vector<float> values;
  char separator = 0;
  size_t width = 0, first_line = 0;
  int64_t rows = 0;
  while (lines.next(line)) {
    const bool first = separator == 0;
    if (first) separator = separator_of(line);
    cut(line, separator, fields);
    const bool names = first && is_row_of_names(fields, separator);
    if (first) width = fields.size(), first_line = lines.number();
    for (size_t i = 0; first && i < width; ++i) {
      const bool place = names && says_place(fields[i]);
      if (place) table.left_out.emplace_back(trimmed(fields[i]).empty() ? "without a name" : trimmed(fields[i]));
      if (!place) kept.push_back(i);
    }
    if (names) continue;
    if (fields.size() != width)
      throw DataError(sentence("{}: line {}: {} fields where line {} has {}", where, lines.number(), fields.size(),
                               first_line, width));
    for (const size_t i : kept) values.push_back(value_of(fields[i], separator, where, lines.number(), i));
    ++rows;
  }
  table.values = make_array(values, {rows, static_cast<int64_t>(kept.size())});
  return table;
}

}  // namespace

bool parse_number(std::string_view text, double& number) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  if (fault == std::errc() && stop == end && !text.empty()) return true;
  if (fault == std::errc::result_out_of_range && stop == end) {
    number = std::strtod(std::string(text).c_str(), nullptr);
    return true;
  }
  constexpr std::array<std::string_view, 7> kMissing{"", "NA", "N/A", "null", "NULL", "none", "None"};
  number = std::nan("");
  return std::find(kMissing.begin(), kMissing.end(), text) != kMissing.end();
}

NumberTable read_number_table(const std::filesystem::path& path) {
  const std::string where = path.string();
  std::string bytes = plain_text(path);
  if (bytes.empty()) throw DataError(where + ": is an empty file, numbers were expected");
  DecodedText decoded = decode_text(std::move(bytes), where);
  if (decoded.text.find('\n') == std::string::npos) std::replace(decoded.text.begin(), decoded.text.end(), '\r', '\n');
  return table_of(decoded.text, where);
}

}  // namespace mmim
