#include "formats/pickle/torch.h"

#include "core/error.h"
#include "formats/file_kind.h"
#include "formats/pickle/opaque.h"
#include "formats/strided.h"
#include "formats/torch_file.h"

namespace mmim {

namespace {

/// Elements from the first to the last that the view touches, the last included; nothing on overflow.
std::optional<uint64_t> reach(const std::vector<int64_t>& shape, const std::vector<int64_t>& strides) {
  uint64_t last = 0;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] == 0) return 0;
    uint64_t step = 0;
    if (__builtin_mul_overflow(static_cast<uint64_t>(shape[axis] - 1), static_cast<uint64_t>(strides[axis]), &step) ||
        __builtin_add_overflow(last, step, &last))
      return {};
  }
  return last + 1 == 0 ? std::nullopt : std::optional(last + 1);
}

}  // namespace

PickleItem rebuild_tensor(const PickleTuple& arguments, PickleBudget& budget) {
  if (arguments.items.size() < 4) throw PickleFault{"a tensor has too few arguments"};
  const auto* held = std::get_if<Value>(&arguments.items[0].what);
  if (held && held->opaque()) return {*held};
  const Array* storage = held ? held->array() : nullptr;
  if (!storage) throw PickleFault{"the storage of a tensor is none"};
  const int64_t offset = integer_of(arguments.items[1], "the offset of a tensor");
  const std::vector<int64_t> shape = shape_of(arguments.items[2]), strides = shape_of(arguments.items[3]);
  const size_t element = size_of(storage->type);
  const auto needed = bytes_of(shape, element);
  if (!needed || shape.size() != strides.size() || offset < 0)
    throw PickleFault{"size " + say_shape(shape) + " and stride " + say_shape(strides) + " make no tensor"};
  const uint64_t there = storage->bytes.size() / element, from = static_cast<uint64_t>(offset);
  const auto touched = reach(shape, strides);
  if (!touched || from > there || *touched > there - from)
    throw PickleFault{"a tensor " + say_shape(shape) + " reaches outside its storage of " + std::to_string(there) +
                      " elements"};

  budget.charge(sizeof(Array));
  const auto bytes = storage->bytes.subspan(from * element);
  if (*needed == 0 || strides == c_strides(shape) || *needed == element)
    return {Value{std::make_shared<const Array>(Array{storage->type, shape, bytes.first(*needed), storage->owner})}};
  budget.charge(*needed);
  auto copy = in_c_order(bytes.data(), shape, strides, element);
  return {Value{std::make_shared<const Array>(make_array(storage->type, shape, std::move(copy)))}};
}

PickleItem load_storage(const PickleTuple& arguments, PickleBudget& budget) {
  const auto* raw = arguments.items.empty() ? nullptr : arguments.items[0].get<PickleBytes>();
  if (!raw || kind_of(raw->bytes) != FileKind::old_torch) return make_object("torch.storage._load_from_bytes", budget);
  budget.charge(sizeof(Array) + (raw->owner ? 0 : raw->bytes.size()));
  try {
    return {read_old_torch(raw->bytes, "a storage of torch", raw->owner)};
  } catch (const DataError& error) {
    throw PickleFault{error.what()};
  }
}

}  // namespace mmim
