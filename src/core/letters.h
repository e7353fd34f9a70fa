#pragma once
#include <string>

namespace mmim {

/// ASCII letters in lower case; all other bytes as they are, whatever the locale.
inline std::string in_lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  return text;
}

}  // namespace mmim
