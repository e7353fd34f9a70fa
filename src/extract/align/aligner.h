#pragma once
#include <memory>
#include <span>
#include <string>

#include "extract/align/sound_decoding.h"
#include "extract/words/timed_word.h"

namespace mmim {

/// When each word of a text is said.
struct WordAlignment {
  std::vector<TimedWord> words;
  double fit = 0;         ///< acoustic score of a frame of 10 ms less that of free phones, on average: -20 to 0 is good
  bool doubtful = false;  ///< noisy sound, or words of the text that nobody hears: look before the words are trusted
};

/// Words to sound by pocketsphinx and its English model, much as P2FA does it. Equal calls give equal results, whatever
/// was aligned before. Time grows with the length of the sound, from ten minutes on in pieces. One thread at a time
/// uses an aligner. Loading takes a fifth of a second.
class Aligner {
 public:
  /// Error naming the packages when the program was built without pocketsphinx, or the model is not there.
  explicit Aligner(const AlignmentLengths& lengths = {});
  ~Aligner();
  /// `samples`: 16000 a second. A word outside of the dictionary is said by rule. The confidence of a word, 0 to 1, is
  /// a logistic function of its score. DataError, beginning with `where`, when the text has no English word or when its
  /// words do not fit: they explain the sound much worse than phones do that may follow each other in any order.
  WordAlignment align(std::span<const float> samples, const std::string& text, const std::string& where) const;

 private:
  struct Decoders;
  AlignmentLengths lengths_;
  std::unique_ptr<Decoders> decoders_;
};

}  // namespace mmim
