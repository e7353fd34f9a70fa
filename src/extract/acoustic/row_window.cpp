#include "extract/acoustic/row_window.h"

#include <Eigen/Core>
#include <algorithm>

namespace mmim {

namespace {

/// sum += weight * row, for a row that may lie outside: x(-k) = 2 x(0) - x(k), and so at the end.
void add_row(RowWindow& rows, std::ptrdiff_t row, double weight, std::span<double> sum) {
  const auto last = static_cast<std::ptrdiff_t>(rows.rows()) - 1;
  if (row >= 0 && row <= last) {
    const std::span<const double> values = rows.row(static_cast<size_t>(row));
    const auto size = static_cast<Eigen::Index>(sum.size());
    Eigen::Map<Eigen::VectorXd>(sum.data(), size) += weight * Eigen::Map<const Eigen::VectorXd>(values.data(), size);
    return;
  }
  const std::ptrdiff_t edge = row < 0 ? 0 : last, mirrored = std::clamp<std::ptrdiff_t>(2 * edge - row, 0, last);
  add_row(rows, edge, 2 * weight, sum);
  add_row(rows, mirrored, -weight, sum);
}

}  // namespace

void smooth_rows(RowWindow& rows, size_t row, std::span<const double> weights, std::span<double> sum) {
  std::fill(sum.begin(), sum.end(), 0.0);
  const auto middle = static_cast<std::ptrdiff_t>(row), reach = static_cast<std::ptrdiff_t>(weights.size()) - 1;
  for (std::ptrdiff_t k = -reach; k <= reach; ++k)
    add_row(rows, middle + k, weights[static_cast<size_t>(k < 0 ? -k : k)], sum);
}

std::vector<double> weights_both_ways(std::span<const double> taps) {
  std::vector<double> weights(taps.size(), 0.0);
  for (size_t k = 0; k < taps.size(); ++k)
    for (size_t i = 0; i + k < taps.size(); ++i) weights[k] += taps[i] * taps[i + k];
  return weights;
}

}  // namespace mmim
