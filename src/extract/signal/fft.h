#pragma once
#include <complex>
#include <memory>
#include <span>
#include <vector>

#include "extract/signal/pair.h"

namespace mmim {

using Complex = std::complex<double>;

template <class Real>
struct FourierPlans;

/// Discrete Fourier transforms of real signals, or of two at a time as pairs. One object keeps the plans of the lengths
/// that it has seen and serves one thread. Lengths n are multiples of 4.
template <class Real>
class FourierTransform {
 public:
  FourierTransform();
  ~FourierTransform();
  /// Bins 0..n/2 of the spectrum of `x`, cut or filled with zeros to n samples.
  void forward(std::span<const Real> x, size_t n, std::vector<std::complex<Real>>& half);
  /// The n real samples of bins 0..n/2, so that inverse(forward(x)) = x.
  void inverse(std::span<const std::complex<Real>> half, size_t n, std::vector<Real>& x);
  /// The spectrum of a real and even signal, which is real and even: samples 0..n/2 become bins 0..n/2 (DCT-I).
  /// n is a multiple of 8. `values` is changed in place.
  void even(std::vector<Real>& values);

 private:
  std::unique_ptr<FourierPlans<Real>> plans_;
};

using Fft = FourierTransform<double>;
using PairFft = FourierTransform<Pair>;

}  // namespace mmim
