#pragma once
#include <cmath>
#include <numbers>

namespace mmim {

/// The angle in [-pi, pi] that points where `angle` does.
inline double wrapped(double angle) { return std::remainder(angle, 2 * std::numbers::pi); }

}  // namespace mmim
