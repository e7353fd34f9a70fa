#include <cstring>
#include <map>

#include "core/error.h"
#include "formats/pickle.h"
#include "formats/torch_file.h"
#include "formats/torch_storages.h"

namespace mmim {

namespace {

/// The pickles and storages of one file, one after the other.
class OldTorch {
 public:
  OldTorch(std::span<const std::byte> bytes, const std::string& where, const std::shared_ptr<const void>& owner)
      : bytes_(bytes), where_(where), owner_(owner) {}

  Value read() {
    for (int part = 0; part < 3; ++part) check_head(part, leading({}));
    const size_t object_at = at_;
    leading([&](const Value& id) { return announce(id); });
    const Value keys = leading({});
    if (!keys.list()) throw DataError(where_ + ": its storages are not listed");
    for (const Value& key : keys.list()->items) read_storage(key);
    at_ = object_at;
    return leading([&](const Value& id) { return load(id); });
  }

 private:
  Value leading(const PersistentLoad& persistent) {
    return read_leading_pickle(bytes_, at_, where_, owner_, persistent);
  }

  /// Magic number, version of the protocol, and facts of the machine.
  void check_head(int part, const Value& value) const {
    const Value* little = part == 2 ? value.find("little_endian") : nullptr;
    if (little && little->data == decltype(little->data)(false))
      throw DataError(where_ + ": tensors are stored big endian, which is not read");
  }

  /// The class that ("module", class, file, source) refers to; null for a storage.
  static const Value* class_in(const Value& id) {
    const List* parts = id.list();
    const std::string* kind = parts && parts->items.size() == 4 ? parts->items[0].text() : nullptr;
    return kind && *kind == "module" ? &parts->items[1] : nullptr;
  }

  Value announce(const Value& id) {
    if (const Value* type = class_in(id)) return *type;
    const TorchStorage storage = torch_storage(id, where_);
    announced_.insert_or_assign(storage.key, storage);
    return unread_storage(storage);
  }

  /// Each storage is the number of elements and the elements.
  void read_storage(const Value& key) {
    const auto announced = key.text() ? announced_.find(*key.text()) : announced_.end();
    if (announced == announced_.end()) throw DataError(where_ + ": lists a storage that nothing refers to");
    const auto& [name, storage] = *announced;
    if (!storage.type) throw DataError(where_ + ": has " + unread_storage(storage).say());
    uint64_t count = 0;
    const auto rest = bytes_.subspan(at_);
    if (rest.size() >= sizeof count) std::memcpy(&count, rest.data(), sizeof count);
    const size_t element = size_of(*storage.type);
    if (rest.size() < sizeof count || count > (rest.size() - sizeof count) / element)
      throw DataError(where_ + ": is cut short within storage " + name);
    const auto data = rest.subspan(sizeof count, count * element);
    at_ += sizeof count + data.size();
    const std::vector<int64_t> shape{static_cast<int64_t>(count)};
    const Array array = owner_ ? Array{*storage.type, shape, data, owner_}
                               : make_array(*storage.type, shape, {data.begin(), data.end()});
    read_[name] = {std::make_shared<const Array>(array)};
  }

  Value load(const Value& id) const {
    if (const Value* type = class_in(id)) return *type;
    const TorchStorage storage = torch_storage(id, where_);
    const auto found = read_.find(storage.key);
    if (found == read_.end()) throw DataError(where_ + ": storage " + storage.key + " is missing");
    const List& parts = *id.list();
    if (parts.items.size() < 6 || parts.items[5].is_none()) return found->second;
    return part_of(*found->second.array(), parts.items[5]);
  }

  /// (key, offset, count): elements of a storage that is part of another.
  Value part_of(const Array& whole, const Value& view) const {
    const List* parts = view.list();
    const auto number = [&](size_t i) {
      const auto* value = parts && parts->items.size() == 3 ? std::get_if<int64_t>(&parts->items[i].data) : nullptr;
      return value && *value >= 0 ? static_cast<uint64_t>(*value) : UINT64_MAX;
    };
    const size_t element = size_of(whole.type);
    const uint64_t there = whole.bytes.size() / element, from = number(1), count = number(2);
    if (from > there || count > there - from) throw DataError(where_ + ": a storage reaches outside another");
    return {std::make_shared<const Array>(Array{
        whole.type, {static_cast<int64_t>(count)}, whole.bytes.subspan(from * element, count * element), whole.owner})};
  }

  std::span<const std::byte> bytes_;
  const std::string& where_;
  const std::shared_ptr<const void>& owner_;
  size_t at_ = 0;
  std::map<std::string, TorchStorage> announced_;
  std::map<std::string, Value> read_;
};

}  // namespace

Value read_old_torch(std::span<const std::byte> bytes, const std::string& where,
                     const std::shared_ptr<const void>& owner) {
  return OldTorch(bytes, where, owner).read();
}

}  // namespace mmim
