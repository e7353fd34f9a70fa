#pragma once
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

namespace mmim {

/// `count` samples at 16 kHz, each by its number.
inline std::vector<float> sound_of(size_t count, const std::function<double(size_t)>& sample) {
  std::vector<float> samples(count);
  for (size_t i = 0; i < count; ++i) samples[i] = static_cast<float>(sample(i));
  return samples;
}

/// Harmonics of `f0` Hz that fall with their number: a voice that never ends.
inline double hum(size_t i, double f0) {
  double sum = 0;
  for (int k = 1; k * f0 < 7500; ++k)
    sum += std::sin(2 * std::numbers::pi * k * f0 * static_cast<double>(i) / 16000 + 0.3 * k * k) / k;
  return 0.1 * sum;
}

/// Uniform in -1 to 1, a function of the number.
inline double noise_at(size_t i) {
  uint64_t bits = (i + 1) * 0x9E3779B97F4A7C15;
  bits ^= bits >> 31;
  bits *= 0xBF58476D1CE4E5B9;
  bits ^= bits >> 27;
  return static_cast<double>(bits >> 11) / 4503599627370496.0 - 1;
}

}  // namespace mmim
