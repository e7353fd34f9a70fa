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
