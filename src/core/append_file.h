#pragma once
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace mmim {

/// A file that grows line by line and can be cut back to where a saved state left it.
class AppendFile {
 public:
  /// Opens `path`, made when it is not there, and cuts it to its first `keep` bytes. DataError when it is shorter.
  AppendFile(const std::filesystem::path& path, int64_t keep);
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;
  ~AppendFile();

  void append(std::string_view bytes);  ///< Error with the system's reason (disk full, file-size limit)
  void sync();                          ///< what was appended survives a power cut
  int64_t size() const { return size_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int file_ = -1;
  int64_t size_ = 0;
};

}  // namespace mmim
