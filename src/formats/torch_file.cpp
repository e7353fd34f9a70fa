#include "formats/torch_file.h"

#include <zip.h>

#include <map>
#include <optional>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "formats/pickle.h"

namespace mmim {

namespace {

/// Protocol 2 and the ten bytes of the magic number with which torch.save began before 2020.
constexpr std::string_view kOldMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);

struct StorageName {
  const char* text;
  Type type;
};
constexpr StorageName kStorages[] = {{"torch.FloatStorage", Type::f32},     {"torch.DoubleStorage", Type::f64},
                                     {"torch.HalfStorage", Type::f16},      {"torch.LongStorage", Type::i64},
                                     {"torch.BFloat16Storage", Type::bf16}, {"torch.IntStorage", Type::i32},
                                     {"torch.ShortStorage", Type::i16},     {"torch.CharStorage", Type::i8},
                                     {"torch.ByteStorage", Type::u8},       {"torch.BoolStorage", Type::boolean}};

/// The entries of a zip archive that lies in memory. All that is taken out together is at most as large as the archive.
class Archive {
 public:
  Archive(std::span<const std::byte> bytes, std::string where) : where_(std::move(where)), left_(bytes.size()) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    archive_ = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    const std::string why = archive_ ? "" : zip_error_strerror(&error);
    zip_error_fini(&error);
    if (archive_) return;
    if (source) zip_source_free(source);
    throw DataError(where_ + ": the zip archive is damaged or cut short (" + why + ")");
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() { zip_discard(archive_); }

  /// What stands before "data.pkl" in its name: the folder that torch.save names after the file.
  std::string folder() const {
    constexpr std::string_view kPickle = "data.pkl";
    const zip_int64_t count = zip_get_num_entries(archive_, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
      const char* text = zip_get_name(archive_, static_cast<zip_uint64_t>(i), 0);
      const std::string_view name = text ? text : "";
      if (name == kPickle || name.ends_with("/data.pkl"))
        return std::string(name.substr(0, name.size() - kPickle.size()));
    }
    throw DataError(where_ + ": is a zip archive without data.pkl, so nothing that torch.save wrote");
  }

  bool contains(const std::string& name) const { return zip_name_locate(archive_, name.c_str(), 0) >= 0; }

  std::vector<std::byte> read(const std::string& name) {
    const auto fail = [&](const std::string& why) { throw DataError(where_ + ": entry " + name + ": " + why); };
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat(archive_, name.c_str(), 0, &status) != 0) fail("is missing");
    constexpr auto kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD;
    if ((status.valid & kNeeded) != kNeeded || status.comp_method != ZIP_CM_STORE)
      fail("is compressed, which torch.save never does");
    if (status.size > left_) fail("announces more bytes than the file holds");
    left_ -= status.size;

    zip_file_t* file = zip_fopen_index(archive_, status.index, 0);
    if (!file) fail("cannot be opened (" + std::string(zip_strerror(archive_)) + ")");
    std::vector<std::byte> bytes(status.size);
    const zip_int64_t got = zip_fread(file, bytes.data(), bytes.size());
    std::byte more{};
    const bool ends =
        got == static_cast<zip_int64_t>(bytes.size()) && zip_fread(file, &more, 1) == 0;  // checks the CRC
    zip_fclose(file);
    if (!ends) fail("is damaged or cut short");
    return bytes;
  }

 private:
  std::string where_;
  uint64_t left_;
  zip_t* archive_ = nullptr;
};

/// Gives the storages that the pickle refers to, each read once.
class Storages {
 public:
  Storages(Archive& archive, std::string folder, std::string where)
      : archive_(archive), folder_(std::move(folder)), where_(std::move(where)) {}

  /// `id` is ("storage", its type, key, device, number of elements).
  Value load(const Value& id) {
    const List* parts = id.list();
    if (!parts || parts->items.size() < 5)
      throw DataError(where_ + ": data.pkl: refers to something that is no storage");
    const std::string *kind = parts->items[0].text(), *type_name = parts->items[1].text(),
                      *key = parts->items[2].text();
    const auto* count = std::get_if<int64_t>(&parts->items[4].data);
    if (!kind || *kind != "storage" || !type_name || !key || !count || *count < 0)
      throw DataError(where_ + ": data.pkl: refers to something that is no storage");
    const Type type = storage_type(*type_name);
    const auto needed = bytes_of({*count}, size_of(type));
    const auto& bytes = bytes_of_key(*key);
    if (!needed || *needed > bytes->size())
      throw DataError(sentence("{}: entry data/{}: holds {} bytes, not {} elements of {}", where_, *key, bytes->size(),
                               *count, word(type)));
    return {std::make_shared<const Array>(Array{type, {*count}, std::span(*bytes).first(*needed), bytes})};
  }

 private:
  Type storage_type(const std::string& text) const {
    for (const StorageName& known : kStorages)
      if (text == known.text) return known.type;
    throw DataError(where_ + ": data.pkl: storages of type " + text.substr(0, 60) + " are not known here");
  }

  const std::shared_ptr<const std::vector<std::byte>>& bytes_of_key(const std::string& key) {
    auto& bytes = read_[key];
    if (!bytes) bytes = std::make_shared<const std::vector<std::byte>>(archive_.read(folder_ + "data/" + key));
    return bytes;
  }

  Archive& archive_;
  std::string folder_, where_;
  std::map<std::string, std::shared_ptr<const std::vector<std::byte>>> read_;
};

}  // namespace

Value read_torch_file(const std::filesystem::path& path) {
  const MappedFile file(path);
  const std::string where = path.string();
  const std::string_view text(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
  if (text.starts_with(kOldMagic))
    throw DataError(where + ": is in the format of torch.save from before 2020; in Python, " +
                    "torch.save(torch.load(\"old\"), \"new\") with torch 1.6 or later writes one that can be read");
  if (!text.starts_with("PK")) throw DataError(where + ": is nothing that torch.save wrote (no zip archive)");

  Archive archive(file.bytes(), where);
  const std::string folder = archive.folder();
  if (archive.contains(folder + "byteorder")) {
    const std::vector<std::byte> order = archive.read(folder + "byteorder");
    if (std::string_view(reinterpret_cast<const char*>(order.data()), order.size()) != "little")
      throw DataError(where + ": entry byteorder: tensors are stored big endian, which is not read");
  }
  Storages storages(archive, folder, where);
  const auto pickle = std::make_shared<const std::vector<std::byte>>(archive.read(folder + "data.pkl"));
  return read_pickle(*pickle, where + ": data.pkl", pickle, [&](const Value& id) { return storages.load(id); });
}

}  // namespace mmim
