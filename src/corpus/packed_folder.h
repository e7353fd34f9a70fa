#pragma once
#include <filesystem>

namespace mmim {

/// Refuses a folder that lies packed in one file: a tar archive, also in gzip or xz, or a zip archive with a
/// dataset.json in it. DataError with the command that unpacks it and the folder that comes out. Reads at most the
/// first mebibyte of what is packed.
void refuse_packed_folder(const std::filesystem::path& file);

}  // namespace mmim
