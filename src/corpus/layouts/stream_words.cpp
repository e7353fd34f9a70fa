#include "corpus/layouts/stream_words.h"

#include <algorithm>
#include <array>

#include "core/letters.h"

namespace mmim {

namespace {

constexpr std::array kVisualWords{"facet",  "openface", "visual", "vision",   "video", "face",
                                  "facial", "image",    "resnet", "emotient", "frames"};
constexpr std::array kAcousticWords{"covarep", "coavarep", "opensmile", "acoustic", "audio", "speech",  "voice",
                                    "wav2vec", "wavlm",    "hubert",    "whisper",  "mfcc",  "librosa", "egemaps",
                                    "prosody", "is09",     "is10",      "is13",     "eb10",  "vggish",  "sound"};

}  // namespace

StreamWord stream_word(const std::string& name) {
  const std::string text = in_lower_case(name);
  const auto in_text = [&](const char* word) { return text.find(word) != text.npos; };
  const bool visual = std::any_of(kVisualWords.begin(), kVisualWords.end(), in_text);
  const bool acoustic = std::any_of(kAcousticWords.begin(), kAcousticWords.end(), in_text);
  return visual == acoustic ? StreamWord::none : visual ? StreamWord::visual : StreamWord::acoustic;
}

}  // namespace mmim
