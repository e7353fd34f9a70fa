#include "formats/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "core/error.h"

namespace mmim {

namespace {

uint8_t byte_at(std::string_view text, size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0; }

bool is_lower(uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

/// `bytes` of a named encoding as UTF-8; nothing when one of them has no meaning there.
std::optional<std::string> converted(std::string_view bytes, const std::string& encoding, const std::string& where) {
  if (bytes.size() > (size_t{1} << 29)) throw DataError(where + ": is too large for a table of text");
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open(encoding.c_str(), &code), ucnv_close);
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &code);
  std::u16string units(bytes.size() + 1, 0);
  const auto count = ucnv_toUChars(from.get(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                   static_cast<int32_t>(bytes.size()), &code);
  if (U_FAILURE(code)) return {};
  std::string text(static_cast<size_t>(count) * 3 + 1, '\0');
  int32_t size = 0;
  u_strToUTF8(text.data(), static_cast<int32_t>(text.size()), &size, units.data(), count, &code);
  if (U_FAILURE(code)) return {};
  text.resize(static_cast<size_t>(size));
  return text;
}

struct ByteOrderMark {
  std::string_view bytes;
  const char* encoding;
};
constexpr std::array<ByteOrderMark, 5> kByteOrderMarks{{{"\xEF\xBB\xBF", "UTF-8"},
                                                        {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                                        {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                                        {"\xFF\xFE", "UTF-16LE"},
                                                        {"\xFE\xFF", "UTF-16BE"}}};

/// The encoding that zero bytes give away: a tenth of the bytes, all at places of one kind.
std::string encoding_of_zeros(std::string_view bytes) {
  std::array<size_t, 4> zeros{};
  for (size_t i = 0; i < bytes.size(); ++i) zeros[i % 4] += bytes[i] == 0;
  const size_t all = zeros[0] + zeros[1] + zeros[2] + zeros[3];
  if (all * 10 < bytes.size() || all == 0) return "";
  const auto most = [&](size_t part) { return part * 10 >= all * 9; };
  if (all * 2 > bytes.size() && zeros[0] == 0) return "UTF-32LE";
  if (all * 2 > bytes.size() && zeros[3] == 0) return "UTF-32BE";
  return most(zeros[1] + zeros[3]) ? "UTF-16LE" : most(zeros[0] + zeros[2]) ? "UTF-16BE" : "";
}

/// Chinese in GB2312, the part of GB18030 in daily use. Korean stays below its later half, Japanese is half kana, Big5
/// and broken UTF-8 have second bytes outside.
bool looks_chinese(std::string_view bytes) {
  size_t pairs = 0, common = 0, kana = 0, late = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const uint8_t lead = byte_at(bytes, i);
    if (lead < 0x80) continue;
    const bool inside = byte_at(bytes, ++i) >= 0xA1;
    const bool ideograph = inside && lead >= 0xB0 && lead <= 0xF7;
    ++pairs;
    kana += inside && (lead == 0xA4 || lead == 0xA5);
    common += ideograph || (inside && lead >= 0xA1 && lead <= 0xA3);
    late += ideograph && lead >= 0xC9 && lead <= 0xD7;
  }
  return pairs >= 4 && common * 10 >= pairs * 9 && kana * 10 <= pairs && late * 100 >= pairs * 15;
}

/// A letter or sign that stands at this byte in Windows-1252 and is plausible after `before`.
bool is_western(uint8_t byte, uint8_t before) {
  constexpr std::string_view kSigns = "\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xA0\xA3\xA7\xA9\xAB\xAE\xB0\xBB";
  constexpr std::string_view kElsewhere = "\xD0\xD7\xDD\xDE\xF0\xF7\xFD\xFE";  // rare here, common in Turkish
  const char letter = static_cast<char>(byte);
  if (kElsewhere.find(letter) != kElsewhere.npos) return false;
  if (byte >= 0xDF) return true;
  if (byte >= 0xC0) return !is_lower(before);
  return kSigns.find(letter) != kSigns.npos;
}

/// Accented letters and typographic signs one by one among ASCII.
bool looks_western(std::string_view bytes) {
  size_t runs = 0, long_runs = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (byte_at(bytes, i) < 0x80) continue;
    const size_t begin = i;
    for (; byte_at(bytes, i) >= 0x80; ++i)
      if (!is_western(byte_at(bytes, i), i > 0 ? byte_at(bytes, i - 1) : 0)) return false;
    if (i - begin > 3) return false;
    ++runs;
    long_runs += i - begin > 1;
  }
  return long_runs * 3 <= runs * 2;
}

std::string line_at(const std::string& text, size_t at) {
  return std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<int64_t>(at), '\n'));
}

/// "line 3: `...`", the first line of `text` with a character beyond ASCII, shortened around it.
std::string example_of(const std::string& text) {
  const auto beyond = std::find_if(text.begin(), text.end(), [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
  auto at = static_cast<size_t>(beyond - text.begin());
  if (at == text.size()) return "";
  const std::string line = line_at(text, at);
  const size_t line_begin = text.rfind('\n', at) + 1, line_end = std::min(text.find('\n', at), text.size());
  size_t begin = std::max(line_begin, at > 24 ? at - 24 : 0), end = std::min(line_end, at + 24);
  while (begin < at && (byte_at(text, begin) & 0xC0) == 0x80) ++begin;
  while (end < line_end && (byte_at(text, end) & 0xC0) == 0x80) ++end;
  std::string part = text.substr(begin, end - begin);
  std::erase_if(part, [](char c) { return static_cast<uint8_t>(c) < 0x20; });
  return "line " + line + ": `" + part + "`";
}

std::string hexadecimal(uint8_t byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {kDigits[byte >> 4], kDigits[byte & 15]};
}

}  // namespace

size_t first_not_utf8(const std::string& text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    UChar32 character = 0;
    U8_NEXT(bytes, i, text.size(), character);
    if (character < 0) return begin;
  }
  return text.npos;
}

DecodedText decode_text(std::string bytes, const std::string& where) {
  for (const ByteOrderMark& mark : kByteOrderMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    bytes.erase(0, mark.bytes.size());
    if (mark.encoding == std::string("UTF-8")) break;
    if (auto text = converted(bytes, mark.encoding, where)) return {std::move(*text), mark.encoding};
    throw DataError(where + ": begins as " + mark.encoding + " and is cut short or damaged");
  }
  if (const std::string encoding = encoding_of_zeros(bytes); !encoding.empty())
    if (auto text = converted(bytes, encoding, where)) return {std::move(*text), encoding};
  const size_t wrong = first_not_utf8(bytes);
  if (wrong == bytes.npos) return {std::move(bytes)};
  const std::string encoding = looks_chinese(bytes) ? "GB18030" : looks_western(bytes) ? "windows-1252" : "";
  if (!encoding.empty())
    if (auto text = converted(bytes, encoding, where)) return {*text, encoding, example_of(*text)};
  throw DataError(where + ": line " + line_at(bytes, wrong) + ": is no UTF-8 text (byte " +
                  hexadecimal(byte_at(bytes, wrong)) +
                  "), and its encoding cannot be told for certain; save the file as UTF-8 (spreadsheets call it `CSV "
                  "UTF-8`; or `iconv -f ENCODING -t UTF-8`)");
}

}  // namespace mmim
