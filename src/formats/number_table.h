#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// A text file of numbers as pandas, numpy.savetxt, OpenFace and openSMILE write it: fields between commas, semicolons,
/// tabs, bars or blanks, with or without a row of names above. A row 0, 1, 2, ... above counts as names.
struct NumberTable {
  std::vector<std::string> left_out{};  ///< columns that say where a row belongs: `frame`, `timestamp`, `name`, ...
  Array values{};                       ///< float32 (rows, the other columns)
};

/// Empty fields and NA are NaN. Empty lines and lines that begin with # are no rows. Also in gzip or xz. DataError
/// names line and column of a field that is no number, and a row of another number of fields.
NumberTable read_number_table(const std::filesystem::path& path);

/// `text` as a number, with blanks around it and a plus sign; NaN for no text, NA, null or none. False for other text.
bool parse_number(std::string_view text, double& number);

}  // namespace mmim
