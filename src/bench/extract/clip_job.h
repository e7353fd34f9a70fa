#pragma once
#include <cstdint>
#include <string>

#include "core/json.h"

namespace mmim {

/// A clip that a process of its own extracts while it is measured.
struct ClipJob {
  std::string file, text{};  ///< without a text no words are looked for
  bool faces = false, one_core = false;
  std::string face_model{};  ///< as VisualOptions::face_model
  int64_t threads = 1;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("file", self.file);
    visit("text", self.text);
    visit("faces", self.faces);
    visit("one_core", self.one_core);
    visit("face_model", self.face_model);
    visit("threads", self.threads);
  }
};
inline constexpr const char* kClipJob = "measure a clip";

/// What that took. Models are loaded before the clocks start.
struct ClipCost {
  double cpu_seconds = 0, wall_seconds = 0;  ///< CPU time of ffmpeg too
  double resident_before = 0, peak = 0;      ///< bytes of the process, without ffmpeg
  double seconds = 0, with_face = 0;         ///< of the clip; share of its pictures
  int64_t pictures = 0, words = 0;
  double kept_bytes = 0;  ///< samples, and rows with their times, which grow with the clip

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("cpu_seconds", self.cpu_seconds);
    visit("wall_seconds", self.wall_seconds);
    visit("resident_before", self.resident_before);
    visit("peak", self.peak);
    visit("seconds", self.seconds);
    visit("with_face", self.with_face);
    visit("pictures", self.pictures);
    visit("words", self.words);
    visit("kept_bytes", self.kept_bytes);
  }
};

/// Does the job, in the process of its own.
ClipCost do_clip_job(const ClipJob& job);
/// Starts that process and waits. Error with what it complains of.
ClipCost cost_of(const ClipJob& job);

}  // namespace mmim
