#pragma once
#include <span>
#include <vector>

namespace mmim {

/// Indices of the local maxima inside values at(0), ..., at(size - 1): a rise, values that are equal, a fall. Of equal
/// values the first stands for the maximum.
template <class At>
std::vector<size_t> local_maxima(size_t size, At at) {
  std::vector<size_t> maxima;
  for (size_t i = 1; i + 1 < size; ++i) {
    const double top = at(i);
    if (!(top > at(i - 1))) continue;
    size_t end = i + 1;
    while (end < size && at(end) == top) ++end;
    if (end < size && at(end) < top) maxima.push_back(i);
    i = end - 1;
  }
  return maxima;
}
inline std::vector<size_t> local_maxima(std::span<const double> x) {
  return local_maxima(x.size(), [x](size_t i) { return x[i]; });
}

/// A maximum between samples.
struct Peak {
  double position = 0;  ///< in samples from the first, which is 0
  double value = 0;
};

/// The maximum of the parabola through the samples around `index`, which is a local maximum inside `x`.
Peak parabolic_peak(std::span<const double> x, size_t index);

/// Of neighbours no further apart than `distance` only the higher ones stay. Peaks come by rising position.
void drop_near_peaks(std::vector<Peak>& peaks, double distance);

/// The peak nearest to `position`, the first of two; `peaks` is not empty and rises.
const Peak& nearest_peak(std::span<const Peak> peaks, double position);

}  // namespace mmim
