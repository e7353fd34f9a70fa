#include "formats/numpy_texts.h"

#include <cstring>

#include "formats/pickle/opaque.h"
#include "formats/strided.h"
#include "formats/unicode.h"

namespace mmim {

Value numpy_text(const NumpyType& type, const std::byte* from) {
  if (type.kind == 'S') {
    std::string data(reinterpret_cast<const char*>(from), type.size);
    data.resize(data.find_last_not_of('\0') + 1);
    return {std::make_shared<const Bytes>(Bytes{std::move(data)})};
  }
  std::string text;
  size_t whole = 0;  // length without the zeros at the end
  for (size_t i = 0; i < type.size; i += 4) {
    uint32_t code_point = 0;
    std::memcpy(&code_point, from + i, 4);
    if (type.swapped) code_point = __builtin_bswap32(code_point);
    if (!append_utf8(text, code_point)) return unread_text();
    if (code_point != 0) whole = text.size();
  }
  text.resize(whole);
  return {std::move(text)};
}

std::shared_ptr<const ObjectArray> numpy_texts(const NumpyType& type, const std::vector<int64_t>& shape,
                                               const std::vector<int64_t>& strides, std::span<const std::byte> bytes) {
  const uint64_t count = bytes_of(shape, 1).value();
  const auto ordered = in_c_order(bytes.data(), shape, strides, type.size);
  auto array = std::make_shared<ObjectArray>();
  array->shape = shape;
  array->items.reserve(count);
  for (uint64_t i = 0; i < count; ++i) array->items.push_back(numpy_text(type, ordered.data() + i * type.size));
  return array;
}

}  // namespace mmim
