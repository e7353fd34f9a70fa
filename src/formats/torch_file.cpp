#include "formats/torch_file.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/error.h"
#include "formats/file_words.h"
#include "formats/pickle.h"
#include "formats/plain_file.h"
#include "formats/torch_storages.h"
#include "formats/zip_archive.h"

namespace mmim {

namespace {

/// Gives the storages that the pickle refers to, each read once.
class StoragesInArchive {
 public:
  StoragesInArchive(ZipArchive& archive, std::string folder, std::string where)
      : archive_(archive), folder_(std::move(folder)), where_(std::move(where)) {}

  Value load(const Value& id) {
    const TorchStorage storage = torch_storage(id, where_ + ": data.pkl");
    if (!storage.type) return unread_storage(storage);
    const auto needed = bytes_of({storage.count}, size_of(*storage.type));
    const auto& bytes = bytes_of_key(storage.key);
    if (!needed || *needed > bytes->size())
      throw DataError(where_ + ": entry data/" + storage.key + ": holds " + std::to_string(bytes->size()) +
                      " bytes, not " + std::to_string(storage.count) + " elements of " + word(*storage.type));
    return {
        std::make_shared<const Array>(Array{*storage.type, {storage.count}, std::span(*bytes).first(*needed), bytes})};
  }

 private:
  const std::shared_ptr<const std::vector<std::byte>>& bytes_of_key(const std::string& key) {
    auto& bytes = read_[key];
    if (!bytes) bytes = std::make_shared<const std::vector<std::byte>>(archive_.read(folder_ + "data/" + key));
    return bytes;
  }

  ZipArchive& archive_;
  std::string folder_, where_;
  std::map<std::string, std::shared_ptr<const std::vector<std::byte>>> read_;
};

/// What stands before "data.pkl" in its name: the folder that torch.save names after the file.
std::string torch_folder(const ZipArchive& archive, std::span<const std::byte> bytes, const std::string& where) {
  constexpr std::string_view kPickle = "data.pkl";
  for (const std::string& name : archive.files())
    if (name == kPickle || name.ends_with("/data.pkl")) return name.substr(0, name.size() - kPickle.size());
  refuse_kind(bytes, where, "a file of torch.save, which has an entry data.pkl,");
}

}  // namespace

Value read_torch_archive(std::span<const std::byte> bytes, const std::string& where) {
  ZipArchive archive(bytes, where);
  const std::string folder = torch_folder(archive, bytes, where);
  if (archive.contains(folder + "byteorder")) {
    const std::vector<std::byte> order = archive.read(folder + "byteorder");
    if (std::string_view(reinterpret_cast<const char*>(order.data()), order.size()) != "little")
      throw DataError(where + ": entry byteorder: tensors are stored big endian, which is not read");
  }
  StoragesInArchive storages(archive, folder, where);
  const auto pickle = std::make_shared<const std::vector<std::byte>>(archive.read(folder + "data.pkl"));
  return read_pickle(*pickle, where + ": data.pkl", pickle, [&](const Value& id) { return storages.load(id); });
}

Value read_torch_file(const std::filesystem::path& path) {
  const PlainFile file(path);
  switch (kind_of(file.bytes())) {
    case FileKind::zip:
      return read_torch_archive(file.bytes(), path.string());
    case FileKind::old_torch:
      return read_old_torch(file.bytes(), path.string(), file.owner());
    default:
      refuse_kind(file.bytes(), path.string(), "a file of torch.save");
  }
}

}  // namespace mmim
