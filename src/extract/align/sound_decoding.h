#pragma once
#include <span>
#include <string>
#include <vector>

#include "extract/align/decoder.h"

namespace mmim {

/// How sound is cut for alignment, in seconds. The search keeps a list for every word, phone and frame, so that its
/// time grows with the square of the length.
struct AlignmentLengths {
  double whole = 600;  ///< sound up to this length is searched in one piece
  double piece = 300;  ///< else in pieces of this length, one after the other
  double ahead =
      60;  ///< a piece is believed up to so long before its end, where the search does not yet know what follows
};

/// Words in the sound, and beside them what the sound has at best.
struct SoundDecoding {
  Decoding words;            ///< none when they cannot be found
  std::vector<double> free;  ///< SpeechDecoder::free_scores() of each frame; none without words
};

/// Finds `words`, known to both decoders, one after the other in `samples`, 16000 a second. Sound longer than
/// `lengths.whole` is searched piece by piece: a piece is given the words that may be said in it, ends at any of them,
/// and is cut in its longest pause where it is believed; the next piece begins there.
SoundDecoding decode_sound(SpeechDecoder& decoder, SpeechDecoder& free_phones, std::span<const float> samples,
                           const std::vector<std::string>& words, const AlignmentLengths& lengths);

}  // namespace mmim
