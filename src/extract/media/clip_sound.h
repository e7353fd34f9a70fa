#pragma once
#include "extract/media/ffmpeg.h"
#include "extract/media/wav.h"

namespace mmim {

constexpr int64_t kSoundRate = 16000;  ///< of all sound that is decoded, in samples a second

/// The sound of a clip. The first sample stands at the begin of the clip: sound that starts late follows silence.
struct ClipSound {
  Sound sound;              ///< mono, kSoundRate samples a second, every sample finite
  bool present = true;      ///< false: the clip has no sound
  std::string complaint{};  ///< about a damaged clip, a part of which was read; else ""
};

/// Reads the sound of any clip that ffmpeg reads. WAV of kSoundRate with one channel is read without it, bit for bit.
/// DataError says what is wrong with the clip; Error that ffmpeg is needed and not there.
ClipSound read_clip_sound(const std::filesystem::path& clip, const DecodeLimits& limits = {});

}  // namespace mmim
