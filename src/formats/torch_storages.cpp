#include "formats/torch_storages.h"

#include "core/error.h"

namespace mmim {

namespace {

struct StorageName {
  const char* text;
  Type type;
};
constexpr StorageName kStorages[] = {
    {"torch.FloatStorage", Type::f32},    {"torch.DoubleStorage", Type::f64},        {"torch.HalfStorage", Type::f16},
    {"torch.LongStorage", Type::i64},     {"torch.BFloat16Storage", Type::bf16},     {"torch.IntStorage", Type::i32},
    {"torch.ShortStorage", Type::i16},    {"torch.CharStorage", Type::i8},           {"torch.ByteStorage", Type::u8},
    {"torch.BoolStorage", Type::boolean}, {"torch.storage.UntypedStorage", Type::u8}};

}  // namespace

TorchStorage torch_storage(const Value& id, const std::string& where) {
  const List* parts = id.list();
  const auto part = [&](size_t i) { return parts->items[i].text(); };
  const auto* count = parts && parts->items.size() >= 5 ? std::get_if<int64_t>(&parts->items[4].data) : nullptr;
  if (!count || *count < 0 || !part(0) || *part(0) != "storage" || !part(1) || !part(2))
    throw DataError(where + ": refers to something that is no storage");
  TorchStorage storage{{}, *part(1), *part(2), *count};
  for (const StorageName& known : kStorages)
    if (storage.type_name == known.text) storage.type = known.type;
  return storage;
}

Value unread_storage(const TorchStorage& storage) {
  return {std::make_shared<const Opaque>(
      Opaque{"a tensor of `" + storage.type_name.substr(0, 60) + "`, a type of number that is not known here",
             "in Python, x.float().cpu() or x.dequantize() converts it"})};
}

}  // namespace mmim
