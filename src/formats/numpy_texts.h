#pragma once
#include <memory>
#include <span>
#include <vector>

#include "formats/numpy_type.h"
#include "formats/value.h"

namespace mmim {

/// One element of kind S (bytes, without the zeros at the end) or U (text; a placeholder where it is no Unicode).
Value numpy_text(const NumpyType& type, const std::byte* from);

/// Elements of these kinds lying in `bytes` at `strides` (in elements). `bytes` has exactly the size of `shape`.
std::shared_ptr<const ObjectArray> numpy_texts(const NumpyType& type, const std::vector<int64_t>& shape,
                                               const std::vector<int64_t>& strides, std::span<const std::byte> bytes);

}  // namespace mmim
