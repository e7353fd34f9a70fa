#include "extract/align/sound_decoding.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/keys.h"

namespace mmim {

namespace {

constexpr int64_t kFramesOfSecond = 100, kSamplesOfFrame = 160;
constexpr double kMostWordsOfSecond = 8;  ///< more than anybody says for as long as a piece lasts

/// Samples of 16 bits. Digital silence becomes faint noise: the model takes zeros for speech.
std::vector<int16_t> whole_numbers(std::span<const float> samples) {
  constexpr int64_t kFaint = 3;
  KeyedDraws noise(subkey(0, "digital silence"));
  std::vector<int16_t> numbers;
  numbers.reserve(samples.size());
  for (const float sample : samples) {
    const bool silent = sample == 0;
    numbers.push_back(silent ? static_cast<int16_t>(static_cast<int64_t>(noise.below(2 * kFaint + 1)) - kFaint)
                             : static_cast<int16_t>(std::lround(std::clamp(sample * 32768, -32768.0F, 32767.0F))));
  }
  return numbers;
}

/// Where a piece ends: behind `words` of its words, at a frame.
struct Cut {
  int64_t frame = 0;
  size_t words = 0;
};

/// The middle of the longest pause between half of `most` frames and `most`, else the last pause before, else the last
/// end of a word. `words`: one more is left to the next piece. Nothing where the path has no place to cut.
std::optional<Cut> cut_of(const std::vector<DecodedPart>& path, int64_t most, size_t words) {
  std::optional<Cut> best, last_word;
  int64_t longest = 0;
  size_t said = 0;
  for (const DecodedPart& part : path) {
    said += part.pause ? 0 : 1;
    if (said >= words || part.first >= most) break;
    if (!part.pause) {
      if (part.after <= most) last_word = Cut{part.after, said};
      continue;
    }
    const int64_t middle = std::min((part.first + part.after) / 2, most), length = part.after - part.first;
    if (middle == 0 || (middle >= most / 2 && length < longest)) continue;
    longest = middle >= most / 2 ? length : 0;
    best = Cut{middle, said};
  }
  return best ? best : last_word;
}

/// Pieces one behind the other, as one decoding of all sound.
class Pieces {
 public:
  /// The path up to a frame of the piece; a pause that the cut divides counts by its share.
  void append(const std::vector<DecodedPart>& path, std::span<const double> free, int64_t up_to) {
    for (const DecodedPart& part : path) {
      if (part.first >= up_to) break;
      const auto frames = static_cast<double>(part.after - part.first);
      const auto within = static_cast<double>(std::min(part.after, up_to) - part.first);
      whole.words.score += part.score * within / frames;
      if (!part.pause) whole.words.words.push_back({begin_ + part.first, begin_ + part.after, part.score});
    }
    whole.free.insert(whole.free.end(), free.begin(), free.begin() + up_to);
    begin_ += up_to;
  }
  void append_last(const Decoding& decoding, std::span<const double> free) {
    whole.words.score += decoding.score;
    for (const DecodedWord& word : decoding.words)
      whole.words.words.push_back({begin_ + word.first, begin_ + word.after, word.score});
    whole.free.insert(whole.free.end(), free.begin(), free.end());
  }
  int64_t begin() const { return begin_; }  ///< the frame behind them
  SoundDecoding whole;

 private:
  int64_t begin_ = 0;
};

SoundDecoding decode_whole(SpeechDecoder& decoder, SpeechDecoder& free_phones, std::span<const float> samples,
                           const std::vector<std::string>& words) {
  const std::vector<int16_t> numbers = whole_numbers(samples);
  SoundDecoding found{decoder.align(numbers, words), {}};
  if (!found.words.words.empty()) found.free = free_phones.free_scores(numbers);
  return found;
}

int64_t frames_of(double seconds) { return std::llround(seconds * kFramesOfSecond); }

}  // namespace

SoundDecoding decode_sound(SpeechDecoder& decoder, SpeechDecoder& free_phones, std::span<const float> samples,
                           const std::vector<std::string>& words, const AlignmentLengths& lengths) {
  const auto frames = static_cast<int64_t>(samples.size()) / kSamplesOfFrame;
  if (frames <= frames_of(lengths.whole)) return decode_whole(decoder, free_phones, samples, words);
  const int64_t piece = frames_of(lengths.piece), believed = piece - frames_of(lengths.ahead);
  const auto most_words = static_cast<int64_t>(std::ceil(kMostWordsOfSecond * lengths.piece));
  Pieces pieces;
  std::span<const std::string> left = words;
  while (frames - pieces.begin() > piece) {
    const std::vector<int16_t> numbers = whole_numbers(samples.subspan(
        static_cast<size_t>(pieces.begin() * kSamplesOfFrame), static_cast<size_t>(piece * kSamplesOfFrame)));
    const size_t count = std::min(left.size(), static_cast<size_t>(most_words));
    const std::vector<DecodedPart> path =
        decoder.begin(numbers, {left.begin(), left.begin() + static_cast<int64_t>(count)});
    const std::optional<Cut> cut = cut_of(path, believed, count);
    if (!cut) break;  // the rest is searched in one piece
    const std::vector<double> free = free_phones.free_scores(numbers);
    if (static_cast<int64_t>(free.size()) < cut->frame) return {};
    pieces.append(path, free, cut->frame);
    left = left.subspan(cut->words);
  }
  const SoundDecoding last =
      decode_whole(decoder, free_phones, samples.subspan(static_cast<size_t>(pieces.begin() * kSamplesOfFrame)),
                   {left.begin(), left.end()});
  if (last.words.words.empty()) return {};
  pieces.append_last(last.words, last.free);
  return std::move(pieces.whole);
}

}  // namespace mmim
