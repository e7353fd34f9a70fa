#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace mmim {

/// A table of text with a header row (RFC 4180 with any separator; quoted fields may hold separators and line breaks).
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as wide as the header

  /// Position of a column, or DataError naming `where` and the nearest header.
  size_t column(const std::string& name, const std::string& where) const;
};

/// Reads a CSV (',') or TSV ('\t', without quoting) file; a byte-order mark is skipped. DataError names the line.
Table read_csv(const std::filesystem::path& path);
Table read_tsv(const std::filesystem::path& path);

/// One line of CSV, quoted where needed, with its line break.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mmim
