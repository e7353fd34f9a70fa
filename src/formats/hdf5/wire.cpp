#include "formats/hdf5/wire.h"

#include <cstring>

#include "core/error.h"
#include "formats/unicode.h"

namespace mmim {

void Packer::number(uint64_t value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }

void Packer::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
}

void Packer::shape(const std::vector<int64_t>& shape) {
  number(shape.size());
  for (const int64_t extent : shape) number(static_cast<uint64_t>(extent));
}

void Packer::value(const Value& value) {
  const Array* array = value.array();
  number(array != nullptr);
  if (array) {
    number(static_cast<uint64_t>(array->type));
    shape(array->shape);
    text({reinterpret_cast<const char*>(array->bytes.data()), array->bytes.size()});
    return;
  }
  const ObjectArray& objects = *value.objects();
  shape(objects.shape);
  for (const Value& item : objects.items) text(*item.text());
}

namespace {

/// Text that is no UTF-8 stays bytes, as in a pickle.
Value text_or_bytes(std::string data) {
  if (not_utf8_from(data) == data.npos) return {std::move(data)};
  return {std::make_shared<const Bytes>(Bytes{std::move(data)})};
}

}  // namespace

uint64_t Unpacker::number() {
  uint64_t value = 0;
  if (rest_.size() < sizeof value) throw DataError("a reply is cut short");
  std::memcpy(&value, rest_.data(), sizeof value);
  rest_.remove_prefix(sizeof value);
  return value;
}

std::string_view Unpacker::text() {
  const uint64_t size = number();
  if (size > rest_.size()) throw DataError("a reply is cut short");
  const std::string_view text = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return text;
}

std::vector<int64_t> Unpacker::shape() {
  std::vector<int64_t> shape;
  for (uint64_t axes = number(); axes > 0; --axes) shape.push_back(static_cast<int64_t>(number()));
  return shape;
}

Value Unpacker::value() {
  if (number() == 1) {
    const uint64_t type = number();
    if (type > static_cast<uint64_t>(Type::boolean)) throw DataError("a reply names no type");
    std::vector<int64_t> extents = shape();
    const auto bytes = std::as_bytes(std::span(text()));
    return {std::make_shared<const Array>(
        make_array(static_cast<Type>(type), std::move(extents), {bytes.begin(), bytes.end()}))};
  }
  auto objects = std::make_shared<ObjectArray>();
  objects->shape = shape();
  const auto count = bytes_of(objects->shape, 1);
  if (!count) throw DataError("a reply holds a shape that is none");
  for (uint64_t i = 0; i < *count; ++i) objects->items.push_back(text_or_bytes(std::string(text())));
  return {std::shared_ptr<const ObjectArray>(std::move(objects))};
}

}  // namespace mmim
