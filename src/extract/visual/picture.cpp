#include "extract/visual/picture.h"

#include <algorithm>
#include <cmath>

namespace mmim {

namespace {

/// A place between four pixels: that to the upper left, and the shares of those to the right and below.
struct Place {
  int64_t column, row;
  float right, below;
};

Place place_at(double x, double y) {
  const double column = std::floor(x), row = std::floor(y);
  return {static_cast<int64_t>(column), static_cast<int64_t>(row), static_cast<float>(x - column),
          static_cast<float>(y - row)};
}

float colour_of(std::byte value) { return static_cast<float>(std::to_integer<int>(value)); }

/// The colours between four pixels, all of which are in the picture.
void blend_inside(const Picture& picture, const Place& at, float* colours) {
  const std::byte* upper = picture.rgb.data() + 3 * (at.row * picture.width + at.column);
  const std::byte* lower = upper + 3 * picture.width;
  for (int k = 0; k < 3; ++k) {
    const float above = colour_of(upper[k]) * (1 - at.right) + colour_of(upper[k + 3]) * at.right;
    const float under = colour_of(lower[k]) * (1 - at.right) + colour_of(lower[k + 3]) * at.right;
    colours[k] = above * (1 - at.below) + under * at.below;
  }
}

/// The same where some of the four may be outside, which counts as black.
void blend_at_edge(const Picture& picture, const Place& at, float* colours) {
  std::fill_n(colours, 3, 0.0f);
  for (int64_t down = 0; down < 2; ++down) {
    for (int64_t along = 0; along < 2; ++along) {
      const int64_t row = at.row + down, column = at.column + along;
      if (row < 0 || row >= picture.height || column < 0 || column >= picture.width) continue;
      const float share = (along ? at.right : 1 - at.right) * (down ? at.below : 1 - at.below);
      const std::byte* pixel = picture.rgb.data() + 3 * (row * picture.width + column);
      for (int k = 0; k < 3; ++k) colours[k] += share * colour_of(pixel[k]);
    }
  }
}

}  // namespace

void sample_square(const Picture& picture, const Similarity& from, int64_t side, float divisor, float offset,
                   std::span<float> out) {
  // Whatever stands in a region, a place beyond these bounds is as far outside as one on them.
  const double widest = static_cast<double>(picture.width) + 2, highest = static_cast<double>(picture.height) + 2;
  float* colours = out.data();
  for (int64_t v = 0; v < side; ++v) {
    for (int64_t u = 0; u < side; ++u, colours += 3) {
      const double across = static_cast<double>(u) + 0.5, down = static_cast<double>(v) + 0.5;
      const Place at = place_at(std::clamp(from.x(across, down) - 0.5, -2.0, widest),
                                std::clamp(from.y(across, down) - 0.5, -2.0, highest));
      const bool inside = at.column >= 0 && at.row >= 0 && at.column + 1 < picture.width && at.row + 1 < picture.height;
      if (inside)
        blend_inside(picture, at, colours);
      else
        blend_at_edge(picture, at, colours);
      for (int k = 0; k < 3; ++k) colours[k] = colours[k] / divisor + offset;
    }
  }
}

}  // namespace mmim
