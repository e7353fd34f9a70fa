#include "formats/csv.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/error.h"
#include "core/names.h"
#include "core/sentence.h"
#include "formats/encoding.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

bool blank(const std::vector<std::string>& fields) {
  return std::all_of(fields.begin(), fields.end(),
                     [](const std::string& field) { return field.find_first_not_of(" \t") == field.npos; });
}

/// Reads records one by one; a quoted field may hold separators, doubled quotes and line breaks.
class Records {
 public:
  Records(std::string text, char separator, bool quoting, std::string where)
      : text_(std::move(text)), separator_(separator), quoting_(quoting), where_(std::move(where)) {}

  bool done() const { return at_ >= text_.size(); }
  size_t line() const { return line_; }

  std::vector<std::string> next() {
    std::vector<std::string> fields;
    do fields.push_back(field());
    while (!done() && text_[at_++] == separator_);
    ++line_;
    return fields;
  }

  /// The first record with anything in it, or an empty one.
  std::vector<std::string> next_filled() {
    std::vector<std::string> fields;
    while (!done() && blank(fields)) fields = next();
    return fields;
  }

 private:
  std::string field() {
    if (quoting_ && !done() && text_[at_] == '"') return quoted();
    const size_t begin = at_;
    while (!done() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
    const bool ends_line = done() || text_[at_] == '\n';
    const size_t end = ends_line && at_ > begin && text_[at_ - 1] == '\r' ? at_ - 1 : at_;
    return text_.substr(begin, end - begin);
  }

  std::string quoted() {
    const size_t opened = line_;
    std::string field;
    for (++at_; !done(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += text_[++at_];
      } else {
        ++at_;
        if (!done() && text_[at_] == '\r') ++at_;
        if (!done() && text_[at_] != separator_ && text_[at_] != '\n')
          throw DataError(sentence("{}: line {}: text follows a closing quote", where_, line_));
        return field;
      }
    }
    throw DataError(sentence("{}: line {}: a quote is opened and never closed", where_, opened));
  }

  std::string text_;
  char separator_;
  bool quoting_;
  std::string where_;
  size_t at_ = 0, line_ = 1;
};

struct Separator {
  char sign;
  const char* name;
};
/// The rarest in texts first; the comma last.
constexpr std::array<Separator, 4> kSeparators{
    {{'\t', "tabs"}, {'|', "vertical bars"}, {';', "semicolons"}, {',', "commas"}}};

/// Spreadsheets write `sep=;` in front of a header to name the separator; it is taken off.
std::optional<char> named_separator(std::string& text) {
  if (!text.starts_with("sep=") || text.size() < 6 || (text[5] != '\r' && text[5] != '\n')) return {};
  const char sign = text[4];
  text[0] = text[1] = text[2] = text[3] = text[4] = ' ';  // the line stays, so that lines keep their numbers
  return sign;
}

/// The separator that cuts the header into most fields, the rarer one where two do.
Separator guess_separator(const std::string& text, const std::string& where) {
  Separator best = kSeparators.back();
  size_t most = 1;
  for (const Separator& separator : kSeparators) try {
      const auto names = Records(text, separator.sign, true, where).next_filled();
      const auto fields = names.size() - static_cast<size_t>(std::count(names.begin(), names.end(), ""));
      if (fields <= most) continue;
      most = fields;
      best = separator;
    } catch (const DataError&) {
    }
  return best;
}

/// Fields behind the last column and columns without a name may be absent or empty.
void fit_to_header(std::vector<std::string>& row, const std::vector<std::string>& header) {
  while (row.size() > header.size() && row.back().empty()) row.pop_back();
  while (row.size() < header.size() && header[row.size()].empty()) row.emplace_back();
}

std::string count(size_t number, const char* what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

Table read_table(std::string text, char separator, bool quoting, const std::string& where) {
  Records records(std::move(text), separator, quoting, where);
  Table table;
  table.header = records.next_filled();
  if (blank(table.header)) throw DataError(where + ": is empty, a header row was expected");
  while (!records.done()) {
    const size_t line = records.line();
    std::vector<std::string> row = records.next();
    if (blank(row) && (row.size() > 1 || table.header.size() > 1)) continue;
    fit_to_header(row, table.header);
    if (row.size() != table.header.size())
      throw DataError(sentence(
          "{}: line {}: {} where the header has {}{}", where, line, count(row.size(), "field"), table.header.size(),
          row.size() > table.header.size() && quoting ? " (a text that holds the separator stands in quotes)" : ""));
    table.rows.push_back(std::move(row));
    table.lines.push_back(line);
  }
  return table;
}

/// The text of a file with line feeds for line ends, and a note on an encoding that had to be found out.
std::string text_of_table(const std::filesystem::path& path, std::vector<std::string>& notes) {
  DecodedText decoded = decode_text(plain_text(path), path.string());
  const std::string file = path.filename().string();
  if (!decoded.example.empty())
    notes.push_back(file + " is no UTF-8 and is read as " + decoded.encoding + " (" + decoded.example + ")");
  else if (decoded.encoding != "UTF-8")
    notes.push_back(file + " is read as " + decoded.encoding);
  if (decoded.text.find('\n') == std::string::npos)  // line ends of old Macintosh spreadsheets
    std::replace(decoded.text.begin(), decoded.text.end(), '\r', '\n');
  return std::move(decoded.text);
}

/// Letters and digits alone, in lower case: `Video ID`, `video_id` and `"videoId"` are one.
std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) letters += c;
  }
  return letters;
}

}  // namespace

std::optional<size_t> Table::find(std::initializer_list<const char*> names) const {
  for (const char* name : names)
    if (const auto found = std::find(header.begin(), header.end(), name); *name && found != header.end())
      return static_cast<size_t>(found - header.begin());
  for (const char* name : names)
    for (size_t i = 0; i < header.size(); ++i)
      if (!header[i].empty() && plain(header[i]) == plain(name)) return i;
  return {};
}

size_t Table::column(std::initializer_list<const char*> names, const std::string& where) const {
  if (const auto found = find(names)) return *found;
  std::vector<std::string> words;
  for (const std::string& name : header) words.push_back("`" + name + "`");
  throw DataError(where + ": no column `" + *names.begin() + "`" + did_you_mean(*names.begin(), header) +
                  "; its header has " + listing(words));
}

Table read_csv(const std::filesystem::path& path) {
  std::vector<std::string> notes;
  std::string text = text_of_table(path, notes);
  const std::string where = path.string();
  const auto named = named_separator(text);
  const Separator separator = named ? Separator{*named, ""} : guess_separator(text, where);
  if (!named && separator.sign != ',') notes.push_back(path.filename().string() + " is separated by " + separator.name);
  Table table = read_table(std::move(text), separator.sign, true, where);
  table.notes = std::move(notes);
  return table;
}

Table read_tsv(const std::filesystem::path& path) {
  std::vector<std::string> notes;
  std::string text = text_of_table(path, notes);
  Table table = read_table(std::move(text), '\t', false, path.string());
  table.notes = std::move(notes);
  return table;
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    const bool single_empty = fields.size() == 1 && fields[i].empty();  // an empty line would not be a row
    if (!single_empty && fields[i].find_first_of(",\"\r\n") == std::string::npos) {
      line += fields[i];
      continue;
    }
    line += '"';
    for (const char c : fields[i]) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\n";
}

}  // namespace mmim
