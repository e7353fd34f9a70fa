#pragma once
#include <filesystem>

#include "extract/words/timed_word.h"

namespace mmim {

/// Reads the words of a clip and their times, in the order of their starts. The content tells the format: TextGrid of
/// Praat, CTM, SRT, VTT, a table with a word, its start and its end or duration, JSON of whisper, WhisperX,
/// whisper.cpp, Gentle, the Montreal Forced Aligner, or `features` and `intervals` as the CMU SDK has them. Text may be
/// in any encoding of decode_text(), the file in gzip or xz. Pauses are left out. Words of a subtitle without times of
/// their own have the times of the subtitle. DataError names the line or entry, and what is wrong with it.
std::vector<TimedWord> read_words(const std::filesystem::path& path);

/// DataError, beginning with `where`, when a word ends more than half a second behind a clip of `seconds`.
void expect_words_within(const std::vector<TimedWord>& words, double seconds, const std::string& where);

}  // namespace mmim
