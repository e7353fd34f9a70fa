#pragma once
#include <span>
#include <vector>

namespace mmim {

/// Linear prediction by the autocorrelation method (Levinson-Durbin). Fills `a` with the inverse filter, a[0] = 1; the
/// order is a.size() - 1. False for a frame without energy, whose filter is 1.
bool predict_linearly(std::span<const double> frame, std::span<double> a);

/// y[n] = sum_k b[k] x[n - k], from rest; as many samples as `x` has. `y` is not `x`.
void filter_fir(std::span<const double> b, std::span<const double> x, std::span<double> y);

}  // namespace mmim
