#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mmim {

/// The whole file as bytes; throws DataError naming the path and the system's reason.
std::string read_file(const std::filesystem::path& path);

/// Writes to `path`.part, syncs and renames, so that `path` is either the old file or the whole new one.
/// Throws Error with the system's reason (no space, file-size limit, no permission); the .part file is removed.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Makes the folder and its parents; throws Error naming the path and the system's reason.
void make_folder(const std::filesystem::path& path);

/// Replaces folder `target` by folder `source` with renames; readers see the old or the new one.
void replace_folder(const std::filesystem::path& source, const std::filesystem::path& target);

/// Names beside a folder while it is written and replaced. A person may have a mosi.old; nobody has a mosi.mmim.old.
inline constexpr const char* kPartOfFolder = ".mmim.part";
inline constexpr const char* kOldFolder = ".mmim.old";

/// Appends to a file piece by piece and makes it appear under its name only at commit(): a large file that is whole or
/// absent.
class AtomicWriter {
 public:
  explicit AtomicWriter(const std::filesystem::path& path);
  AtomicWriter(const AtomicWriter&) = delete;
  AtomicWriter& operator=(const AtomicWriter&) = delete;
  ~AtomicWriter();  ///< without commit(): nothing remains
  void write(const void* bytes, size_t count);
  void write(std::string_view text) { write(text.data(), text.size()); }
  void commit();  ///< sync and rename

 private:
  [[noreturn]] void fail(const char* doing);
  std::filesystem::path path_, part_;
  int file_ = -1;
};

/// A file mapped into memory read-only: opening costs nothing, pages are read when touched.
/// Throws DataError when the file cannot be opened. An empty file has an empty span.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  std::span<const std::byte> bytes() const { return {data_, size_}; }

 private:
  const std::byte* data_ = nullptr;
  size_t size_ = 0;
};

/// Of bytes that lie in a MappedFile, gives the memory back that reading them took; they are read again when touched.
/// Does nothing for bytes elsewhere. Up to a mebibyte of the file before them goes too. What reads a large file once,
/// from start to end, calls it behind itself.
void give_back(std::span<const std::byte> bytes);

}  // namespace mmim
