#pragma once
#include <cstdint>
#include <cstdio>
#include <string>

namespace mmim {

/// "3.33333": a number as short as people write it.
inline std::string say_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

/// "1 utterance", "3 utterances".
inline std::string say_count(int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace mmim
