#pragma once
#include <functional>
#include <span>
#include <vector>

namespace mmim {

/// The newest rows of a matrix that is as long as a clip, each made from the ones before when first asked for.
class RowWindow {
 public:
  static constexpr size_t kKept = 64;
  using Make = std::function<void(size_t row, std::span<double> values)>;
  RowWindow(size_t rows, size_t width, Make make)
      : rows_(rows), width_(width), make_(std::move(make)), values_(kKept * width) {}

  size_t rows() const { return rows_; }
  size_t width() const { return width_; }

  /// One of the kKept newest rows, or one to come.
  std::span<const double> row(size_t row) {
    for (; made_ <= row; ++made_) make_(made_, place(made_));
    return place(row);
  }

 private:
  std::span<double> place(size_t row) { return std::span(values_).subspan(row % kKept * width_, width_); }
  size_t rows_, width_, made_ = 0;
  Make make_;
  std::vector<double> values_;
};

/// sum[column] = the filter of weights 0..n around `row`, as filtering forwards and backwards gives it: rows before the
/// first and behind the last are reflected through those. weights[k] counts for both k rows before and k rows behind.
void smooth_rows(RowWindow& rows, size_t row, std::span<const double> weights, std::span<double> sum);

/// The weights of filtering forwards and backwards with `taps`, from the middle on.
std::vector<double> weights_both_ways(std::span<const double> taps);

}  // namespace mmim
