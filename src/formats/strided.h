#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mmim {

/// Strides, in elements, of a C-order array.
std::vector<int64_t> c_strides(const std::vector<int64_t>& shape);
/// Strides, in elements, of a Fortran-order array.
std::vector<int64_t> fortran_strides(const std::vector<int64_t>& shape);

/// The elements (`element` bytes each) that start at `from` and lie `strides` elements apart, copied to C order.
/// The caller has checked that all of them lie in its memory.
std::vector<std::byte> in_c_order(const std::byte* from, const std::vector<int64_t>& shape,
                                  const std::vector<int64_t>& strides, size_t element);

/// Reverses the bytes of every element in place.
void swap_bytes(std::span<std::byte> bytes, size_t element);

}  // namespace mmim
