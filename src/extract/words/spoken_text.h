#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "extract/words/timed_word.h"

namespace mmim {

/// The words of a text with the times at which they are said.
struct SpokenText {
  std::vector<TimedWord> words;  ///< of the text, in order
  int64_t found = 0;             ///< words of the text that are among the timed ones
};

/// Gives the words of `text` the times of `timed`, whatever case, marks and cuts between words: `don't` is said from
/// the start of `do` to the end of `n't`. A word that is not among the timed ones takes the time between its
/// neighbours and has the confidence 0. Nothing where less than half of the words are found: the times are of another
/// text.
std::optional<SpokenText> spoken_text(const std::string& text, std::span<const TimedWord> timed);

}  // namespace mmim
