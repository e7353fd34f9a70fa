#include "extract/signal/windows.h"

#include <cmath>
#include <numbers>

namespace mmim {

namespace {

/// constant - first cos(x) + second cos(2 x), x from 0 to 2 pi.
std::vector<double> cosine_window(size_t n, double constant, double first, double second) {
  std::vector<double> window(n, 1.0);
  if (n < 2) return window;
  for (size_t k = 0; k < n; ++k) {
    const double x = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n - 1);
    window[k] = constant - first * std::cos(x) + second * std::cos(2 * x);
  }
  return window;
}

}  // namespace

std::vector<double> hann(size_t n) { return cosine_window(n, 0.5, 0.5, 0); }

std::vector<double> hanning(size_t n) {
  const std::vector<double> longer = hann(n + 2);
  return {longer.begin() + 1, longer.end() - 1};
}

std::vector<double> hamming(size_t n) { return cosine_window(n, 0.54, 0.46, 0); }

std::vector<double> blackman(size_t n) { return cosine_window(n, 0.42, 0.5, 0.08); }

}  // namespace mmim
