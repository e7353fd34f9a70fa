#include "metrics/spread.h"

#include <cmath>

namespace mmim {

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

Spread spread_of(std::span<const double> values) {
  if (values.empty()) return {std::nan(""), std::nan("")};
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, values.size() < 2 ? std::nan("") : std::sqrt(squares / (n - 1))};
}

}  // namespace mmim
