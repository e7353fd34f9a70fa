#include "extract/pool.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace mmim {

namespace {

/// The row whose time is next to `time`; the first of two.
size_t nearest_row(const Track& track, double time) {
  const auto after = std::lower_bound(track.times.begin(), track.times.end(), time);
  if (after == track.times.begin()) return 0;
  const auto row = static_cast<size_t>(after - track.times.begin());
  return after == track.times.end() || time - track.times[row - 1] <= *after - time ? row - 1 : row;
}

void append_mean(Track& pooled, const Track& track, double start, double end) {
  const auto place = [&](double time) {
    return static_cast<size_t>(std::lower_bound(track.times.begin(), track.times.end(), time) - track.times.begin());
  };
  size_t first = place(start), last = place(end);
  if (first >= last) {
    first = nearest_row(track, (start + end) / 2);
    last = first + 1;
  }
  pooled.times.push_back(start);
  for (int64_t column = 0; column < track.width(); ++column) {
    double sum = 0;
    for (size_t row = first; row < last; ++row) sum += track.at(static_cast<int64_t>(row), column);
    pooled.values.push_back(sum / static_cast<double>(last - first));
  }
}

}  // namespace

Track pooled_by_words(const Track& track, std::span<const TimedWord> words) {
  if (track.rows() == 0 && !words.empty()) throw DataError("there is no row to average over words");
  Track pooled{track.columns, {}, {}};
  for (const TimedWord& word : words) append_mean(pooled, track, word.start, word.end);
  return pooled;
}

Track pooled_to_rate(const Track& track, double rate) {
  Track pooled{track.columns, {}, {}};
  if (track.rows() == 0) return pooled;
  const auto rows = static_cast<int64_t>(std::floor(track.times.back() * rate)) + 1;
  for (int64_t row = 0; row < rows; ++row)
    append_mean(pooled, track, static_cast<double>(row) / rate, static_cast<double>(row + 1) / rate);
  return pooled;
}

}  // namespace mmim
