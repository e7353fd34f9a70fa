#include "corpus/layouts/sheet_field.h"

#include <algorithm>
#include <array>

namespace mmim {

std::string sheet_field(const std::string& field) {
  constexpr const char* kAround = " \t\"'";
  size_t begin = field.find_first_not_of(kAround);
  if (begin == field.npos) return "";
  if (field[begin] == '=' && field.find('"') != field.npos) begin = field.find_first_not_of(kAround, begin + 1);
  return begin == field.npos ? "" : field.substr(begin, field.find_last_not_of(kAround) - begin + 1);
}

bool is_formula_error(const std::string& field) {
  constexpr std::array<const char*, 7> kErrors{"#NAME?", "#N/A", "#VALUE!", "#REF!", "#NUM!", "#NULL!", "#DIV/0!"};
  return std::find(kErrors.begin(), kErrors.end(), field) != kErrors.end();
}

}  // namespace mmim
