#include "extract/visual/picture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace mmim {
namespace {

/// Bytes whose red is 10 x + y, green 100 and blue 200.
std::vector<std::byte> plane_of(int64_t width, int64_t height) {
  std::vector<std::byte> bytes;
  for (int64_t y = 0; y < height; ++y)
    for (int64_t x = 0; x < width; ++x)
      for (const int64_t colour : {10 * x + y, int64_t{100}, int64_t{200}})
        bytes.push_back(static_cast<std::byte>(colour));
  bytes.shrink_to_fit();  // so that AddressSanitizer knows where the picture ends
  return bytes;
}

std::vector<float> sampled(const Picture& picture, const Similarity& from, int64_t side) {
  std::vector<float> out(static_cast<size_t>(side * side * 3), -1);
  sample_square(picture, from, side, 1, 0, out);
  return out;
}

TEST(Picture, IsCopiedExactlyWhereASquareIsThePictureItself) {
  const std::vector<std::byte> bytes = plane_of(5, 5);
  const std::vector<float> out = sampled({5, 5, bytes}, {}, 5);
  for (size_t i = 0; i < bytes.size(); ++i) EXPECT_EQ(out[i], std::to_integer<int>(bytes[i])) << i;
}

TEST(Picture, IsReadBetweenItsPixelsAsTheMeanOfTheFourAround) {
  const std::vector<std::byte> bytes = plane_of(6, 6);
  const std::vector<float> out = sampled({6, 6, bytes}, {1, 0, 1.25, 2.5}, 3);
  EXPECT_FLOAT_EQ(out[0], 10 * 1.25f + 2.5f);
  EXPECT_FLOAT_EQ(out[3 * (3 + 2)], 10 * 3.25f + 3.5f);
  EXPECT_FLOAT_EQ(out[1], 100);
}

TEST(Picture, IsTurnedAboutTheOriginClockwise) {
  const std::vector<std::byte> bytes = plane_of(4, 4);
  // A quarter turn: to the right in the square is down in the picture.
  const std::vector<float> out = sampled({4, 4, bytes}, {0, 1, 4, 0}, 4);
  for (int64_t v = 0; v < 4; ++v)
    for (int64_t u = 0; u < 4; ++u)
      EXPECT_NEAR(out[static_cast<size_t>(3 * (4 * v + u))], static_cast<float>(10 * (3 - v) + u), 1e-4);
}

TEST(Picture, IsBlackOutside) {
  const std::vector<std::byte> bytes = plane_of(2, 2);
  const std::vector<float> out = sampled({2, 2, bytes}, {1, 0, -2, -2}, 6);
  EXPECT_EQ(out[0], 0);
  EXPECT_EQ(out[3 * (6 * 2 + 2) + 2], 200);
  EXPECT_EQ(out[3 * (6 * 5 + 5)], 0);
  const std::vector<float> half = sampled({2, 2, bytes}, {1, 0, 1.5, 0}, 1);
  EXPECT_FLOAT_EQ(half[1], 50) << "half of the pixel is beside the picture";
}

TEST(Picture, IsReadAtEveryPlaceAsTheFourPixelsAroundSay) {
  const int64_t width = 9, height = 7;
  const std::vector<std::byte> bytes = plane_of(width, height);
  const auto red = [&](int64_t x, int64_t y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0.0 : static_cast<double>(10 * x + y);
  };
  for (const auto& from :
       {Similarity{1, 0, -1.3, -1.6}, Similarity{0.9, 0.5, 1.2, -2.4}, Similarity{0.2, -0.1, 1, 2}}) {
    const std::vector<float> out = sampled({width, height, bytes}, from, 12);
    for (int64_t v = 0; v < 12; ++v) {
      for (int64_t u = 0; u < 12; ++u) {
        const double across = static_cast<double>(u) + 0.5, down = static_cast<double>(v) + 0.5;
        const double x = from.x(across, down) - 0.5, y = from.y(across, down) - 0.5;
        const auto column = static_cast<int64_t>(std::floor(x)), row = static_cast<int64_t>(std::floor(y));
        const double right = x - std::floor(x), below = y - std::floor(y);
        const double expected = (red(column, row) * (1 - right) + red(column + 1, row) * right) * (1 - below) +
                                (red(column, row + 1) * (1 - right) + red(column + 1, row + 1) * right) * below;
        EXPECT_NEAR(out[static_cast<size_t>(3 * (12 * v + u))], expected, 1e-4) << u << " " << v;
      }
    }
  }
}

TEST(Picture, OfOnePixelIsReadWherever) {
  const std::vector<std::byte> bytes = plane_of(1, 1);
  for (const double scale : {1e-6, 1.0, 1e6, 1e300}) {
    for (const float colour : sampled({1, 1, bytes}, {scale, -scale, 0.5, -scale}, 8)) {
      EXPECT_TRUE(std::isfinite(colour));
      EXPECT_LE(colour, 200);
    }
  }
}

TEST(Picture, HasItsColoursScaledAndMoved) {
  const std::vector<std::byte> bytes = plane_of(2, 2);
  std::vector<float> out(3);
  sample_square({2, 2, bytes}, {}, 1, 127.5f, -1, out);
  EXPECT_FLOAT_EQ(out[0], -1);
  EXPECT_FLOAT_EQ(out[2], 200 / 127.5f - 1);
}

}  // namespace
}  // namespace mmim
