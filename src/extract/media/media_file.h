#pragma once
#include <filesystem>

namespace mmim {

/// Whether a file is sound or video, by its first bytes, whatever its name. False for what cannot be read.
bool is_media(const std::filesystem::path& path);

/// Refuses what is no local file of sound or video: addresses of the web, playlists, folders, devices, text, images,
/// archives. A file of a form that is not known here passes: ffmpeg knows more. DataError names the file and what it
/// is.
void expect_media(const std::filesystem::path& path);

}  // namespace mmim
