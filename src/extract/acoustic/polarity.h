#pragma once
#include <span>

namespace mmim {

/// Whether speech at 16 kHz was recorded upside down: -1 or 1, which speech multiplied with it is not. By the skewness
/// of two residuals (Drugman 2013, "Residual excitation skewness for automatic speech polarity detection"), of which
/// `residual_skewness` is that of order 18.
int speech_polarity(std::span<const float> x, double residual_skewness);

}  // namespace mmim
