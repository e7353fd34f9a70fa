#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mmim {

/// A word of the dictionary in the sound.
struct DecodedWord {
  int64_t first = 0, after = 0;  ///< frames of 10 ms
  double score = 0;              ///< acoustic score, summed over its frames
};

/// All words, none when they cannot be found one after the other up to the end of the sound.
struct Decoding {
  std::vector<DecodedWord> words;
  double score = 0;  ///< acoustic score of all frames, those of pauses too
};

/// A word, or a pause or noise, on the way through the sound.
struct DecodedPart {
  int64_t first = 0, after = 0;  ///< frames of 10 ms
  double score = 0;              ///< acoustic score, summed over its frames
  bool pause = false;
};

/// Pocketsphinx with its English model. Words and sound are given whole; a result depends on nothing else.
class SpeechDecoder {
 public:
  /// Hypotheses so much less probable than the best are dropped: `beam` for phones, `word_beam` at the ends of words.
  /// Error naming the packages when there is no pocketsphinx or no model.
  SpeechDecoder(double beam, double word_beam);
  ~SpeechDecoder();
  bool knows(const std::string& word) const;
  /// False when the phones are none of the model's.
  bool add(const std::string& word, const std::string& phones);
  /// `samples`: 16000 a second; `words`: known, in order. Pauses and noises may stand before, between and behind.
  Decoding align(std::span<const int16_t> samples, const std::vector<std::string>& words);
  /// The best way through as many of the first words as are said up to the end of the sound, the last of them perhaps
  /// in part, with pauses. What stands near the end may be wrong, as what follows is not known.
  std::vector<DecodedPart> begin(std::span<const int16_t> samples, const std::vector<std::string>& words);
  /// The acoustic score of each frame where any phone may follow any other: what the sound has at best, noise included.
  /// None when the sound is too short.
  std::vector<double> free_scores(std::span<const int16_t> samples);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mmim
