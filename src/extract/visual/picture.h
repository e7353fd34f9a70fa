#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace mmim {

/// An upright picture that the caller holds.
struct Picture {
  int64_t width = 0, height = 0;     ///< pixels
  std::span<const std::byte> rgb{};  ///< height * width * 3, row by row
};

/// Turns, scales and moves: x = c u - s v + x0, y = s u + c v + y0. Pixel k covers [k, k + 1).
struct Similarity {
  double c = 1, s = 0, x0 = 0, y0 = 0;
  double x(double u, double v) const { return c * u - s * v + x0; }
  double y(double u, double v) const { return s * u + c * v + y0; }
};

/// Samples a square of `side` pixels whose place in the picture `from` tells: bilinear, black outside the picture.
/// out: side * side * 3, each colour / divisor + offset.
void sample_square(const Picture& picture, const Similarity& from, int64_t side, float divisor, float offset,
                   std::span<float> out);

}  // namespace mmim
