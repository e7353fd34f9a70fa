#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "formats/value.h"

namespace mmim {

/// An HDF5 file, read-only (through the HDF5 library). Every DataError names the file and the object's path.
/// Only hard links are followed and no other file is opened. The library runs in a process of its own (fork), so that a
/// damaged file that crashes it is a DataError too. One thread at a time.
class Hdf5File {
 public:
  /// One in gzip or xz is unpacked. DataError when it is not HDF5, saying what it is, or is truncated.
  explicit Hdf5File(const std::filesystem::path& path);
  ~Hdf5File();
  Hdf5File(const Hdf5File&) = delete;
  Hdf5File& operator=(const Hdf5File&) = delete;
  std::vector<std::string> children(const std::string& group) const;  ///< names, in name order
  bool contains(const std::string& object) const;
  /// A dataset: numbers as Array, fixed or variable strings as ObjectArray of text. Refused when its declared size is
  /// far beyond what the file can hold.
  Value read(const std::string& dataset) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mmim
