#pragma once
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace mmim {

/// SHA-256 as 64 lower-case hexadecimal digits (FIPS 180-4).
std::string sha256(std::span<const std::byte> bytes);
/// Of a file, memory-mapped.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace mmim
