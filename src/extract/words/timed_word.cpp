#include "extract/words/timed_word.h"

#include <cmath>

#include "core/numbers.h"
#include "formats/csv.h"

namespace mmim {

std::string text_of(const std::vector<TimedWord>& words) {
  std::string text;
  for (const TimedWord& word : words) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

std::string words_csv(const std::vector<TimedWord>& words) {
  std::string table = csv_line({"word", "start", "end", "confidence"});
  for (const TimedWord& word : words)
    table += csv_line({word.text, decimal(word.start, 3), decimal(word.end, 3),
                       std::isnan(word.confidence) ? "" : decimal(word.confidence, 3)});
  return table;
}

}  // namespace mmim
