#pragma once
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/process.h"
#include "extract/media/frames.h"
#include "support/scratch.h"

namespace mmim {

/// A clip that ffmpeg makes: 2 s of a moving picture of 64 x 48 and a tone, changed by `words`.
inline std::filesystem::path made_clip(const std::string& name, const std::vector<std::string>& words,
                                       const std::vector<std::string>& input = {"-f", "lavfi", "-i",
                                                                                "testsrc=s=64x48:r=30:d=2", "-f",
                                                                                "lavfi", "-i", "sine=440:d=2"}) {
  const auto path = scratch(name);
  std::vector<std::string> command{"ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1"};
  command.insert(command.end(), input.begin(), input.end());
  command.insert(command.end(), words.begin(), words.end());
  command.push_back("file:" + path.string());
  const ProcessResult made = run_to_end(command);
  if (made.code != 0) throw std::runtime_error(made.errors);
  return path;
}

/// A small file with hours of pictures, nearly all of them copies.
inline std::filesystem::path still_clip() {
  return made_clip("still.mkv", {"-an", "-vf", "scale=1280:720,setpts=N*3000/TB", "-frames:v", "3"});
}

struct Pictures {
  int64_t count = 0, width = 0, height = 0, repeated = 0;
  double last = 0;
  DecodeEnd end;
};

inline Pictures pictures_of(const std::filesystem::path& clip, int64_t rate = 30, const DecodeLimits& limits = {}) {
  FrameReader reader(clip, rate, limits);
  Pictures seen;
  for (Frame frame; reader.next(frame); ++seen.count) {
    seen.width = frame.width;
    seen.height = frame.height;
    seen.repeated += frame.repeats ? 1 : 0;
    seen.last = frame.time;
  }
  seen.end = reader.end();
  return seen;
}

template <class Act>
std::string media_complaint(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

#define SKIP_WITHOUT_FFMPEG() \
  if (mmim::run_to_end({"ffmpeg", "-version"}).code != 0) GTEST_SKIP() << "ffmpeg is not installed"

}  // namespace mmim
