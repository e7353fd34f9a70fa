#include "extract/signal/peaks.h"

#include <algorithm>
#include <cmath>

namespace mmim {

Peak parabolic_peak(std::span<const double> x, size_t index) {
  const double slope = (x[index + 1] - x[index - 1]) / 2, bend = x[index] - slope - x[index - 1];
  const auto at = static_cast<double>(index);
  if (!(bend > 0)) return {at, x[index]};
  return {at + slope / (2 * bend), x[index] + slope * slope / (4 * bend)};
}

void drop_near_peaks(std::vector<Peak>& peaks, double distance) {
  std::vector<bool> dropped;
  for (bool again = true; again;) {
    again = false;
    dropped.assign(peaks.size(), false);
    for (size_t i = 0; i + 1 < peaks.size(); ++i) {
      if (peaks[i + 1].position - peaks[i].position > distance) continue;
      dropped[peaks[i].value >= peaks[i + 1].value ? i + 1 : i] = true;
      again = true;
    }
    size_t kept = 0;
    for (size_t i = 0; i < peaks.size(); ++i)
      if (!dropped[i]) peaks[kept++] = peaks[i];
    peaks.resize(kept);
  }
}

const Peak& nearest_peak(std::span<const Peak> peaks, double position) {
  auto after = std::lower_bound(peaks.begin(), peaks.end(), position,
                                [](const Peak& peak, double place) { return peak.position < place; });
  if (after == peaks.end()) return peaks.back();
  if (after == peaks.begin()) return *after;
  const Peak& before = *(after - 1);
  return position - before.position <= after->position - position ? before : *after;
}

}  // namespace mmim
