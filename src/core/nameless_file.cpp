#include "core/nameless_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.h"

namespace mmim {

NamelessFile::NamelessFile(std::string where) : where_(std::move(where)) {
  std::error_code code;
  folder_ = std::filesystem::temp_directory_path(code).string();
  std::string name = folder_ + "/mmim-XXXXXX";
  file_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (file_ < 0) fail();
  ::unlink(name.c_str());
}

NamelessFile::~NamelessFile() {
  if (file_ >= 0) ::close(file_);
}

void NamelessFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
}

std::filesystem::path NamelessFile::path() const {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file_);
}

void NamelessFile::fail() const {
  throw Error(where_ + ": cannot be unpacked into " + folder_ + " (" + system_reason() +
              "); the environment variable TMPDIR names another folder");
}

}  // namespace mmim
