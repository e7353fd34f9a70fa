#include "formats/strided.h"

#include <algorithm>
#include <cstring>

#include "formats/array.h"

namespace mmim {

std::vector<int64_t> c_strides(const std::vector<int64_t>& shape) {
  std::vector<int64_t> strides(shape.size(), 1);
  for (size_t i = shape.size(); i > 1; --i) strides[i - 2] = strides[i - 1] * std::max<int64_t>(shape[i - 1], 1);
  return strides;
}

std::vector<int64_t> fortran_strides(const std::vector<int64_t>& shape) {
  std::vector<int64_t> strides(shape.size(), 1);
  for (size_t i = 1; i < shape.size(); ++i) strides[i] = strides[i - 1] * std::max<int64_t>(shape[i - 1], 1);
  return strides;
}

std::vector<std::byte> in_c_order(const std::byte* from, const std::vector<int64_t>& shape,
                                  const std::vector<int64_t>& strides, size_t element) {
  std::vector<std::byte> bytes(bytes_of(shape, element).value_or(0));
  std::vector<int64_t> index(shape.size(), 0);
  int64_t offset = 0;
  for (size_t to = 0; to < bytes.size(); to += element) {
    std::memcpy(bytes.data() + to, from + offset * static_cast<int64_t>(element), element);
    for (size_t axis = shape.size(); axis-- > 0;) {
      offset += strides[axis];
      if (++index[axis] < shape[axis]) break;
      offset -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return bytes;
}

void swap_bytes(std::span<std::byte> bytes, size_t element) {
  for (size_t i = 0; i + element <= bytes.size(); i += element)
    std::reverse(bytes.begin() + static_cast<ptrdiff_t>(i), bytes.begin() + static_cast<ptrdiff_t>(i + element));
}

}  // namespace mmim
