#include <filesystem>

#include "core/files.h"
#include "core/process.h"
#include "extract/media/clip_sound.h"
#include "extract/media/frames.h"
#include "fuzz/targets.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

const DecodeLimits kOfADamagedClip{.seconds = 30, .memory = int64_t{1} << 30, .cpu_seconds = 5};

/// Half a second of a moving picture and a tone.
std::string clip_as(const std::string& extension, const std::vector<std::string>& codecs) {
  const ScratchFolder folder;
  const std::string file = folder.path / ("clip." + extension);
  std::vector<std::string> words{"ffmpeg",   "-nostdin", "-v", "error",
                                 "-f",       "lavfi",    "-i", "testsrc=s=32x24:r=15:d=0.5",
                                 "-f",       "lavfi",    "-i", "sine=440:d=0.5:r=16000",
                                 "-threads", "1"};
  words.insert(words.end(), codecs.begin(), codecs.end());
  words.push_back(file);
  const ProcessResult made = run_to_end(words);
  if (made.code != 0) throw std::runtime_error(extension + ": " + made.errors);
  return read_file(file);
}

void decode(const fs::path& clip) {
  read_clip_sound(clip, kOfADamagedClip);
  FrameReader reader(clip, 15, kOfADamagedClip);
  for (Frame frame; reader.next(frame);) {
  }
}

}  // namespace

std::vector<FuzzTarget> media_targets() {
  if (run_to_end({"ffmpeg", "-version"}).code != 0) return {};
  std::vector<FuzzTarget> targets;
  for (const auto& [extension, codecs] :
       std::vector<std::pair<std::string, std::vector<std::string>>>{{"mp4", {}},
                                                                     {"mkv", {"-c:a", "flac"}},
                                                                     {"avi", {}},
                                                                     {"webm", {"-b:v", "50k"}},
                                                                     {"ts", {}},
                                                                     {"mp3", {"-vn"}}})
    targets.push_back(target_of({.name = "media/" + extension,
                                 .seed = clip_as(extension, codecs),
                                 .file = kDamagedClip + "." + extension,
                                 .read = decode}));
  return targets;
}

}  // namespace mmim
