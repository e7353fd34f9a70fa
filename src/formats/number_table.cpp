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

constexpr std::array<std::string_view, 22> kPlaces{
    "unnamed0",  "index",     "frame",      "frameid", "frameindex", "framenumber", "frametime", "time",
    "timestamp", "times",     "timestamps", "faceid",  "name",       "file",        "filename",  "start",
    "end",       "starttime", "endtime",    "begin",   "success",    "face"};

std::string_view trimmed(std::string_view text, std::string_view around = " \t\r\"") {
  const size_t begin = text.find_first_not_of(around);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(around) - begin + 1);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Which of the names are of no features. Trackers of faces say beside each row how sure they are.
std::vector<bool> places_among(const Fields& names) {
  const auto any = [&](auto wanted) { return std::any_of(names.begin(), names.end(), wanted); };
  const bool tracked = any([](std::string_view name) {
    return is_one_of(bare_name(name), {"success", "face", "faceid"});
  });
  const bool sure = any([](std::string_view name) { return bare_name(name) == "confidence"; });
  std::vector<bool> places;
  for (const std::string_view field : names) {
    const std::string name = bare_name(field);
    const bool known = std::find(kPlaces.begin(), kPlaces.end(), name) != kPlaces.end();
    const bool of_a_face = is_one_of(name, {"success", "face"});
    places.push_back(trimmed(field).empty() || (of_a_face ? tracked && sure : known) ||
                     (name == "confidence" && tracked));
  }
  return places;
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

/// Behind the field 'a;b' that begins here, as openSMILE writes names; the begin itself for other fields.
size_t behind_quotes(std::string_view line, size_t begin, char separator) {
  if (begin >= line.size() || line[begin] != '\'') return begin;
  const size_t end = std::min(line.find(std::string{'\'', separator}, begin + 1), line.size());
  return end < line.size() ? end + 1 : begin;
}

/// The fields of a line; a separator between quotes cuts nothing.
void cut(std::string_view line, char separator, Fields& fields) {
  fields.clear();
  if (separator == kBlanks) return cut_at_blanks(line, fields);
  size_t begin = 0;
  bool quoted = false;
  for (size_t at = behind_quotes(line, 0, separator); at <= line.size(); ++at) {
    if (at < line.size() && line[at] == '"') quoted = !quoted;
    if (at < line.size() && (quoted || line[at] != separator)) continue;
    fields.push_back(line.substr(begin, at - begin));
    begin = at + 1;
    at = behind_quotes(line, begin, separator) - 1;
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

/// The lines of a table one by one, under the names of the first.
class TableOfNumbers {
 public:
  explicit TableOfNumbers(const std::string& where) : where_(where) {}

  void add(std::string_view line, size_t number) {
    const bool first = separator_ == 0;
    if (first) separator_ = separator_of(line);
    cut(line, separator_, fields_);
    if (first && begin(number)) return;
    if (fields_.size() != width_)
      throw DataError(
          sentence("{}: line {}: {} fields where line {} has {}", where_, number, fields_.size(), first_line_, width_));
    for (const size_t i : kept_) values_.push_back(value_of(fields_[i], separator_, where_, number, i));
    for (size_t k = 0; k < places_.size(); ++k)
      table_.places[k].fields.emplace_back(trimmed(fields_[places_[k]], kAround));
    ++rows_;
  }

  NumberTable finish() {
    table_.values = make_array(values_, {rows_, static_cast<int64_t>(kept_.size())});
    return std::move(table_);
  }

 private:
  static constexpr std::string_view kAround = " \t\r\"'";

  /// Whether the first line is a row of names.
  bool begin(size_t number) {
    width_ = fields_.size();
    first_line_ = number;
    const bool names = is_row_of_names(fields_, separator_);
    const bool numbered = names && counts_up(fields_);
    const std::vector<bool> places = names ? places_among(fields_) : std::vector<bool>(width_);
    for (size_t i = 0; i < width_; ++i) {
      (places[i] ? places_ : kept_).push_back(i);
      if (places[i]) table_.places.push_back({std::string(trimmed(fields_[i], kAround)), {}});
      if (!places[i] && names && !numbered) table_.names.emplace_back(trimmed(fields_[i], kAround));
    }
    return names;
  }

  const std::string& where_;
  NumberTable table_;
  Fields fields_;
  std::vector<size_t> kept_, places_;  // columns
  std::vector<float> values_;
  char separator_ = 0;
  size_t width_ = 0, first_line_ = 0;
  int64_t rows_ = 0;
};

}  // namespace

std::string bare_name(std::string_view name) {
  std::string bare;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') bare += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) bare += c;
  }
  return bare;
}

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
  constexpr std::array<std::string_view, 9> kMissing{"",     "NA",   "N/A",    "null",   "NULL",
                                                     "none", "None", "1.#IND", "-1.#IND"};
  number = std::nan("");
  return std::find(kMissing.begin(), kMissing.end(), text) != kMissing.end();
}

NumberTable read_number_table(const std::filesystem::path& path) {
  const std::string where = path.string();
  std::string bytes = plain_text(path);
  if (bytes.empty()) throw DataError(where + ": is an empty file, numbers were expected");
  DecodedText decoded = decode_text(std::move(bytes), where);
  if (decoded.text.find('\n') == std::string::npos) std::replace(decoded.text.begin(), decoded.text.end(), '\r', '\n');
  TableOfNumbers table(where);
  Lines lines(decoded.text);
  for (std::string_view line; lines.next(line);) table.add(line, lines.number());
  return table.finish();
}

}  // namespace mmim
