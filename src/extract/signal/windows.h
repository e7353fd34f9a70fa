#pragma once
#include <cstddef>
#include <vector>

namespace mmim {

/// Symmetric windows of n points; those of one point are 1.
std::vector<double> hann(size_t n);
/// The Hann window without the zeros at both ends: 0.5 - 0.5 cos(2 pi k / (n + 1)), k = 1..n.
std::vector<double> hanning(size_t n);
std::vector<double> hamming(size_t n);
std::vector<double> blackman(size_t n);

}  // namespace mmim
