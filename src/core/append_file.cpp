#include "core/append_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.h"

namespace mmim {

AppendFile::AppendFile(const std::filesystem::path& path, int64_t keep) : path_(path), size_(keep) {
  file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  struct stat status {};
  if (file_ < 0 || ::fstat(file_, &status) != 0)
    throw Error(path.string() + ": cannot be written (" + system_reason() + ")");
  const int64_t there = status.st_size;
  const bool shorter = there < keep;
  if (!shorter && ::ftruncate(file_, keep) == 0) return;
  const std::string reason = system_reason();
  ::close(file_);
  if (!shorter) throw Error(path.string() + ": cannot be cut (" + reason + ")");
  throw DataError(path.string() + ": has " + std::to_string(there) + " bytes, the saved state was written after " +
                  std::to_string(keep));
}

AppendFile::~AppendFile() { ::close(file_); }

void AppendFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw Error(path_.string() + ": writing failed (" + system_reason() + ")");
    size_ += written;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

void AppendFile::sync() {
  if (::fsync(file_) != 0 && errno != EINVAL && errno != ENOTSUP)
    throw Error(path_.string() + ": syncing failed (" + system_reason() + ")");
}

}  // namespace mmim
