#include "extract/signal/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mmim {

namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double skewness(std::span<const double> values) {
  const double mean = mean_of(values);
  double second = 0, third = 0;
  for (const double value : values) {
    const double off = value - mean;
    second += off * off;
    third += off * off * off;
  }
  const auto count = static_cast<double>(values.size());
  return third / count / std::pow(second / count, 1.5);
}

}  // namespace mmim
