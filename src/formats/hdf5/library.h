#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "formats/value.h"

namespace mmim {

/// An HDF5 file read by the HDF5 library in this process: a damaged file may crash it, so Hdf5File keeps it in another.
/// Methods as in Hdf5File.
class Hdf5Library {
 public:
  /// `where` names the file in errors. `unpacked`: its bytes, where the file itself is packed; else empty.
  Hdf5Library(const std::filesystem::path& path, std::span<const std::byte> unpacked, const std::string& where);
  ~Hdf5Library();
  std::vector<std::string> children(const std::string& group) const;
  bool contains(const std::string& object) const;
  Value read(const std::string& dataset) const;

 private:
  std::string where(const std::string& object) const;
  struct Open;
  std::string path_;
  std::unique_ptr<Open> open_;
};

}  // namespace mmim
