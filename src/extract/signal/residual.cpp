#include "extract/signal/residual.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "extract/signal/linear_prediction.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kResidualFrame = 401, kResidualHop = 80;
constexpr size_t kResidualBlock = 200 * kResidualHop;

double energy_of(std::span<const double> x) {
  double sum = 0;
  for (const double value : x) sum += value * value;
  return sum;
}

/// Filters frames and adds them up, hop by hop.
class FrameSum {
 public:
  FrameSum(std::span<const float> x, size_t order, Silence silence) : x_(x), silence_(silence), a_(order + 1) {}

  /// Begins so early that the sums of the hop at `sample` are whole.
  void begin_before(size_t sample) {
    sums_.assign(kResidualFrame, 0.0);
    constexpr size_t kReach = kResidualFrame / kResidualHop * kResidualHop;
    start_ = sample > kReach ? sample - kReach : 0;
  }
  size_t start() const { return start_; }

  /// The sums of the next hop, whose frame is predicted from `predicted`: the samples of the frame at a place.
  template <class Predicted>
  std::span<const double> next(const Predicted& predicted) {
    std::shift_left(sums_.begin(), sums_.end(), shift_);
    std::fill(sums_.end() - static_cast<std::ptrdiff_t>(shift_), sums_.end(), 0.0);
    shift_ = kResidualHop;
    if (start_ + kResidualFrame < x_.size()) add_frame(predicted(start_));
    start_ += kResidualHop;
    return std::span<const double>(sums_).first(kResidualHop);
  }

 private:
  template <class Samples>
  void add_frame(const Samples& predicted) {
    for (size_t i = 0; i < kResidualFrame; ++i) {
      frame_[i] = static_cast<double>(x_[start_ + i]) * window_[i];
      source_[i] = static_cast<double>(predicted[i]) * window_[i];
    }
    const bool sounds = predict_linearly(source_, a_);
    filter_fir(a_, frame_, inverse_);
    const double energy = energy_of(inverse_);
    double gain = silence_ == Silence::nan ? std::numeric_limits<double>::quiet_NaN() : 0;
    if (sounds && energy > 0) gain = std::sqrt(energy_of(frame_) / energy);
    for (size_t i = 0; i < kResidualFrame; ++i) sums_[i] += inverse_[i] * gain;
  }

  std::span<const float> x_;
  Silence silence_;
  std::vector<double> a_, window_ = hanning(kResidualFrame), frame_ = window_, source_ = window_, inverse_ = window_;
  std::vector<double> sums_ = std::vector<double>(kResidualFrame, 0.0);
  size_t start_ = 0, shift_ = 0;
};

/// Sums of powers, for the skewness.
class Moments {
 public:
  void add(double value) {
    ++count_;
    sum_ += value;
    square_ += value * value;
    cube_ += value * value * value;
  }
  double skewness() const {
    const double mean = sum_ / count_, second = square_ / count_ - mean * mean;
    return (cube_ / count_ - 3 * mean * second - mean * mean * mean) / std::pow(second, 1.5);
  }

 private:
  double count_ = 0, sum_ = 0, square_ = 0, cube_ = 0;
};

}  // namespace

BlockSignal prediction_residual(std::span<const float> x, size_t order, Silence silence) {
  const auto frame_at = [x](size_t start) { return x.subspan(start, kResidualFrame); };
  return {x.size(), kResidualBlock,
          [sums = FrameSum(x, order, silence), frame_at](size_t first, std::span<double> values) mutable {
            if (sums.start() != first) sums.begin_before(first);
            while (sums.start() < first) sums.next(frame_at);
            for (size_t done = 0; done < values.size(); done += kResidualHop) {
              const std::span<const double> hop = sums.next(frame_at);
              std::copy_n(hop.begin(), std::min(kResidualHop, values.size() - done), values.subspan(done).begin());
            }
          }};
}

ResidualFacts facts_of(BlockSignal& residual) {
  double largest = 0;
  Moments moments;
  for (size_t i = 0; i < residual.size(); ++i) {
    const double value = residual.at(i);
    moments.add(std::isfinite(value) ? value : 0);
    if (std::abs(value) > largest) largest = std::abs(value);
  }
  return {largest, moments.skewness()};
}

double residual_skewness(std::span<const float> x, BlockSignal& predicted, size_t order) {
  FrameSum sums(x, order, Silence::zero);
  const auto frame_at = [&](size_t start) { return predicted.view(start, kResidualFrame); };
  Moments moments;
  for (size_t done = 0; done < x.size(); done += kResidualHop)
    for (const double value : sums.next(frame_at).first(std::min(kResidualHop, x.size() - done))) moments.add(value);
  return moments.skewness();
}

}  // namespace mmim
