#pragma once
#include <memory>
#include <optional>
#include <string>

#include "formats/array.h"

namespace mmim {

inline constexpr size_t kMostAxes = 64;  ///< numpy 2; numpy 1 stops at 32

/// A numpy dtype: numbers, 'S' bytes, 'U' UCS-4 text, 'O' objects, or 'V' for what is not read.
struct NumpyType {
  char kind = 'f';             ///< f i u b S U O V
  size_t size = 4;             ///< bytes of one element; may be 0 for S and U
  bool swapped = false;        ///< big endian
  std::optional<Type> number;  ///< for f i u b
  std::string unread{};        ///< for V: what numpy calls it
};

/// Parses "<f4", "|S12", "U5", "O"; nothing for what is not known here (complex numbers, dates, records).
std::optional<NumpyType> numpy_type(const std::string& text);

/// "<f4", "|u1": how numpy writes `type`, which is not bfloat16.
std::string numpy_name(Type type);

/// Numbers lying in `bytes` at `strides` (in elements) as an Array in C order and this machine's byte order: pointing
/// into `bytes`, kept alive by `owner`, where they already lie so, else copied. `bytes` has exactly the size of
/// `shape`.
Array numpy_array(const NumpyType& type, const std::vector<int64_t>& shape, const std::vector<int64_t>& strides,
                  std::span<const std::byte> bytes, const std::shared_ptr<const void>& owner);

}  // namespace mmim
