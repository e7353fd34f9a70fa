#pragma once
#include <span>

#include "extract/track.h"
#include "extract/words/timed_word.h"

namespace mmim {

/// One row for each word: the mean of the rows whose time lies in [start, end), as the CMU SDK averages. A word
/// without such a row takes the row next to its middle. Times are the starts of the words. DataError for a track
/// without rows.
Track pooled_by_words(const Track& track, std::span<const TimedWord> words);

/// `rate` rows a second: row k is the mean of the rows in [k, k + 1) / rate, or the row next to its middle. MOSI and
/// MOSEI without alignment have 20 acoustic and 15 visual rows a second.
Track pooled_to_rate(const Track& track, double rate);

}  // namespace mmim
