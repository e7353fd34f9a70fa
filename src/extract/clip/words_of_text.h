#pragma once
#include <string>
#include <vector>

#include "extract/words/timed_word.h"

namespace mmim {

/// One word with its time for each word of a text (between blanks), out of words that were found or read. A word that
/// is not among them, as what nobody says, gets the gap between its neighbours and the confidence 0. `seconds`: of the
/// clip. DataError beginning with `where` when a word of `timed` is none of the text.
std::vector<TimedWord> words_of_text(const std::string& text, const std::vector<TimedWord>& timed, double seconds,
                                     const std::string& where);

}  // namespace mmim
