#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mmim {

/// Reads a pickle byte by byte; PickleFault when it ends too early.
class PickleCursor {
 public:
  explicit PickleCursor(std::span<const std::byte> bytes) : bytes_(bytes) {}
  size_t at() const { return at_; }
  uint64_t little_endian(size_t width);        ///< width <= 8
  int64_t signed_little_endian(size_t width);  ///< two's complement, width <= 8
  double big_endian_double();                  ///< BINFLOAT
  std::span<const std::byte> take(uint64_t count);
  std::string_view take_text(uint64_t count);
  std::string_view line();  ///< without its line break

 private:
  std::span<const std::byte> bytes_;
  size_t at_ = 0;
};

/// The number written in a line of protocol 0; PickleFault otherwise. A long ends in 'L'.
int64_t integer_in(std::string_view line);
double real_in(std::string_view line);
/// Whether a line is a whole number of more than 18 digits, beyond 64 bits perhaps.
bool is_large_number(std::string_view line);
/// The bytes of a Python 2 string literal ('a\x00b'), and the UTF-8 of a raw-unicode-escape, in which half of a
/// surrogate pair becomes bytes that are no UTF-8.
std::string unquoted(std::string_view literal);
std::string raw_unicode(std::string_view line);

}  // namespace mmim
