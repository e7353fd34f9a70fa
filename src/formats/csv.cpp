#include "formats/csv.h"

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "core/names.h"
#include "core/sentence.h"

namespace mmim {

namespace {

/// Reads records one by one; a quoted field may hold separators, doubled quotes and line breaks.
class Records {
 public:
  Records(std::string text, char separator, bool quoting, std::string where)
      : text_(std::move(text)), separator_(separator), quoting_(quoting), where_(std::move(where)) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  bool done() const { return at_ >= text_.size(); }
  size_t line() const { return line_; }

  std::vector<std::string> next() {
    std::vector<std::string> fields;
    do fields.push_back(field());
    while (!done() && text_[at_++] == separator_);
    ++line_;
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

Table read_table(const std::filesystem::path& path, char separator, bool quoting) {
  Records records(read_file(path), separator, quoting, path.string());
  if (records.done()) throw DataError(path.string() + ": is empty, a header row was expected");
  Table table;
  table.header = records.next();
  while (!records.done()) {
    const size_t line = records.line();
    std::vector<std::string> row = records.next();
    if (row.size() == 1 && row[0].empty() && table.header.size() > 1) continue;
    if (row.size() != table.header.size())
      throw DataError(
          sentence("{}: line {}: {} fields where the header has {}", path, line, row.size(), table.header.size()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

size_t Table::column(const std::string& name, const std::string& where) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) throw DataError(where + ": no column `" + name + "`" + did_you_mean(name, header));
  return static_cast<size_t>(found - header.begin());
}

Table read_csv(const std::filesystem::path& path) { return read_table(path, ',', true); }
Table read_tsv(const std::filesystem::path& path) { return read_table(path, '\t', false); }

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
