#include "extract/visual/picture.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mmim {

namespace {

/// Three colours and a number that is not used: one instruction takes them all.
using Colours = float __attribute__((vector_size(16)));
using Integers = int32_t __attribute__((vector_size(16)));
using Shorts = uint16_t __attribute__((vector_size(16)));
using Bytes = uint8_t __attribute__((vector_size(16)));

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

/// Reads one byte behind the pixel. Compilers widen no four bytes at once without SSE 4, but spread them well.
Colours colours_at(const std::byte* pixel) {
  int32_t four = 0;
  std::memcpy(&four, pixel, sizeof four);
  const auto bytes = reinterpret_cast<Bytes>(Integers{four});
  const auto pairs = reinterpret_cast<Shorts>(
      __builtin_shufflevector(bytes, Bytes{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  const Shorts wide = __builtin_shufflevector(pairs, Shorts{}, 0, 8, 1, 9, 2, 10, 3, 11);
  return __builtin_convertvector(reinterpret_cast<Integers>(wide), Colours);
}

/// The colours between four pixels, all of which are in the picture with one to the right to spare.
Colours blend_inside(const Picture& picture, const Place& at) {
  const std::byte* upper = picture.rgb.data() + 3 * (at.row * picture.width + at.column);
  const std::byte* lower = upper + 3 * picture.width;
  const Colours above = colours_at(upper) * (1 - at.right) + colours_at(upper + 3) * at.right;
  const Colours under = colours_at(lower) * (1 - at.right) + colours_at(lower + 3) * at.right;
  return above * (1 - at.below) + under * at.below;
}

/// The same where some of the four may be outside, which counts as black.
Colours blend_at_edge(const Picture& picture, const Place& at) {
  Colours colours{};
  for (int64_t down = 0; down < 2; ++down) {
    for (int64_t along = 0; along < 2; ++along) {
      const int64_t row = at.row + down, column = at.column + along;
      if (row < 0 || row >= picture.height || column < 0 || column >= picture.width) continue;
      const float share = (along ? at.right : 1 - at.right) * (down ? at.below : 1 - at.below);
      const std::byte* pixel = picture.rgb.data() + 3 * (row * picture.width + column);
      for (int k = 0; k < 3; ++k) colours[k] += share * static_cast<float>(std::to_integer<int>(pixel[k]));
    }
  }
  return colours;
}

/// Whether the four pixels are in the picture, with one to the right to spare.
bool is_inside(const Picture& picture, int64_t column, int64_t row) {
  return column >= 0 && row >= 0 && column + 2 < picture.width && row + 1 < picture.height;
}

void put(const Colours& colours, float scale, float offset, float* out) {
  const Colours moved = colours * scale + offset;
  std::memcpy(out, &moved, 3 * sizeof(float));
}

/// A row of a square, from (x, y) on, all of which is inside the picture.
void sample_inside(const Picture& picture, double x, double y, const Similarity& step, int64_t side, float scale,
                   float offset, float* out) {
  for (int64_t u = 0; u < side; ++u, out += 3) {
    const double across = x + static_cast<double>(u) * step.c, down = y + static_cast<double>(u) * step.s;
    const auto column = static_cast<int64_t>(across), row = static_cast<int64_t>(down);
    const Place at{column, row, static_cast<float>(across - static_cast<double>(column)),
                   static_cast<float>(down - static_cast<double>(row))};
    put(blend_inside(picture, at), scale, offset, out);
  }
}

void sample_across_edges(const Picture& picture, double x, double y, const Similarity& step, int64_t side, float scale,
                         float offset, float* out) {
  // A place beyond these bounds is as far outside as one on them.
  const double widest = static_cast<double>(picture.width) + 2, highest = static_cast<double>(picture.height) + 2;
  for (int64_t u = 0; u < side; ++u, out += 3) {
    const double across = x + static_cast<double>(u) * step.c, down = y + static_cast<double>(u) * step.s;
    const Place at = place_at(std::clamp(across, -2.0, widest), std::clamp(down, -2.0, highest));
    const bool inside = is_inside(picture, at.column, at.row);
    put(inside ? blend_inside(picture, at) : blend_at_edge(picture, at), scale, offset, out);
  }
}

}  // namespace

void sample_square(const Picture& picture, const Similarity& from, int64_t side, float divisor, float offset,
                   std::span<float> out) {
  const double last = static_cast<double>(side) - 1;
  const auto inside = [&](double x, double y) {
    return x >= 0 && y >= 0 && x < static_cast<double>(picture.width) - 2 &&
           y < static_cast<double>(picture.height) - 1;
  };
  for (int64_t v = 0; v < side; ++v) {
    const double down = static_cast<double>(v) + 0.5, x = from.x(0.5, down) - 0.5, y = from.y(0.5, down) - 0.5;
    const bool whole = inside(x, y) && inside(x + last * from.c, y + last * from.s);
    const auto sample = whole ? sample_inside : sample_across_edges;
    sample(picture, x, y, from, side, 1 / divisor, offset, out.data() + 3 * side * v);
  }
}

}  // namespace mmim
