#include "extract/align/aligner.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/sentence.h"
#include "extract/align/pronunciation.h"
#include "extract/align/spoken.h"

namespace mmim {

namespace {

constexpr double kFrame = 0.01;  ///< seconds
constexpr int64_t kSamplesOfFrame = 160;
constexpr int64_t kLeastWord = 3;  ///< frames, one for each state of a phone

// Of 48 clips of MOSI, each with the text that belongs to it and with the text of another (docs/clips.md).
constexpr double kLeastFit = -25;
constexpr double kGoodFit = -20;
constexpr double kCutWords = 400;                    ///< for words that are cut off at the edges of the clip
constexpr double kEvenScore = -40, kScoreStep = 10;  ///< of the confidence of a word

constexpr double kUnsure = 0.05;

bool is_unsure(const TimedWord& word) { return word.confidence < kUnsure; }

double confidence_of(double score) { return 1 / (1 + std::exp((kEvenScore - score) / kScoreStep)); }

/// "shouldve" is should've, where the dictionary has that.
std::string with_apostrophe(const SpeechDecoder& decoder, const std::string& word) {
  for (const char* ending : {"nt", "re", "ve", "ll", "s", "m", "d"}) {
    const size_t length = std::char_traits<char>::length(ending);
    if (word.size() <= length || !word.ends_with(ending)) continue;
    const size_t at = word.size() - length + (std::string_view(ending) == "nt" ? 1 : 0);
    std::string written = word.substr(0, at) + "'" + word.substr(at);
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

/// Words against free phones: how much less of the sound the words explain.
class Margins {
 public:
  /// `free`: the scores of all frames.
  Margins(const Decoding& decoding, const std::vector<double>& free) : sums_(free.size() + 1) {
    std::partial_sum(free.begin(), free.end(), sums_.begin() + 1);
    double words = 0, frames = 0;
    for (const DecodedWord& word : decoding.words) {
      words += of(word);
      frames += static_cast<double>(word.after - word.first);
    }
    of_words_ = words / frames;
    of_all_ = (decoding.score - sums_.back() + kCutWords) / static_cast<double>(free.size());
  }
  double of(const DecodedWord& word) const { return word.score - (before(word.after) - before(word.first)); }
  /// Of a frame, over the words or over all sound, whichever is less: a few words fit somewhere in much speech.
  double fit() const { return std::min(of_words_, of_all_); }

 private:
  double before(int64_t frame) const { return sums_[std::min(static_cast<size_t>(frame), sums_.size() - 1)]; }
  std::vector<double> sums_;  ///< of the scores before each frame
  double of_words_ = 0, of_all_ = 0;
};

/// Words of the transcript out of the words that were said for them.
std::vector<TimedWord> together(const std::vector<SpokenWord>& words, const std::vector<DecodedWord>& decoded,
                                const Margins& margins) {
  std::vector<TimedWord> timed;
  size_t next = 0;
  for (const SpokenWord& word : words) {
    const DecodedWord &first = decoded[next], &last = decoded[next + word.said.size() - 1];
    double score = 0;
    int64_t frames = 0;
    for (size_t i = 0; i < word.said.size(); ++i, ++next) {
      score += margins.of(decoded[next]);
      frames += decoded[next].after - decoded[next].first;
    }
    timed.push_back({word.text, kFrame * static_cast<double>(first.first), kFrame * static_cast<double>(last.after),
                     confidence_of(score / static_cast<double>(frames))});
  }
  return timed;
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

Aligner::Aligner(const AlignmentLengths& lengths) : lengths_(lengths), decoders_(std::make_unique<Decoders>()) {}

Aligner::~Aligner() = default;

WordAlignment Aligner::align(std::span<const float> samples, const std::string& text, const std::string& where) const {
  const std::vector<SpokenWord> words = spoken_words(text);
  if (words.empty()) throw DataError(where + ": the text has no English word that could be aligned");
  size_t count = 0;
  for (const SpokenWord& word : words) count += word.said.size();
  const size_t most = samples.size() / static_cast<size_t>(kSamplesOfFrame * kLeastWord);
  for (const bool patient : {false, true}) {
    if (count > most) break;
    SpeechDecoder& decoder = patient ? decoders_->patient() : decoders_->narrow;
    std::vector<std::string> said;
    for (const SpokenWord& word : words)
      for (const std::string& one : word.said) said.push_back(known_word(decoder, one, where));
    const SoundDecoding decoding = decode_sound(decoder, decoders_->narrow, samples, said, lengths_);
    if (decoding.words.words.empty()) continue;
    if (decoding.free.empty()) break;
    const Margins margins(decoding.words, decoding.free);
    if (margins.fit() < kLeastFit) break;
    WordAlignment found{together(words, decoding.words.words, margins), margins.fit()};
    found.doubtful = found.fit < kGoodFit || std::any_of(found.words.begin(), found.words.end(), is_unsure);
    return found;
  }
  throw DataError(where +
                  ": the words do not fit the sound; check the text, or give a file with the times of the words");
}

}  // namespace mmim
