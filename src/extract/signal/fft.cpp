#include "extract/signal/fft.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <unsupported/Eigen/FFT>

namespace mmim {

/// What Eigen asks of a number to make its tables, found beside Pair; both lanes are alike there.
static Pair acos(const Pair& x) { return std::acos(x[0]); }
static std::complex<Pair> exp(const std::complex<Pair>& x) {
  const Complex power = std::exp(Complex(x.real()[0], x.imag()[0]));
  return {power.real(), power.imag()};
}

template <class Real>
struct FourierPlans {
  using Eigens = Eigen::FFT<Real>;
  Eigens fft{typename Eigens::impl_type(), static_cast<typename Eigens::Flag>(Eigens::Unscaled | Eigens::HalfSpectrum)};
  std::map<size_t, std::vector<Complex>> turns;  ///< cos, sin of pi j / half
  std::vector<Real> samples;
  std::vector<std::complex<Real>> half;

  const std::vector<Complex>& turns_of(size_t half) {
    std::vector<Complex>& table = turns[half];
    for (size_t j = table.size(); j < half; ++j)
      table.push_back(std::polar(1.0, std::numbers::pi * static_cast<double>(j) / static_cast<double>(half)));
    return table;
  }
};

template <class Real>
FourierTransform<Real>::FourierTransform() : plans_(std::make_unique<FourierPlans<Real>>()) {}
template <class Real>
FourierTransform<Real>::~FourierTransform() = default;

template <class Real>
void FourierTransform<Real>::forward(std::span<const Real> x, size_t n, std::vector<std::complex<Real>>& half) {
  std::vector<Real>& samples = plans_->samples;
  const size_t given = std::min(n, x.size());
  samples.assign(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(given));
  samples.resize(n, Real(0.0));
  half.resize(n / 2 + 1);
  plans_->fft.fwd(half.data(), samples.data(), static_cast<Eigen::Index>(n));
}

template <class Real>
void FourierTransform<Real>::inverse(std::span<const std::complex<Real>> half, size_t n, std::vector<Real>& x) {
  x.resize(n);
  plans_->fft.inv(x.data(), half.data(), static_cast<Eigen::Index>(n));
  const Real scale = 1.0 / static_cast<double>(n);
  for (Real& value : x) value *= scale;
}

/// Press et al., Numerical Recipes, section 12.4.2: one transform of half the length; odd bins by their differences.
template <class Real>
void FourierTransform<Real>::even(std::vector<Real>& values) {
  const size_t half = values.size() - 1;
  const std::vector<Complex>& turns = plans_->turns_of(half);
  Real firsts[4] = {values[0] - values[half], 0.0, 0.0, 0.0};  // four sums, because one would wait for each addition
  for (size_t j = 1; j < half; ++j) firsts[j % 4] += Real(2 * turns[j].real()) * values[j];
  const Real first = (firsts[0] + firsts[1]) + (firsts[2] + firsts[3]);
  std::vector<Real>& folded = plans_->samples;
  folded.resize(half);
  for (size_t j = 0; j < half; ++j) {
    const Real mirrored = values[half - j];
    folded[j] = (values[j] + mirrored) - Real(2 * turns[j].imag()) * (values[j] - mirrored);
  }
  std::vector<std::complex<Real>>& bins = plans_->half;
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

template class FourierTransform<double>;
template class FourierTransform<Pair>;

}  // namespace mmim
