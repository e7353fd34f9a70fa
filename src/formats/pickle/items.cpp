#include "formats/pickle/items.h"

#include <algorithm>

#include "formats/pickle/opaque.h"

namespace mmim {

namespace {

constexpr uint64_t kPlaceholder = 512;  // bytes that a placeholder takes

/// Bytes that a copy of `value` reserves.
uint64_t cost(const Value& value) {
  const auto* text = std::get_if<std::string>(&value.data);
  return sizeof(Value) + (text ? text->size() : 0);
}

void check_depth(int depth) {
  if (depth > kDeepestPickle)
    throw PickleFault{"containers nest more than " + std::to_string(kDeepestPickle) + " deep"};
}

PickledValue held_tuple(PickleTuple& tuple, PickleBudget& budget) {
  if (!tuple.as_value) {
    auto list = std::make_shared<List>();
    list->is_tuple = true;
    list->items.reserve(tuple.items.size());
    int deepest = 0;
    for (const PickleItem& item : tuple.items) {
      PickledValue held = held_value(item, budget);
      budget.charge(cost(held.value));
      deepest = std::max(deepest, held.depth);
      list->items.push_back(std::move(held.value));
    }
    check_depth(deepest + 1);
    tuple.value_depth = deepest + 1;
    tuple.as_value = std::move(list);
  }
  return {{tuple.as_value}, tuple.value_depth};
}

Value held_bytes(PickleBytes& raw, PickleBudget& budget) {
  if (!raw.as_value) {
    budget.charge(raw.bytes.size() + sizeof(Bytes));
    std::string data(reinterpret_cast<const char*>(raw.bytes.data()), raw.bytes.size());
    raw.as_value = std::make_shared<const Bytes>(Bytes{std::move(data)});
  }
  return {raw.as_value};
}

PickledValue held_object(const OpenObject& object, PickleBudget& budget) {
  if (object.dict) return held_value({object.dict}, budget);
  if (object.list) return held_value({object.list}, budget);
  budget.charge(kPlaceholder);
  return {unread_object(object.name), 0};
}

}  // namespace

void PickleBudget::charge(uint64_t bytes) {
  if (bytes > left) throw PickleFault{"asks for far more memory than a file of this size needs"};
  left -= bytes;
}

PickledValue held_value(const PickleItem& item, PickleBudget& budget) {
  if (const auto* value = std::get_if<Value>(&item.what)) return {*value, 0};
  if (auto* tuple = item.get<PickleTuple>()) return held_tuple(*tuple, budget);
  if (auto* raw = item.get<PickleBytes>()) return {held_bytes(*raw, budget), 0};
  if (auto* list = item.get<OpenList>()) {
    list->held = true;
    return {{std::shared_ptr<const List>(list->list)}, list->depth};
  }
  if (auto* dict = item.get<OpenDict>()) {
    dict->held = true;
    return {{std::shared_ptr<const Dict>(dict->dict)}, dict->depth};
  }
  if (const auto* array = item.get<PickleArray>()) {
    if (!array->built) throw PickleFault{"an array is used before it has content"};
    return {array->value, array->depth};
  }
  if (const auto* object = item.get<OpenObject>()) return held_object(*object, budget);
  if (const auto* global = item.get<const PickleGlobal>()) {
    budget.charge(kPlaceholder);
    return {global->name == PickleName::storage ? Value{global->text} : unread_global(global->text), 0};
  }
  budget.charge(kPlaceholder);
  return {unread("a numpy dtype", "it is no data"), 0};
}

void append(OpenList& list, const PickleItem& item, PickleBudget& budget) {
  PickledValue held = held_value(item, budget);
  if (list.held) throw PickleFault{"a list holds itself or grows after use"};
  check_depth(held.depth + 1);
  list.depth = std::max(list.depth, held.depth + 1);
  budget.charge(cost(held.value));
  list.list->items.push_back(std::move(held.value));
}

void insert(OpenDict& dict, const PickleItem& key, const PickleItem& value, PickleBudget& budget) {
  PickledValue held_key = held_value(key, budget), held = held_value(value, budget);
  if (dict.held) throw PickleFault{"a dictionary holds itself or grows after use"};
  const int depth = std::max(held_key.depth, held.depth) + 1;
  check_depth(depth);
  dict.depth = std::max(dict.depth, depth);
  budget.charge(cost(held_key.value) + cost(held.value));
  dict.dict->items.emplace_back(std::move(held_key.value), std::move(held.value));
}

OpenList* list_of(const PickleItem& item, PickleBudget& budget) {
  auto* object = item.get<OpenObject>();
  if (!object) return item.get<OpenList>();
  if (!object->list) {
    budget.charge(sizeof(OpenList) + sizeof(List));
    object->list = std::make_shared<OpenList>();
  }
  return object->list.get();
}

OpenDict* dict_of(const PickleItem& item, PickleBudget& budget) {
  auto* object = item.get<OpenObject>();
  if (!object) return item.get<OpenDict>();
  if (!object->dict) {
    budget.charge(sizeof(OpenDict) + sizeof(Dict));
    object->dict = std::make_shared<OpenDict>();
  }
  return object->dict.get();
}

PickleItem make_tuple(std::vector<PickleItem> items, PickleBudget& budget) {
  budget.charge(sizeof(PickleTuple) + items.size() * sizeof(PickleItem));
  auto tuple = std::make_shared<PickleTuple>();
  for (const PickleItem& item : items) {
    if (const auto* inner = item.get<PickleTuple>()) tuple->depth = std::max(tuple->depth, inner->depth + 1);
    if (const auto* value = std::get_if<Value>(&item.what)) budget.charge(cost(*value));
  }
  check_depth(tuple->depth);
  tuple->items = std::move(items);
  return {tuple};
}

PickleItem make_bytes(std::string data, PickleBudget& budget) {
  budget.charge(data.size() + sizeof(PickleBytes));
  const auto owner = std::make_shared<const std::string>(std::move(data));
  auto raw = std::make_shared<PickleBytes>();
  raw->bytes = std::as_bytes(std::span(*owner));
  raw->owner = owner;
  return {raw};
}

const PickleTuple& tuple_of(const PickleItem& item, const char* what) {
  if (const auto* tuple = item.get<PickleTuple>()) return *tuple;
  throw PickleFault{std::string(what) + " is no tuple"};
}

std::string text_of(const PickleItem& item, const char* what) {
  if (const auto* raw = item.get<PickleBytes>())
    return {reinterpret_cast<const char*>(raw->bytes.data()), raw->bytes.size()};
  if (const auto* value = std::get_if<Value>(&item.what))
    if (const auto* text = std::get_if<std::string>(&value->data)) return *text;
  throw PickleFault{std::string(what) + " is no text"};
}

int64_t integer_of(const PickleItem& item, const char* what) {
  if (const auto* value = std::get_if<Value>(&item.what)) {
    if (const auto* whole = std::get_if<int64_t>(&value->data)) return *whole;
    if (const auto* truth = std::get_if<bool>(&value->data)) return *truth;
  }
  throw PickleFault{std::string(what) + " is no whole number"};
}

std::vector<int64_t> shape_of(const PickleItem& item) {
  std::vector<int64_t> shape;
  for (const PickleItem& extent : tuple_of(item, "the shape of an array").items) {
    shape.push_back(integer_of(extent, "the extent of an array"));
    if (shape.back() < 0) throw PickleFault{"an array has a negative extent"};
  }
  if (shape.size() > kMostAxes) throw PickleFault{std::to_string(shape.size()) + " axes are more than numpy has"};
  return shape;
}

}  // namespace mmim
