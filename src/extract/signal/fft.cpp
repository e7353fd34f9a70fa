#include "extract/signal/fft.h"

#include <cmath>
#include <map>
#include <numbers>
#include <unsupported/Eigen/FFT>

namespace mmim {

struct Fft::Plans {
  Eigen::FFT<double> fft{
      Eigen::FFT<double>::impl_type(),
      static_cast<Eigen::FFT<double>::Flag>(Eigen::FFT<double>::Unscaled | Eigen::FFT<double>::HalfSpectrum)};
  std::map<size_t, std::vector<double>> sines;  ///< sin(pi j / half), cos(pi j / half) in turn
  std::vector<double> samples;
  std::vector<Complex> half;
};

Fft::Fft() : plans_(std::make_unique<Plans>()) {}
Fft::~Fft() = default;

void Fft::forward(std::span<const double> x, size_t n, std::vector<Complex>& half) {
  std::vector<double>& samples = plans_->samples;
  const size_t given = std::min(n, x.size());
  samples.assign(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(given));
  samples.resize(n, 0.0);
  half.resize(n / 2 + 1);
  plans_->fft.fwd(half.data(), samples.data(), static_cast<Eigen::Index>(n));
}

void Fft::inverse(std::span<const Complex> half, size_t n, std::vector<double>& x) {
  x.resize(n);
  plans_->fft.inv(x.data(), half.data(), static_cast<Eigen::Index>(n));
  const double scale = 1.0 / static_cast<double>(n);
  for (double& value : x) value *= scale;
}

const std::vector<double>& Fft::sines(size_t half) {
  std::vector<double>& table = plans_->sines[half];
  if (!table.empty()) return table;
  for (size_t j = 0; j < half; ++j) {
    const double x = std::numbers::pi * static_cast<double>(j) / static_cast<double>(half);
    table.push_back(std::sin(x));
    table.push_back(std::cos(x));
  }
  return table;
}

/// Press et al., Numerical Recipes, section 12.4.2: one transform of half the length; odd bins by their differences.
void Fft::even(std::vector<double>& values) {
  const size_t half = values.size() - 1;
  const std::vector<double>& table = sines(half);
  double first = values[0] - values[half];
  for (size_t j = 1; j < half; ++j) first += 2 * values[j] * table[2 * j + 1];
  std::vector<double>& folded = plans_->samples;
  folded.resize(half);
  for (size_t j = 0; j < half; ++j) {
    const double mirrored = values[half - j];
    folded[j] = (values[j] + mirrored) - 2 * table[2 * j] * (values[j] - mirrored);
  }
  std::vector<Complex>& bins = plans_->half;
  bins.resize(half / 2 + 1);
  plans_->fft.fwd(bins.data(), folded.data(), static_cast<Eigen::Index>(half));
  values[0] = bins[0].real();
  values[1] = first;
  for (size_t k = 1; k < half / 2; ++k) {
    values[2 * k] = bins[k].real();
    values[2 * k + 1] = values[2 * k - 1] - bins[k].imag();
  }
  values[half] = bins[half / 2].real();
}

}  // namespace mmim
