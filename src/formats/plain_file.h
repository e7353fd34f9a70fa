#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace mmim {

/// How far a compressed file may grow: `base` bytes and `times` its own size.
struct UnpackBound {
  uint64_t base = uint64_t{256} << 20, times = 64;
};

/// A file as it is meant. One in gzip or xz, by its first bytes, is unpacked into a temporary file without a name; any
/// other is mapped as it lies. DataError when it is damaged, cut short or grows beyond `bound`.
class PlainFile {
 public:
  explicit PlainFile(const std::filesystem::path& path, UnpackBound bound = {});
  std::span<const std::byte> bytes() const;
  bool unpacked() const;
  /// Keeps bytes() alive.
  std::shared_ptr<const void> owner() const { return content_; }

 private:
  struct Content;
  std::shared_ptr<const Content> content_;
};

/// The bytes of PlainFile as text.
std::string plain_text(const std::filesystem::path& path);

/// The name without .gz or .xz: what a compressed file is called once unpacked.
std::filesystem::path plain_name(const std::filesystem::path& path);

/// A file of that name as it lies there: the name itself, or with .gz or .xz behind it where only that exists.
std::filesystem::path name_as_it_lies(const std::filesystem::path& path);

}  // namespace mmim
