#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// A column that says where a row belongs or how sure it is: `frame`, `timestamp`, `face_id`, `success`, `name`, ...
struct PlaceColumn {
  std::string name{};                 ///< "" where it has none
  std::vector<std::string> fields{};  ///< of each row, without blanks and quotes around it
};

/// A text file of numbers as pandas, numpy.savetxt, OpenFace and openSMILE write it: fields between commas, semicolons,
/// tabs, bars or blanks, with or without a row of names above. A row 0, 1, 2, ... above counts as names.
struct NumberTable {
  std::vector<std::string> names{};   ///< of the columns of `values`; empty where no column has a name
  std::vector<PlaceColumn> places{};  ///< columns that are no features
  Array values{};                     ///< float32 (rows, the other columns)
};

/// Empty fields and NA are NaN. Empty lines and lines that begin with # are no rows. Also in gzip or xz. DataError
/// names line and column of a field that is no number, and a row of another number of fields.
NumberTable read_number_table(const std::filesystem::path& path);

/// Letters and digits of a name, in lower case: `Unnamed: 0` is `unnamed0`.
std::string bare_name(std::string_view name);

/// `text` as a number, with blanks around it and a plus sign; NaN for no text, NA, null or none. False for other text.
bool parse_number(std::string_view text, double& number);

}  // namespace mmim
