#include "formats/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

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

size_t not_utf8_from(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  for (size_t i = 0; i < text.size();) {
    const unsigned lead = byte(i);
    const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || length > text.size() - i) return i;
    for (size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    if (length > 2) {
      const unsigned second = byte(i + 1);
      const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
      if (overlong || (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90)) return i;
    }
    i += length;
  }
  return text.npos;
}

namespace {

bool is_ascii_or_no_text(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  return std::all_of(text.begin(), text.end(), is_ascii) || not_utf8_from(text) != text.npos;
}

icu::StringPiece piece_of(std::string_view text) { return {text.data(), static_cast<int32_t>(text.size())}; }

}  // namespace

std::string composed(std::string_view text) {
  if (is_ascii_or_no_text(text)) return std::string(text);
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(code);
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  if (U_SUCCESS(code)) normalizer->normalizeUTF8(0, piece_of(text), sink, nullptr, code);
  return U_SUCCESS(code) ? normal : std::string(text);
}

std::string in_ascii(std::string_view text) {
  if (is_ascii_or_no_text(text)) return std::string(text);
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> to_ascii(
      icu::Transliterator::createInstance("NFC; Latin-ASCII", UTRANS_FORWARD, code));
  if (!to_ascii || U_FAILURE(code)) return std::string(text);
  icu::UnicodeString characters = icu::UnicodeString::fromUTF8(piece_of(text));
  to_ascii->transliterate(characters);
  std::string plain;
  return characters.toUTF8String(plain);
}

}  // namespace mmim
