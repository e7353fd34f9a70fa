#pragma once
#include <string_view>

namespace mmim {

/// Whether a file that begins so is sound or video: mp4 and mov, Matroska, AVI, MPEG, Windows Media, Flash, WAV, AIFF,
/// Core Audio, Sun audio, MP3, AAC, FLAC, Ogg, AMR. Text is none, whatever words it begins with.
bool begins_as_media(std::string_view bytes);

}  // namespace mmim
