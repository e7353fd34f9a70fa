#pragma once
#include <filesystem>

namespace mmim {

/// A folder's `.lock`, held while this process or a child started after it lives: one command at a time works there.
class FolderLock {
 public:
  /// Waits up to `seconds` for processes of an earlier command to end; UsageError when they go on.
  FolderLock(const std::filesystem::path& folder, int seconds);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int file_ = -1;
};

}  // namespace mmim
