#pragma once
#include <complex>
#include <memory>
#include <span>
#include <vector>

namespace mmim {

using Complex = std::complex<double>;

/// Discrete Fourier transforms of real signals. One object keeps the plans of the lengths it has seen and serves one
/// thread. Lengths n are multiples of 4.
class Fft {
 public:
  Fft();
  ~Fft();
  /// Bins 0..n/2 of the spectrum of `x`, cut or filled with zeros to n samples.
  void forward(std::span<const double> x, size_t n, std::vector<Complex>& half);
  /// The n real samples of bins 0..n/2, so that inverse(forward(x)) = x.
  void inverse(std::span<const Complex> half, size_t n, std::vector<double>& x);
  /// The spectrum of a real and even signal, which is real and even: samples 0..n/2 become bins 0..n/2 (DCT-I).
  /// n is a multiple of 8. `values` is changed in place.
  void even(std::vector<double>& values);

 private:
  struct Plans;
  const std::vector<double>& sines(size_t half);
  std::unique_ptr<Plans> plans_;
};

}  // namespace mmim
