#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace mmim {

/// Which channel of several becomes the sound: COVAREP takes the first.
enum class Channel { first, mean };

/// Mono sound at the rate of its file.
struct Sound {
  int64_t rate = 0;  ///< samples a second
  std::vector<float> samples;
};

/// Reads a WAV or RF64 file: PCM of 8, 16, 24 or 32 bits, or floating point of 32 or 64, whatever the order of its
/// chunks. Whole numbers become -1 to 1. A file of a stream, whose header does not know the length, is read to its end.
/// DataError names the byte where the file is damaged, cut short or in another form.
Sound read_wav(const std::filesystem::path& path, Channel channel = Channel::first);

/// What the header of such a file says.
struct WavShape {
  int64_t rate = 0, channels = 0;
};
/// DataError as read_wav().
WavShape wav_shape(const std::filesystem::path& path);

/// Whether the file begins as such a file does.
bool is_wav(std::span<const std::byte> bytes);

}  // namespace mmim
