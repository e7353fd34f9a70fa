#pragma once
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/record.h"
#include "extract/track.h"
#include "extract/words/timed_word.h"

namespace mmim {

/// A clip and what is said in it.
struct ClipFile {
  std::filesystem::path file;
  std::string text{};             ///< what is said; may be empty
  std::filesystem::path words{};  ///< file with the times of the words; empty: none
};

/// What was seen and heard of a clip.
struct ClipFacts {
  double seconds = 0;  ///< the longer of sound and pictures
  bool sound = false;
  std::optional<bool> pictures{};                               ///< nothing (null in JSON): nobody looked at pictures
  double voiced = std::numeric_limits<double>::quiet_NaN();     ///< share of the time with a voice
  double with_face = std::numeric_limits<double>::quiet_NaN();  ///< share of the pictures; NaN: not looked for
  int64_t most_faces = 0;                                       ///< in one picture that was searched
  int64_t words = 0;
  bool words_doubtful = false;         ///< WordAlignment::doubtful
  std::vector<std::string> remarks{};  ///< one sentence each, on damage, several faces, what is absent

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("seconds", self.seconds);
    visit("sound", self.sound);
    visit("pictures", self.pictures);
    visit("voiced", self.voiced);
    visit("with_face", self.with_face);
    visit("most_faces", self.most_faces);
    visit("words", self.words);
    visit("words_doubtful", self.words_doubtful);
    visit("remarks", self.remarks);
  }
};

/// What became of a clip. A stream that is absent has no rows.
struct ClipStreams {
  Track acoustic, visual;
  std::vector<TimedWord> words{};  ///< one for each word of the text, where their times were wanted
  ClipFacts facts{};
};

}  // namespace mmim
