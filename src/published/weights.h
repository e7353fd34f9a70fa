#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// Tensors of published code as a file has them.
class PublishedWeights {
 public:
  struct Entry {
    std::string stored;  ///< name in the file
    Array array;
  };

  /// Reads the weights of a file (nn/weights/state_dictionary.h). DataError names the file and what in it is no state
  /// dictionary; for a whole pickled model also how to save what is read here.
  static PublishedWeights read(const std::filesystem::path& file);

  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<std::string>& beside() const { return beside_; }  ///< keys of what lies beside the weights
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::vector<Entry> entries_;
  std::vector<std::string> beside_;
};

}  // namespace mmim
