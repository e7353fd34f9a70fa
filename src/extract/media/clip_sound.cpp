#include "extract/media/clip_sound.h"

#include <cmath>
#include <optional>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "extract/media/media_file.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

constexpr size_t kSamplesAtATime = 65536;

/// Nothing when ffmpeg is needed: another rate, several channels, a form of WAV that is not read here.
std::optional<Sound> sound_without_ffmpeg(const fs::path& clip) {
  if (!is_wav(MappedFile(clip).bytes())) return std::nullopt;
  try {
    const WavShape shape = wav_shape(clip);
    if (shape.rate != kSoundRate || shape.channels != 1) return std::nullopt;
  } catch (const DataError&) {  // other forms and damaged files are ffmpeg's to judge
    return std::nullopt;
  }
  return read_wav(clip);
}

[[noreturn]] void refuse_length(const fs::path& clip, const DecodeLimits& limits) {
  throw DataError(sentence("{}: is longer than {} s; cut it into parts", clip, static_cast<int64_t>(limits.seconds)));
}

ClipSound decoded_sound(const fs::path& clip, const DecodeLimits& limits) {
  // Without first_pts the time before a late start would be lost, and words and faces would drift apart.
  Ffmpeg ffmpeg(clip, {"-vn", "-af", "aresample=16000:async=1:first_pts=0", "-ac", "1", "-f", "f32le"}, limits);
  ClipSound read{{kSoundRate, {}}};
  const double most = limits.seconds * kSoundRate;
  std::vector<float>& samples = read.sound.samples;
  std::vector<float> piece(kSamplesAtATime);
  for (size_t bytes = 0; (bytes = ffmpeg.read(std::as_writable_bytes(std::span(piece)))) > 0;) {
    samples.insert(samples.end(), piece.begin(), piece.begin() + static_cast<ptrdiff_t>(bytes / sizeof(float)));
    if (static_cast<double>(samples.size()) > most) refuse_length(clip, limits);
  }
  const DecodeEnd end = ffmpeg.end(!samples.empty());
  read.present = end.has_stream;
  read.complaint = end.complaint;
  return read;
}

}  // namespace

ClipSound read_clip_sound(const fs::path& clip, const DecodeLimits& limits) {
  expect_media(clip);
  std::optional<Sound> direct = sound_without_ffmpeg(clip);
  ClipSound read = direct ? ClipSound{std::move(*direct)} : decoded_sound(clip, limits);
  if (static_cast<double>(read.sound.samples.size()) > limits.seconds * kSoundRate) refuse_length(clip, limits);
  int64_t changed = 0;
  for (float& sample : read.sound.samples) {
    if (std::isfinite(sample)) continue;
    sample = 0;
    ++changed;
  }
  if (changed > 0 && read.complaint.empty())
    read.complaint = sentence("samples that are no finite number count as 0: {}", changed);
  return read;
}

}  // namespace mmim
