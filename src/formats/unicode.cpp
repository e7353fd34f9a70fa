#include "formats/unicode.h"

namespace mmim {

bool append_utf8(std::string& text, uint32_t code_point) {
  const auto byte = [&](uint32_t bits) { text += static_cast<char>(bits); };
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) return false;
  if (code_point < 0x80) return byte(code_point), true;
  if (code_point < 0x800) {
    byte(0xC0 | code_point >> 6);
  } else if (code_point < 0x10000) {
    byte(0xE0 | code_point >> 12);
    byte(0x80 | (code_point >> 6 & 63));
  } else {
    byte(0xF0 | code_point >> 18);
    byte(0x80 | (code_point >> 12 & 63));
    byte(0x80 | (code_point >> 6 & 63));
  }
  return byte(0x80 | (code_point & 63)), true;
}

}  // namespace mmim
