#include "extract/align/aligner.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/sentence.h"
#include "extract/align/decoder.h"
#include "extract/align/pronunciation.h"
#include "extract/align/spoken.h"

namespace mmim {

namespace {

// Of 48 clips of MOSI, each with the text that belongs to it and with the text of another.
constexpr double kGoodFit = -25.2;  ///< only right texts have more
constexpr double kLeastFit = -60;   ///< words and sound of different lengths
constexpr double kLeastFitOfFewWords = -40;
constexpr double kLeastMargin = 6;  ///< right texts that are not good have 9 or more, wrong ones less
constexpr size_t kFewWords = 3;
constexpr double kEvenScore = -40, kScoreStep = 8;  ///< of the confidence of a word

double confidence_of(double score) { return 1 / (1 + std::exp((kEvenScore - score) / kScoreStep)); }

std::vector<int16_t> whole_numbers(std::span<const float> samples) {
  std::vector<int16_t> numbers(samples.size());
  std::transform(samples.begin(), samples.end(), numbers.begin(), [](float sample) {
    return static_cast<int16_t>(std::lround(std::clamp(sample * 32768, -32768.0F, 32767.0F)));
  });
  return numbers;
}

/// "shouldve" is should've, where the dictionary has that.
std::string with_apostrophe(const SpeechDecoder& decoder, const std::string& word) {
  for (const char* ending : {"nt", "re", "ve", "ll", "s", "m", "d"}) {
    const size_t length = std::char_traits<char>::length(ending);
    if (word.size() <= length || !word.ends_with(ending)) continue;
    const size_t at = word.size() - length + (std::string_view(ending) == "nt" ? 1 : 0);
    const std::string written = word.substr(0, at) + "'" + word.substr(at);
    if (decoder.knows(written)) return written;
  }
  return "";
}

/// The word of the dictionary for it, which is made if need be.
std::string known_word(SpeechDecoder& decoder, const std::string& word, const std::string& where) {
  if (decoder.knows(word)) return word;
  if (word.find('\'') == word.npos)
    if (std::string written = with_apostrophe(decoder, word); !written.empty()) return written;
  const std::string phones = guessed_phones(word);
  if (phones.empty())
    throw DataError(sentence("{}: nobody knows how `{}` is said; `apt install flite1-dev` and a new build give a guess",
                             where, word));
  if (!decoder.add(word, phones)) throw DataError(sentence("{}: `{}` cannot be said in English", where, word));
  return word;
}

/// Words of the transcript out of the words that were said for them.
std::vector<TimedWord> together(const std::vector<SpokenWord>& words, const std::vector<DecodedWord>& decoded) {
  std::vector<TimedWord> timed;
  size_t next = 0;
  for (const SpokenWord& word : words) {
    const DecodedWord &first = decoded[next], &last = decoded[next + word.said.size() - 1];
    double score = 0, frames = 0;
    for (size_t i = 0; i < word.said.size(); ++i, ++next) {
      score += decoded[next].score;
      frames += decoded[next].end - decoded[next].start;
    }
    timed.push_back({word.text, first.start, last.end, confidence_of(score / (100 * frames))});
  }
  return timed;
}

/// Whether the order of words matters to the sound, as it does where the words are right. Texts of other clips fit as
/// well backwards as forwards, however noisy the sound is.
bool fits(SpeechDecoder& decoder, std::span<const int16_t> sound, const std::vector<std::string>& said, double fit) {
  if (fit >= kGoodFit) return true;
  if (fit < kLeastFit) return false;
  const std::vector<std::string> backwards(said.rbegin(), said.rend());
  size_t moved = 0;
  for (size_t i = 0; i < said.size(); ++i) moved += said[i] != backwards[i] ? 1 : 0;
  if (moved < kFewWords || 2 * moved < said.size()) return fit >= kLeastFitOfFewWords;
  const Decoding other = decoder.align(sound, backwards);
  return other.words.empty() || fit - other.fit >= kLeastMargin;
}

}  // namespace

/// The second gives up later, for noisy sound.
struct Aligner::Decoders {
  SpeechDecoder narrow{1e-80, 1e-60};
  std::unique_ptr<SpeechDecoder> wide;
  SpeechDecoder& patient() {
    if (!wide) wide = std::make_unique<SpeechDecoder>(1e-160, 1e-120);
    return *wide;
  }
};

Aligner::Aligner() : decoders_(std::make_unique<Decoders>()) {}

Aligner::~Aligner() = default;

WordAlignment Aligner::align(std::span<const float> samples, const std::string& text, const std::string& where) const {
  const std::vector<SpokenWord> words = spoken_words(text);
  if (words.empty()) throw DataError(where + ": the text has no English word that could be aligned");
  const std::vector<int16_t> numbers = whole_numbers(samples);
  for (const bool patient : {false, true}) {
    SpeechDecoder& decoder = patient ? decoders_->patient() : decoders_->narrow;
    std::vector<std::string> said;
    for (const SpokenWord& word : words)
      for (const std::string& one : word.said) said.push_back(known_word(decoder, one, where));
    const Decoding decoding = decoder.align(numbers, said);
    if (decoding.words.empty()) continue;
    if (!fits(decoder, numbers, said, decoding.fit)) break;
    return {together(words, decoding.words), decoding.fit, decoding.fit < kGoodFit};
  }
  throw DataError(where +
                  ": the words do not fit the sound; check the text, or give a file with the times of the words");
}

}  // namespace mmim
