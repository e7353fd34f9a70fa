#pragma once
#include <limits>
#include <string>
#include <vector>

namespace mmim {

/// A word and when it is said.
struct TimedWord {
  std::string text;
  double start = 0, end = 0;                                     ///< seconds from the begin of the clip, start <= end
  double confidence = std::numeric_limits<double>::quiet_NaN();  ///< 0 to 1; NaN: not known
};

/// The words with one blank between.
std::string text_of(const std::vector<TimedWord>& words);

/// A table in CSV: word, start, end, confidence; the last is empty where it is not known.
std::string words_csv(const std::vector<TimedWord>& words);

}  // namespace mmim
