#include "formats/pickle/cursor.h"

#include <bit>
#include <charconv>
#include <cstring>

#include "formats/pickle/items.h"
#include "formats/unicode.h"

namespace mmim {

std::span<const std::byte> PickleCursor::take(uint64_t count) {
  if (count > bytes_.size() - at_)
    throw PickleFault{"the file is cut short (" + std::to_string(count) + " bytes are announced and " +
                      std::to_string(bytes_.size() - at_) + " are left); fetch it again"};
  at_ += count;
  return bytes_.subspan(at_ - count, count);
}

std::string_view PickleCursor::take_text(uint64_t count) {
  const auto bytes = take(count);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

uint64_t PickleCursor::little_endian(size_t width) {
  uint64_t value = 0;
  const auto bytes = take(width);
  if (width > 0) std::memcpy(&value, bytes.data(), width);
  return value;
}

int64_t PickleCursor::signed_little_endian(size_t width) {
  const uint64_t value = little_endian(width);
  if (width == 0 || width == 8) return static_cast<int64_t>(value);
  const uint64_t sign = uint64_t{1} << (8 * width - 1);
  return static_cast<int64_t>((value ^ sign) - sign);
}

double PickleCursor::big_endian_double() { return std::bit_cast<double>(__builtin_bswap64(little_endian(8))); }

std::string_view PickleCursor::line() {
  const auto rest = bytes_.subspan(at_);
  const void* end = rest.empty() ? nullptr : std::memchr(rest.data(), '\n', rest.size());
  if (!end) throw PickleFault{"the file is cut short (a line does not end); fetch it again"};
  const auto length = static_cast<size_t>(static_cast<const std::byte*>(end) - rest.data());
  const std::string_view text = take_text(length + 1);
  return text.substr(0, length - (length > 0 && text[length - 1] == '\r'));
}

int64_t integer_in(std::string_view line) {
  if (line.ends_with('L')) line.remove_suffix(1);
  int64_t value = 0;
  const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc() || stop != line.data() + line.size())
    throw PickleFault{"a line is no whole number of 64 bits"};
  return value;
}

bool is_large_number(std::string_view line) {
  if (line.ends_with('L')) line.remove_suffix(1);
  const size_t sign = line.starts_with('-');
  constexpr size_t kSurely = 18;  // digits that fit in 64 bits
  if (line.size() <= sign + kSurely || line.find_first_not_of("0123456789", sign) != line.npos) return false;
  int64_t value = 0;
  return std::from_chars(line.data(), line.data() + line.size(), value).ec == std::errc::result_out_of_range;
}

double real_in(std::string_view line) {
  double value = 0;
  const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc() || stop != line.data() + line.size()) throw PickleFault{"a line is no number"};
  return value;
}

namespace {

uint32_t hexadecimal(std::string_view text, size_t at, size_t digits) {
  uint32_t value = 0;
  const char* begin = text.data() + at;
  if (at + digits > text.size()) throw PickleFault{"an escape is cut short"};
  const auto [stop, error] = std::from_chars(begin, begin + digits, value, 16);
  if (error != std::errc() || stop != begin + digits) throw PickleFault{"an escape is no hexadecimal number"};
  return value;
}

}  // namespace

std::string unquoted(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != literal.back() || (literal[0] != '\'' && literal[0] != '"'))
    throw PickleFault{"a string has no quotes"};
  literal = literal.substr(1, literal.size() - 2);
  constexpr std::string_view kLetters = "abfnrtv\\'\"", kMeanings = "\a\b\f\n\r\t\v\\'\"";
  std::string bytes;
  for (size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] != '\\') {
      bytes += literal[i];
      continue;
    }
    if (++i == literal.size()) throw PickleFault{"an escape is cut short"};
    if (literal[i] == 'x') {
      bytes += static_cast<char>(hexadecimal(literal, i + 1, 2));
      i += 2;
    } else if (const size_t letter = kLetters.find(literal[i]); letter != kLetters.npos) {
      bytes += kMeanings[letter];
    } else {
      throw PickleFault{"an escape in a string is not known"};
    }
  }
  return bytes;
}

std::string raw_unicode(std::string_view line) {
  std::string text;
  size_t i = 0;
  const auto next = [&] {
    const char letter = line[i] == '\\' && i + 1 < line.size() ? line[i + 1] : '\0';
    const size_t digits = letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    const uint32_t code_point = digits ? hexadecimal(line, i + 2, digits) : static_cast<unsigned char>(line[i]);
    i += digits ? digits + 2 : 1;
    return code_point;
  };
  while (i < line.size()) {
    uint32_t code_point = next();
    if (code_point >= 0xD800 && code_point < 0xDC00 && line.substr(i).starts_with("\\u")) {  // narrow Python 2
      const uint32_t low = hexadecimal(line, i + 2, 4);
      if (low >= 0xDC00 && low < 0xE000) code_point = 0x10000 + ((code_point - 0xD800) << 10) + (next() - 0xDC00);
    }
    if (code_point > 0x10FFFF) throw PickleFault{"text holds an invalid code point"};
    if (!append_utf8(text, code_point)) text += '\xED';  // begins a surrogate, which UTF-8 has not
  }
  return text;
}

}  // namespace mmim
