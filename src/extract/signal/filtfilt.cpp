#include "extract/signal/filtfilt.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace mmim {

namespace {

constexpr size_t kLeastBlock = 16384;

/// Transposed direct form II.
class FilterState {
 public:
  FilterState() = default;
  /// At rest with a constant input of `level`.
  FilterState(const RationalFilter& filter, double level) : filter_(&filter), state_(filter.b.size(), 0.0) {
    const double gain =
        std::accumulate(filter.b.begin(), filter.b.end(), 0.0) / std::accumulate(filter.a.begin(), filter.a.end(), 0.0);
    double sum = 0;
    for (size_t i = state_.size() - 1; i >= 1; --i) {
      sum += filter.b[i] - gain * filter.a[i];
      state_[i - 1] = sum * level;
    }
  }

  double next(double x) {
    const double y = filter_->b[0] * x + state_[0];
    const size_t order = state_.size() - 1;
    for (size_t i = 1; i <= order; ++i)
      state_[i - 1] = filter_->b[i] * x - filter_->a[i] * y + (i < order ? state_[i] : 0.0);
    return y;
  }

 private:
  const RationalFilter* filter_ = nullptr;
  std::vector<double> state_;
};

/// A filter on its way over a signal, with its states at the begin of each block, seen from either side.
class TwoWays {
 public:
  TwoWays(const RationalFilter& filter, BlockSignal x)
      : filter_(filter), x_(std::move(x)), block_((kLeastBlock + x_.block() - 1) / x_.block() * x_.block()) {
    const size_t edge = 3 * (filter_.b.size() - 1), n = x_.size();
    const double left = x_.at(0);
    FilterState state(filter_, 2 * left - x_.at(edge));
    for (size_t i = edge; i >= 1; --i) state.next(2 * left - x_.at(i));
    for (size_t first = 0; first < n; first += block_) {
      forward_.push_back(state);
      for (const double value : x_.view(first, length_at(first))) state.next(value);
    }
    std::vector<double> behind(edge);
    for (size_t i = 0; i < edge; ++i) behind[i] = state.next(2 * x_.at(n - 1) - x_.at(n - 2 - i));
    state = FilterState(filter_, behind.back());
    for (size_t i = edge; i >= 1; --i) state.next(behind[i - 1]);
    backward_.resize(forward_.size());
    std::vector<double> values;
    for (size_t i = forward_.size(); i >= 1; --i) {
      backward_[i - 1] = state;
      values.resize(length_at((i - 1) * block_));
      state = make((i - 1) * block_, values);
      for (const double value : values) largest_ = std::max(largest_, std::abs(value));
    }
  }

  size_t block() const { return block_; }
  double largest() const { return largest_; }

  /// Fills a block and returns the state before it, on the way back.
  FilterState make(size_t first, std::span<double> values) {
    std::ranges::copy(x_.view(first, values.size()), values.begin());
    FilterState state = forward_[first / block_];
    for (double& value : values) value = state.next(value);
    state = backward_[first / block_];
    for (size_t i = values.size(); i >= 1; --i) values[i - 1] = state.next(values[i - 1]);
    return state;
  }

 private:
  size_t length_at(size_t first) const { return std::min(block_, x_.size() - first); }
  RationalFilter filter_;
  BlockSignal x_;
  size_t block_;
  std::vector<FilterState> forward_, backward_;
  double largest_ = 0;
};

}  // namespace

FilteredSignal filtered_both_ways(const RationalFilter& filter, BlockSignal x) {
  const size_t size = x.size();
  if (size <= 3 * (filter.b.size() - 1)) {
    const double largest = largest_magnitude(x);
    return {std::move(x), largest};
  }
  const auto ways = std::make_shared<TwoWays>(filter, std::move(x));
  const auto make = [ways](size_t first, std::span<double> values) { ways->make(first, values); };
  return {{size, ways->block(), make}, ways->largest()};
}

}  // namespace mmim
