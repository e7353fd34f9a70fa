#include "core/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "core/error.h"

namespace mmim {

FolderLock::FolderLock(const std::filesystem::path& folder, int seconds) {
  const std::filesystem::path path = folder / ".lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT, 0644);  // not closed on exec: children hold it too
  if (file_ < 0) throw Error(path.string() + ": cannot be written (" + system_reason() + ")");
  for (int tenths = 0; ::flock(file_, LOCK_EX | LOCK_NB) != 0; ++tenths) {
    if (tenths >= 10 * seconds) {
      ::close(file_);
      throw UsageError(folder.string() + ": another command works in this folder");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

FolderLock::~FolderLock() { ::close(file_); }

}  // namespace mmim
