#pragma once
#include <cstdint>

namespace mmim {

/// A finaliser of 32 bits with little bias. Bits: uint32_t or a vector of them, on the host or a device; inlined, so
/// that no instruction set gets the code of another.
template <class Bits>
[[gnu::always_inline]] constexpr Bits mix(Bits x) {
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x ^= x >> 15;
  x *= 0x846CA68Bu;
  return x ^ (x >> 16);
}

/// What a column brings to its draws.
[[gnu::always_inline]] constexpr uint32_t column_key(int64_t column) {
  return mix(static_cast<uint32_t>(column) * 0x9E3779B9u + 1);
}

/// One draw of dropout: below the threshold the element is zero. low, high: the halves of the row's key.
template <class Bits>
[[gnu::always_inline]] constexpr Bits draw(Bits column_keys, Bits low, Bits high) {
  return mix(mix(column_keys ^ low) + high);
}

}  // namespace mmim
