#include "core/base64.h"

#include <algorithm>
#include <cstdint>

#include "core/error.h"

namespace mmim {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t held = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8 | (k < held ? std::to_integer<uint32_t>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) text += k <= held ? kDigits[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::vector<std::byte> from_base64(std::string_view text, const std::string& where) {
  std::vector<std::byte> bytes;
  bytes.reserve(text.size() / 4 * 3);
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  for (size_t i = 0; i + 4 <= text.size(); i += 4) {
    const size_t held = i + 4 == text.size() ? 3 - padding : 3;
    uint32_t group = 0;
    for (size_t k = 0; k < 4; ++k) {
      const size_t digit = k <= held ? kDigits.find(text[i + k]) : 0;
      if (digit == kDigits.npos) throw DataError(where + ": no base64 at character " + std::to_string(i + k));
      group = group << 6 | static_cast<uint32_t>(digit);
    }
    for (size_t k = 0; k < held; ++k) bytes.push_back(static_cast<std::byte>(group >> (16 - 8 * k)));
  }
  if (to_base64(bytes) != text) throw DataError(where + ": base64 that is cut or has bits to spare");
  return bytes;
}

}  // namespace mmim
