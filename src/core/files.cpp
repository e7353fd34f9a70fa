#include "core/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>

#include "core/error.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

Descriptor open_to_read(const fs::path& path, struct stat& status) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.value < 0) throw DataError(path.string() + ": " + system_reason());
  if (::fstat(file.value, &status) != 0) throw DataError(path.string() + ": " + system_reason());
  if (S_ISDIR(status.st_mode)) throw DataError(path.string() + ": is a folder, a file was expected");
  return file;
}

/// Where each mapped file begins and ends. Never destroyed: a file may be unmapped at the very end of the program.
struct Mapped {
  std::mutex guard;
  std::map<const std::byte*, const std::byte*> ends;
};
Mapped& mapped_files() {
  static Mapped* const files = new Mapped;
  return *files;
}

void sync_folder(const fs::path& folder) {
  Descriptor file{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (file.value >= 0) ::fsync(file.value);
}

}  // namespace

std::string read_file(const fs::path& path) {
  struct stat status {};
  const Descriptor file = open_to_read(path, status);
  std::string bytes;
  char piece[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.value, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw DataError(path.string() + ": " + system_reason());
    if (count == 0) return bytes;
    bytes.append(piece, static_cast<size_t>(count));
  }
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  AtomicWriter writer(path);
  writer.write(bytes);
  writer.commit();
}

void make_folder(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (!fs::is_directory(path))
    throw Error(path.string() + ": cannot make this folder (" +
                (code ? code.message() : "a file of that name is there") + ")");
}

void replace_folder(const fs::path& source, const fs::path& target) {
  const fs::path old = target.string() + kOldFolder;
  std::error_code code;
  fs::remove_all(old, code);
  if (fs::exists(target)) fs::rename(target, old, code);
  if (!code) fs::rename(source, target, code);
  if (code) throw Error(target.string() + ": cannot be replaced (" + code.message() + ")");
  sync_folder(target.parent_path());
  fs::remove_all(old, code);
}

AtomicWriter::AtomicWriter(const fs::path& path) : path_(path), part_(path.string() + ".part") {
  file_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file_ < 0) throw Error(path_.string() + ": cannot be written (" + system_reason() + ")");
}

AtomicWriter::~AtomicWriter() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(part_.c_str());
}

void AtomicWriter::fail(const char* doing) {
  const std::string why = system_reason();
  ::close(file_);
  file_ = -1;
  ::unlink(part_.c_str());
  throw Error(path_.string() + ": " + doing + " failed (" + why + ")");
}

void AtomicWriter::write(const void* bytes, size_t count) {
  const char* next = static_cast<const char*>(bytes);
  while (count > 0) {
    const ssize_t written = ::write(file_, next, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("writing");
    next += written;
    count -= static_cast<size_t>(written);
  }
}

void AtomicWriter::commit() {
  if (::fsync(file_) != 0 && errno != EINVAL && errno != ENOTSUP) fail("syncing");
  if (::close(file_) != 0) {
    file_ = -1;
    throw Error(path_.string() + ": closing failed (" + system_reason() + ")");
  }
  file_ = -1;
  std::error_code code;
  fs::rename(part_, path_, code);
  if (code) throw Error(path_.string() + ": cannot be replaced (" + code.message() + ")");
  sync_folder(path_.parent_path());
}

MappedFile::MappedFile(const fs::path& path) {
  struct stat status {};
  const Descriptor file = open_to_read(path, status);
  size_ = static_cast<size_t>(status.st_size);
  if (size_ == 0) return;
  void* data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.value, 0);
  if (data == MAP_FAILED) throw DataError(path.string() + ": cannot be mapped (" + system_reason() + ")");
  data_ = static_cast<const std::byte*>(data);
  Mapped& mapped = mapped_files();
  const std::lock_guard lock(mapped.guard);
  mapped.ends[data_] = data_ + size_;
}

MappedFile::~MappedFile() {
  if (!data_) return;
  Mapped& mapped = mapped_files();
  const std::lock_guard lock(mapped.guard);
  mapped.ends.erase(data_);
  ::munmap(const_cast<std::byte*>(data_), size_);
}

void give_back(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  Mapped& mapped = mapped_files();
  const std::lock_guard lock(mapped.guard);
  auto file = mapped.ends.upper_bound(bytes.data());
  if (file == mapped.ends.begin() || bytes.data() >= (--file)->second) return;
  // Touching the first of the bytes also mapped what lies before them, up to such a boundary.
  constexpr size_t kMappedAround = 1 << 20;
  const auto from = static_cast<size_t>(bytes.data() - file->first) / kMappedAround * kMappedAround;
  const auto to = static_cast<size_t>(std::min(bytes.data() + bytes.size(), file->second) - file->first);
  ::madvise(const_cast<std::byte*>(file->first) + from, to - from, MADV_DONTNEED);
}

}  // namespace mmim
