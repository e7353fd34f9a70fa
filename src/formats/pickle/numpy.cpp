#include "formats/pickle/numpy.h"

#include <algorithm>

#include "formats/numpy_texts.h"
#include "formats/pickle/opaque.h"
#include "formats/strided.h"

namespace mmim {

namespace {

const NumpyType& type_of(const PickleItem& item) {
  if (const auto* type = item.get<NumpyType>()) return *type;
  throw PickleFault{"the type of an array is no dtype"};
}

const PickleBytes& bytes_in(const PickleItem& item) {
  if (const auto* raw = item.get<PickleBytes>()) return *raw;
  throw PickleFault{"the data of an array are no bytes"};
}

const PickleItem& argument(const PickleTuple& arguments, size_t index) {
  if (index < arguments.items.size()) return arguments.items[index];
  throw PickleFault{"argument " + std::to_string(index + 1) + " of a numpy call is missing"};
}

struct Layout {
  std::vector<int64_t> shape, strides;
};

void check_size(const NumpyType& type, const Layout& layout, size_t there) {
  const auto needed = bytes_of(layout.shape, type.size);
  if (needed != there)
    throw PickleFault{std::to_string(there) + " bytes do not fill an array " + say_shape(layout.shape) + " of " +
                      std::to_string(type.size) + " bytes each"};
}

Layout transposed(const Layout& stored, const std::vector<int64_t>& axes) {
  std::vector<bool> seen(stored.shape.size());
  Layout result;
  for (const int64_t axis : axes) {
    const auto from = static_cast<size_t>(axis);
    if (from >= seen.size() || seen[from]) throw PickleFault{"the axis order of an array is no permutation"};
    seen[from] = true;
    result.shape.push_back(stored.shape[from]);
    result.strides.push_back(stored.strides[from]);
  }
  if (axes.size() != seen.size()) throw PickleFault{"the axis order of an array is no permutation"};
  return result;
}

std::shared_ptr<const ObjectArray> text_array(const NumpyType& type, const Layout& layout,
                                              std::span<const std::byte> bytes, PickleBudget& budget) {
  const auto count = bytes_of(layout.shape, 1);
  const uint64_t each = sizeof(Value) + sizeof(Bytes) + 16 + type.size;
  if (!count || *count > budget.left / each) throw PickleFault{"an array of text has far more elements than bytes"};
  budget.charge(*count * each);
  return numpy_texts(type, layout.shape, layout.strides, bytes);
}

void set_unread(PickleArray& array, Value placeholder) {
  array.value = std::move(placeholder);
  array.built = true;
}

void fill(PickleArray& array, const NumpyType& type, const Layout& layout, const PickleBytes& raw,
          PickleBudget& budget) {
  if (type.kind == 'O') throw PickleFault{"an array of objects has bytes for data"};
  if (type.kind == 'V') return set_unread(array, unread_array(type));
  check_size(type, layout, raw.bytes.size());
  if (!type.number) {
    array.value = {text_array(type, layout, raw.bytes, budget)};
    array.depth = 1;
  } else {
    const bool in_place = raw.owner && !type.swapped && layout.strides == c_strides(layout.shape);
    budget.charge(sizeof(Array) + (in_place ? 0 : raw.bytes.size()));
    array.value = {
        std::make_shared<const Array>(numpy_array(type, layout.shape, layout.strides, raw.bytes, raw.owner))};
  }
  array.built = true;
}

void fill_with_objects(PickleArray& array, const std::vector<int64_t>& shape, const PickleItem& data,
                       PickleBudget& budget) {
  const auto* open = data.get<OpenList>();
  if (!open) throw PickleFault{"the data of an array of objects are no list"};
  const auto count = bytes_of(shape, 1);
  const PickledValue held = held_value(data, budget);
  const std::vector<Value>& items = held.value.list()->items;
  if (count != items.size())
    throw PickleFault{std::to_string(items.size()) + " objects do not fill an array " + say_shape(shape)};
  for (const Value& item : items) {
    const auto* text = std::get_if<std::string>(&item.data);
    budget.charge(sizeof(Value) + (text ? text->size() : 0));
  }
  auto objects = std::make_shared<ObjectArray>();
  objects->shape = shape;
  objects->items = items;  // numpy lists objects in C order whatever the order of the array
  array.value = {std::shared_ptr<const ObjectArray>(std::move(objects))};
  array.depth = held.depth;
  array.built = true;
}

}  // namespace

PickleItem make_dtype(const PickleTuple& arguments) {
  const std::string name = text_of(argument(arguments, 0), "the name of a dtype");
  NumpyType unread;
  unread.kind = 'V';
  unread.unread = name.substr(0, 40);
  return {std::make_shared<NumpyType>(numpy_type(name).value_or(unread))};
}

void build_dtype(NumpyType& type, const PickleTuple& state) {
  const std::string order = text_of(argument(state, 1), "the byte order of a dtype");
  if (order != "<" && order != ">" && order != "|" && order != "=")
    throw PickleFault{"`" + order.substr(0, 8) + "` is no byte order"};
  type.swapped = order == ">";
  for (size_t i = 2; i < std::min<size_t>(state.items.size(), 5); ++i) {
    const auto* value = std::get_if<Value>(&state.items[i].what);
    if (value && value->is_none()) continue;
    type = {};
    type.kind = 'V';
    type.unread = "record";
  }
}

namespace {

/// The state of ndarray itself: subclasses may wrap it in a tuple with one of their own. Null when it is no such state.
const PickleTuple* array_state(const PickleItem& state) {
  const auto* tuple = state.get<PickleTuple>();
  if (tuple && tuple->items.size() == 2) tuple = tuple->items[0].get<PickleTuple>();
  if (!tuple || tuple->items.size() < 4) return nullptr;
  const size_t shape = tuple->items.size() == 4 ? 0 : 1;  // before numpy 1.0 there was no version
  return tuple->items[shape].get<PickleTuple>() && tuple->items[shape + 1].get<NumpyType>() ? tuple : nullptr;
}

bool masks_something(const PickleTuple& state) {
  const auto* mask = state.items.size() > 5 ? state.items[5].get<PickleBytes>() : nullptr;
  return !mask || std::any_of(mask->bytes.begin(), mask->bytes.end(), [](std::byte b) { return b != std::byte{0}; });
}

void fill_as_stated(PickleArray& array, const PickleTuple& state, PickleBudget& budget) {
  const size_t first = state.items.size() == 4 ? 0 : 1;
  const NumpyType& type = type_of(argument(state, first + 1));
  Layout layout{shape_of(argument(state, first)), {}};
  if (!bytes_of(layout.shape, 16))
    throw PickleFault{"the shape " + say_shape(layout.shape) + " of an array is too large"};
  const bool fortran = integer_of(argument(state, first + 2), "the order of an array") != 0;
  layout.strides = fortran ? fortran_strides(layout.shape) : c_strides(layout.shape);
  const PickleItem& data = argument(state, first + 3);
  if (type.kind == 'O') return fill_with_objects(array, layout.shape, data, budget);
  if (type.kind == 'V') return set_unread(array, unread_array(type));
  fill(array, type, layout, bytes_in(data), budget);
}

}  // namespace

void build_array(PickleArray& array, const PickleItem& state, PickleBudget& budget) {
  if (array.built) throw PickleFault{"an array is given content twice"};
  const PickleTuple* stated = array_state(state);
  const bool unread = !stated || (array.masked && masks_something(*stated));
  if (unread && !array.subclass.empty()) return set_unread(array, unread_object(array.subclass));
  fill_as_stated(array, stated ? *stated : tuple_of(state, "the state of an array"), budget);
}

PickleItem make_scalar(const PickleTuple& arguments, PickleBudget& budget) {
  const NumpyType& type = type_of(argument(arguments, 0));
  if (type.kind == 'O' || type.kind == 'V') return {unread_array(type)};
  const PickleBytes& raw = bytes_in(argument(arguments, 1));
  check_size(type, {}, raw.bytes.size());
  if (!type.number) {
    budget.charge(raw.bytes.size() + sizeof(Bytes));
    return {numpy_text(type, raw.bytes.data())};
  }
  const Array one = numpy_array(type, {}, {}, raw.bytes, raw.owner);
  if (type.kind == 'f' || (one.type == Type::u64 && one.at(0) >= 0x1p63)) return {Value{one.at(0)}};
  if (one.type == Type::boolean) return {Value{one.at(0) != 0}};
  return {Value{one.to_integers()[0]}};
}

PickleItem array_from_buffer(const PickleTuple& arguments, PickleBudget& budget) {
  const NumpyType& type = type_of(argument(arguments, 1));
  Layout layout{shape_of(argument(arguments, 2)), {}};
  if (!bytes_of(layout.shape, 16))
    throw PickleFault{"the shape " + say_shape(layout.shape) + " of an array is too large"};
  const std::string order = text_of(argument(arguments, 3), "the order of an array");
  layout.strides = order == "F" ? fortran_strides(layout.shape) : c_strides(layout.shape);
  if (order == "K" && arguments.items.size() > 4) layout = transposed(layout, shape_of(arguments.items[4]));
  auto array = std::make_shared<PickleArray>();
  const auto* placeholder = std::get_if<Value>(&arguments.items[0].what);
  if (placeholder && placeholder->opaque()) return arguments.items[0];
  fill(*array, type, layout, bytes_in(argument(arguments, 0)), budget);
  return {array};
}

}  // namespace mmim
