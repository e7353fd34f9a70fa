#pragma once
#include <span>
#include <vector>

namespace mmim {

/// What a frame of digital silence leaves in the residual: zeros, or NaN as published code does.
enum class Silence { zero, nan };

/// Residual of linear prediction at 16 kHz: Hann frames of 25 ms every 5 ms, each filtered inversely and given the
/// energy it had, overlapped and added, not yet scaled. Samples behind the last whole frame stay 0.
std::vector<double> prediction_residual(std::span<const float> x, size_t order, Silence silence);

/// Skewness of the residual whose filters come from frames of `predicted` instead of `x`; both have one length.
double residual_skewness(std::span<const float> x, std::span<const double> predicted, size_t order);

/// Divides by the largest magnitude that is a number, unless that is 0.
void scale_to_one(std::vector<double>& x);

}  // namespace mmim
