#pragma once
#include <filesystem>

namespace mmim {

/// An empty folder of this user alone below TMPDIR, gone with this object and with all that lies in it. Error when it
/// cannot be made.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mmim
