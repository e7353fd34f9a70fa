#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "formats/value.h"

namespace mmim {

/// Reads a .npy file of versions 1 to 3 (numbers only; Fortran order and big-endian are converted), in gzip or xz too.
/// DataError names the byte.
Array read_npy(const std::filesystem::path& path);

/// The content of a .npy file of numbers, of text, or of Python objects: an array of objects without axes is what it
/// holds.
Value read_npy(std::span<const std::byte> bytes, const std::string& where, const std::shared_ptr<const void>& owner);

/// Writes a .npy file of version 1, atomically.
void write_npy(const std::filesystem::path& path, const Array& array);

}  // namespace mmim
