#pragma once
#include <functional>

namespace mmim {

/// The place of a minimum between `low` and `high` by golden section and parabolas (Brent 1973, as MATLAB's fminbnd),
/// to `tolerance`, with at most `evaluations` calls.
double minimum_between(const std::function<double(double)>& function, double low, double high, double tolerance,
                       int evaluations);

}  // namespace mmim
