#include "extract/signal/block_signal.h"

#include <algorithm>
#include <cmath>

namespace mmim {

std::span<const double> BlockSignal::view(size_t first, size_t count) {
  const size_t begin = first / block_ * block_, known = begin_ + values_.size();
  if (begin < begin_ || begin > known) {
    values_.clear();
    begin_ = begin;
  } else if (first + count > known && begin > begin_ + block_) {
    const size_t forgotten = begin - block_ - begin_;
    values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(forgotten));
    begin_ += forgotten;
  }
  while (begin_ + values_.size() < first + count) {
    const size_t at = begin_ + values_.size();
    values_.resize(values_.size() + std::min(block_, size_ - at));
    make_(at, std::span(values_).subspan(at - begin_));
  }
  return std::span<const double>(values_).subspan(first - begin_, count);
}

double largest_magnitude(BlockSignal& signal) {
  double largest = 0;
  for (size_t i = 0; i < signal.size(); ++i) {
    const double magnitude = std::abs(signal.at(i));
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

BlockSignal divided(BlockSignal signal, double divisor) {
  if (!(divisor > 0)) return signal;
  const size_t size = signal.size(), block = signal.block();
  return {size, block, [signal = std::move(signal), divisor](size_t first, std::span<double> values) mutable {
            const std::span<const double> whole = signal.view(first, values.size());
            for (size_t i = 0; i < values.size(); ++i) values[i] = whole[i] / divisor;
          }};
}

BlockSignal scaled_to_one(BlockSignal signal) {
  const double largest = largest_magnitude(signal);
  return divided(std::move(signal), largest);
}

}  // namespace mmim
