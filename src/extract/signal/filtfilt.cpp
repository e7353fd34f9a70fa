#include "extract/signal/filtfilt.h"

#include <numeric>

namespace mmim {

namespace {

/// Transposed direct form II.
class FilterState {
 public:
  /// At rest with a constant input of `level`.
  FilterState(const RationalFilter& filter, double level) : filter_(filter), state_(filter.b.size(), 0.0) {
    const double gain =
        std::accumulate(filter.b.begin(), filter.b.end(), 0.0) / std::accumulate(filter.a.begin(), filter.a.end(), 0.0);
    double sum = 0;
    for (size_t i = state_.size() - 1; i >= 1; --i) {
      sum += filter.b[i] - gain * filter.a[i];
      state_[i - 1] = sum * level;
    }
  }

  double next(double x) {
    const double y = filter_.b[0] * x + state_[0];
    const size_t order = state_.size() - 1;
    for (size_t i = 1; i <= order; ++i)
      state_[i - 1] = filter_.b[i] * x - filter_.a[i] * y + (i < order ? state_[i] : 0.0);
    return y;
  }

 private:
  const RationalFilter& filter_;
  std::vector<double> state_;
};

}  // namespace

void filter_both_ways(const RationalFilter& filter, std::vector<double>& x) {
  const size_t edge = 3 * (filter.b.size() - 1), n = x.size();
  if (n <= edge) return;
  std::vector<double> behind(edge);
  for (size_t i = 0; i < edge; ++i) behind[i] = 2 * x[n - 1] - x[n - 2 - i];
  const double left = x[0];
  FilterState forward(filter, 2 * left - x[edge]);
  for (size_t i = edge; i >= 1; --i) forward.next(2 * left - x[i]);
  for (double& value : x) value = forward.next(value);
  for (double& value : behind) value = forward.next(value);
  FilterState backward(filter, behind.back());
  for (size_t i = edge; i >= 1; --i) backward.next(behind[i - 1]);
  for (size_t i = n; i >= 1; --i) x[i - 1] = backward.next(x[i - 1]);
}

}  // namespace mmim
