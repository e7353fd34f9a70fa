#pragma once
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace mmim {

/// A table of text with a header row (RFC 4180 with any separator; quoted fields may hold separators and line breaks).
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as wide as the header, in valid UTF-8
  std::vector<std::string> notes{};            ///< what was found by looking, as sentences: encoding, separator
  std::vector<size_t> lines{};                 ///< of each row, the line it begins in, from 1

  /// Position of the first of `names` that a column has: exactly, else whatever its case, blanks and marks.
  std::optional<size_t> find(std::initializer_list<const char*> names) const;
  /// Position of a column, or DataError naming `where`, the other names it could have and the header.
  size_t column(std::initializer_list<const char*> names, const std::string& where) const;
  size_t column(const char* name, const std::string& where) const { return column({name}, where); }
};

/// Reads a table as spreadsheets and pandas leave it: any encoding of decode_text(), the separator of the header
/// (comma, semicolon, tab or bar; `sep=;` names it), rows without text left out. DataError names the line.
Table read_csv(const std::filesystem::path& path);
/// Reads a table of tabs in which quotes are text.
Table read_tsv(const std::filesystem::path& path);

/// One line of CSV, quoted where needed, with its line break.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mmim
