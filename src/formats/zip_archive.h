#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

struct zip;

namespace mmim {

/// A zip archive that lies in memory. All that is taken out together is at most 256 MiB and 64 times the archive.
class ZipArchive {
 public:
  /// `bytes` must outlive it. DataError "`where`: ..." when the archive is damaged or cut short.
  ZipArchive(std::span<const std::byte> bytes, std::string where);
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;
  ~ZipArchive();

  /// Names of the files in it, in its order; without folders and what a Mac adds (__MACOSX/, .DS_Store).
  std::vector<std::string> files() const;
  bool contains(const std::string& name) const;
  /// Stored or deflated. DataError when it is missing, encrypted, damaged or too large.
  std::vector<std::byte> read(const std::string& name);

 private:
  std::string where_;
  uint64_t left_;
  struct zip* archive_ = nullptr;
};

}  // namespace mmim
