#pragma once
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace mmim {

/// A temporary file without a name, which goes with its descriptor. Error when it cannot be made or written; `where`
/// names what was to be kept in it.
class NamelessFile {
 public:
  explicit NamelessFile(std::string where);
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;
  ~NamelessFile();

  void write(std::span<const std::byte> bytes);  ///< behind what was written before
  std::filesystem::path path() const;            ///< to open it again, in child processes too, as long as it lives

 private:
  [[noreturn]] void fail() const;
  std::string where_, folder_;
  int file_ = -1;
};

}  // namespace mmim
