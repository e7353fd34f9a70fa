#pragma once
#include <span>
#include <vector>

namespace mmim {

/// Indices of the local maxima inside `x`: a rise, values that are equal, a fall. Of equal values the first stands for
/// the maximum.
std::vector<size_t> local_maxima(std::span<const double> x);

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
