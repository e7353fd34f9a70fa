#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// Tensors of published code by the names it gives them.
class PublishedWeights {
 public:
  struct Entry {
    std::string stored;  ///< name in the file
    std::string name;    ///< without the "Model." of MMSA and the "module." of torch's DataParallel
    Array array;
  };

  /// A state dictionary as torch.save wrote it, alone or as one entry of a dictionary, or a .safetensors file.
  /// DataError names the file and what in it is no tensor; for a whole pickled model also how to save what is read
  /// here.
  static PublishedWeights read(const std::filesystem::path& file);

  const Entry* named(const std::string& name) const;  ///< by its name in published code; or null
  const std::vector<Entry>& entries() const { return entries_; }
  bool of_mmsa() const { return of_mmsa_; }  ///< the names begin as MMSA's do
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::vector<Entry> entries_;
  std::map<std::string, size_t> place_;
  bool of_mmsa_ = false;
};

}  // namespace mmim
