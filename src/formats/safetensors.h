#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// Named arrays and the text metadata of a .safetensors file. Arrays lie in the mapped file.
struct NamedArrays {
  std::vector<std::pair<std::string, Array>> arrays;  ///< sorted by name when read
  std::map<std::string, std::string> metadata;

  const Array* find(const std::string& name) const;  ///< or null
  /// The array, or DataError naming it and the nearest that is there; `where` stands before.
  const Array& at(const std::string& name, const std::string& where) const;
};

/// Opens `path` without reading the data; one in gzip or xz is unpacked. DataError says what a file of another kind is,
/// or names header byte or tensor: bad header size, JSON, dtype, negative or overflowing shape, offsets that overlap,
/// leave holes or run past the end.
NamedArrays read_safetensors(const std::filesystem::path& path);

/// Writes atomically, tensors aligned to 64 bytes of file offset as far as the format allows (header padded with
/// spaces).
void write_safetensors(const std::filesystem::path& path, const NamedArrays& tensors);

}  // namespace mmim
