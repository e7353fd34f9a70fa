#include <filesystem>

#include "extract/acoustic/acoustic.h"
#include "extract/media/wav.h"
#include "fuzz/targets.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMeasuredSamples = 4000;  ///< of a damaged file, so that thousands of them take little time

std::string bytes_of(uint64_t number, size_t count) { return {reinterpret_cast<const char*>(&number), count}; }

/// A short sound of two channels in one of the forms that are read.
std::string wav_of(uint16_t code, uint16_t bits, const std::string& before) {
  const uint32_t block = 2u * bits / 8, samples = 300;
  std::string data;
  for (uint32_t i = 0; i < samples * block; ++i) data += static_cast<char>(i * i / 7 % 251);
  const std::string form = bytes_of(code, 2) + bytes_of(2, 2) + bytes_of(16000, 4) + bytes_of(16000 * block, 4) +
                           bytes_of(block, 2) + bytes_of(bits, 2);
  const std::string chunks =
      before + "fmt " + bytes_of(form.size(), 4) + form + "data" + bytes_of(data.size(), 4) + data;
  return (before.starts_with("ds64") ? "RF64" : "RIFF") + bytes_of(4 + chunks.size(), 4) + "WAVE" + chunks;
}

void measure(const fs::path& path) {
  Sound sound = read_wav(path, Channel::mean);
  sound.samples.resize(std::min(sound.samples.size(), kMeasuredSamples));
  acoustic_track(sound.samples);
}

}  // namespace

void add_clip_targets(std::vector<FuzzTarget>& targets) {
  const std::string list = "LIST" + bytes_of(6, 4) + "INFOab", sizes = "ds64" + bytes_of(28, 4) + std::string(28, '\0');
  for (const auto& [name, seed] :
       {std::pair("wav/16", wav_of(1, 16, "")), std::pair("wav/24", wav_of(1, 24, list)),
        std::pair("wav/float", wav_of(3, 32, "")), std::pair("wav/rf64", wav_of(1, 8, sizes))})
    targets.push_back(target_of({.name = name, .seed = seed, .read = measure}));
}

}  // namespace mmim
