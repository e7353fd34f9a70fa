#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <numbers>

#include "core/error.h"
#include "core/files.h"
#include "extract/folder/clip_list.h"
#include "support/scratch_folder.h"

namespace mmim {

/// A folder of clips and of tables.
struct ClipFolder : ScratchFolder {
  void write(const std::string& name, const std::string& bytes) const {
    make_folder((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << bytes;
  }
  /// A file that begins as WAV does, and holds no sound.
  void clip(const std::string& name) const {
    write(name, std::string("RIFF\x24\0\0\0WAVEfmt ", 16) + std::string(64, '\0'));
  }
  /// A tone of a fifth of a second in WAV of 16 kHz.
  void tone(const std::string& name) const {
    constexpr uint32_t kRate = 16000, kSamples = kRate / 5;
    std::string bytes = "RIFF";
    const auto put = [&](auto number) {
      bytes.append(reinterpret_cast<const char*>(&number), sizeof number);  // both the file and this machine begin low
    };
    put(uint32_t{36 + 2 * kSamples});
    bytes += "WAVEfmt ";
    put(uint32_t{16});
    for (const int one : {1, 1}) put(static_cast<uint16_t>(one));  // PCM, one channel
    put(kRate);
    put(2 * kRate);
    for (const int one : {2, 16}) put(static_cast<uint16_t>(one));  // bytes and bits of a sample
    bytes += "data";
    put(2 * kSamples);
    for (uint32_t i = 0; i < kSamples; ++i)
      put(static_cast<int16_t>(8000 * std::sin(2 * std::numbers::pi * 150 * i / kRate)));
    write(name, bytes);
  }
  ClipList list() const { return list_clips(path, {}, {}); }
  std::string complaint() const {
    try {
      list();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

}  // namespace mmim
