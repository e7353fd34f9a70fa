#include "extract/visual/canonical_face.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <string>

#include "core/error.h"

namespace mmim {
namespace {

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 128; value >>= 7) bytes += static_cast<char>(value % 128 + 128);
  return bytes + static_cast<char>(value);
}

std::string number_field(uint64_t number, uint64_t value) { return varint(8 * number) + varint(value); }

std::string real_field(uint64_t number, float value) {
  return varint(8 * number + 5) + std::string(reinterpret_cast<const char*>(&value), 4);
}

std::string message_field(uint64_t number, const std::string& content) {
  return varint(8 * number + 2) + varint(content.size()) + content;
}

/// Point i is at (i, i + 0.5, -i) and has two more numbers; then come numbers of triangles.
std::string mesh_of(size_t points, float last = 0.25f) {
  std::string mesh = number_field(1, 0) + number_field(2, 0);
  for (size_t i = 0; i < points; ++i) {
    const auto at = static_cast<float>(i);
    for (const float value : {at, at + 0.5f, -at, 9.0f, last}) mesh += real_field(3, value);
  }
  return message_field(1, mesh + number_field(4, 300));
}

std::string weight_of(uint64_t point, float weight) {
  return message_field(2, number_field(1, point) + real_field(2, weight));
}

CanonicalFace parsed(const std::string& message) {
  return parse_canonical_face(std::as_bytes(std::span(message)), "face.binarypb");
}

std::string canonical_complaint(const std::string& message) {
  try {
    parsed(message);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(CanonicalFace, IsReadWithTheWeightsOfSomePoints) {
  const CanonicalFace face = parsed(mesh_of(468) + weight_of(4, 0.5f) + weight_of(467, 0.25f) + number_field(3, 1));
  ASSERT_EQ(face.points.size(), 468u);
  EXPECT_EQ(face.points[3], (std::array<double, 3>{3, 3.5, -3}));
  EXPECT_EQ(face.weights[4], 0.5);
  EXPECT_EQ(face.weights[467], 0.25);
  EXPECT_EQ(face.weights[0], 0);
}

TEST(CanonicalFace, IsRefusedWithAnotherNumberOfPoints) {
  EXPECT_EQ(canonical_complaint(mesh_of(467)), "face.binarypb: has 2335 numbers for 468 points");
  EXPECT_EQ(canonical_complaint(""), "face.binarypb: has 0 numbers for 468 points");
}

TEST(CanonicalFace, IsRefusedWhereItIsCutShortOrNoMessage) {
  const std::string whole = mesh_of(468);
  EXPECT_EQ(canonical_complaint(whole.substr(0, whole.size() - 1)), "face.binarypb: is cut short");
  EXPECT_EQ(canonical_complaint(std::string(1, '\x0F')), "face.binarypb: has a field of an unknown kind");
  EXPECT_EQ(canonical_complaint(std::string(12, '\xFF')), "face.binarypb: has a number that is too long");
}

TEST(CanonicalFace, IsRefusedWithWeightsThatAreNone) {
  EXPECT_EQ(canonical_complaint(weight_of(468, 1)), "face.binarypb: has a weight for point 468 of 468");
  for (const float weight : {-1.0f, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
    EXPECT_EQ(canonical_complaint(weight_of(7, weight)), "face.binarypb: the weight of point 7 is no weight");
}

TEST(CanonicalFace, IsReadOrRefusedWhateverByteIsChanged) {
  const std::string whole = mesh_of(468) + weight_of(4, 0.5f);
  size_t refused = 0;
  for (size_t at = 0; at < whole.size(); at += at < 64 ? 1 : 7) {
    for (const char other : {'\x00', '\x7F', '\xFF'}) {
      std::string changed = whole;
      changed[at] = other;
      refused += canonical_complaint(changed).empty() ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 100u);
}

}  // namespace
}  // namespace mmim
