#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace mmim {

/// A signal as long as a clip, of which memory holds a few blocks: a block is made when it is asked for, and made again
/// when it was forgotten.
class BlockSignal {
 public:
  /// Fills samples `first`, ... of the signal. `first` is a multiple of `block`; the last block may be shorter.
  using Make = std::function<void(size_t first, std::span<double> values)>;
  BlockSignal(size_t size, size_t block, Make make) : size_(size), block_(block), make_(std::move(make)) {}

  size_t size() const { return size_; }
  size_t block() const { return block_; }
  /// Samples first, ..., first + count - 1, valid until others are asked for. The block before them is kept.
  std::span<const double> view(size_t first, size_t count);
  double at(size_t sample) {
    return sample >= begin_ && sample - begin_ < values_.size() ? values_[sample - begin_] : view(sample, 1)[0];
  }

 private:
  size_t size_, block_;
  Make make_;
  size_t begin_ = 0;  ///< sample of values_[0], where a block begins
  std::vector<double> values_;
};

/// The largest magnitude that is a number.
double largest_magnitude(BlockSignal& signal);

/// The signal over `divisor`; as it is, where that is 0.
BlockSignal divided(BlockSignal signal, double divisor);
/// The signal over its largest magnitude.
BlockSignal scaled_to_one(BlockSignal signal);

}  // namespace mmim
