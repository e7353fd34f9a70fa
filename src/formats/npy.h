#pragma once
#include <filesystem>

#include "formats/array.h"

namespace mmim {

/// Reads a .npy file of versions 1 to 3 (numbers only; Fortran order and big-endian are converted). DataError names the
/// byte.
Array read_npy(const std::filesystem::path& path);

/// Writes a .npy file of version 1, atomically.
void write_npy(const std::filesystem::path& path, const Array& array);

}  // namespace mmim
