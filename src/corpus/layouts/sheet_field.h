#pragma once
#include <string>

namespace mmim {

/// A field without the blanks, quotes and `=` in which people hide ids from a spreadsheet: `="-abc"`, `'-abc`.
std::string sheet_field(const std::string& field);

/// Whether a field is what spreadsheets write where they take it for a formula: `#NAME?`, `#VALUE!`, ...
bool is_formula_error(const std::string& field);

}  // namespace mmim
