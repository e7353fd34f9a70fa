#include "formats/array.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"
#include "formats/value.h"

namespace mmim {
namespace {

Array of_bits(Type type, const std::vector<uint16_t>& bits) {
  const auto bytes = std::as_bytes(std::span(bits));
  return make_array(type, {static_cast<int64_t>(bits.size())}, {bytes.begin(), bytes.end()});
}

TEST(Array, ReadsHalfPrecisionExactly) {
  const Array half = of_bits(Type::f16, {0x3C00, 0xC000, 0x0001, 0x03FF, 0x7BFF, 0x7C00, 0xFC00, 0x8000, 0x7E00});
  const std::vector<float> floats = half.to_floats();
  EXPECT_EQ(floats[0], 1.0f);
  EXPECT_EQ(floats[1], -2.0f);
  EXPECT_EQ(floats[2], 0x1p-24f);
  EXPECT_EQ(floats[3], 1023 * 0x1p-24f);
  EXPECT_EQ(floats[4], 65504.0f);
  EXPECT_EQ(floats[5], std::numeric_limits<float>::infinity());
  EXPECT_EQ(floats[6], -std::numeric_limits<float>::infinity());
  EXPECT_TRUE(floats[7] == 0 && std::signbit(floats[7]));
  EXPECT_TRUE(std::isnan(floats[8]));
  EXPECT_EQ(of_bits(Type::bf16, {0x3FC0, 0xC040}).to_floats(), (std::vector<float>{1.5f, -3.0f}));
}

TEST(Array, CastsToIntegersByTruncationAndStaysInRange) {
  const Array reals = make_array<double>({1.9, -1.9, 1e30, -1e30, std::nan("")}, {5});
  EXPECT_EQ(reals.to_integers(), (std::vector<int64_t>{1, -1, INT64_MAX, INT64_MIN, 0}));
  EXPECT_EQ(make_array<int64_t>({INT64_MAX - 1}, {1}).to_integers()[0], INT64_MAX - 1);
  EXPECT_EQ(reals.to_floats()[2], 1e30f);
  EXPECT_EQ(make_array<double>({1e300}, {}).to_floats()[0], std::numeric_limits<float>::infinity());
}

TEST(Array, ReadsUnalignedBytes) {
  std::vector<std::byte> storage(9);
  const float value = 2.5f;
  std::memcpy(storage.data() + 1, &value, 4);
  std::memcpy(storage.data() + 5, &value, 4);
  const Array array{Type::f32, {2}, std::span(storage).subspan(1), {}};
  EXPECT_EQ(array.at(1), 2.5);
  EXPECT_EQ(array.to_floats(), (std::vector<float>{2.5f, 2.5f}));
}

TEST(Array, RefusesAShapeThatItsBytesDoNotFill) {
  EXPECT_THROW(make_array<float>({1, 2, 3}, {2, 2}), DataError);
  EXPECT_THROW(make_array<float>({}, {-1}), DataError);
  EXPECT_EQ(bytes_of({int64_t{1} << 40, int64_t{1} << 40}, 4), std::nullopt);
  EXPECT_EQ(bytes_of({int64_t{1} << 62, 8, 0}, 4), std::nullopt);
  EXPECT_EQ(bytes_of({3, 0}, 4), 0u);
  EXPECT_EQ(bytes_of({}, 8), 8u);
}

TEST(Array, SaysItsShapeAsPythonDoes) {
  EXPECT_EQ(say_shape({}), "()");
  EXPECT_EQ(say_shape({3}), "(3,)");
  EXPECT_EQ(say_shape({1284, 375, 5}), "(1284, 375, 5)");
}

TEST(Value, FindsEntriesByTextOrBytesAndSaysWhatItIs) {
  Dict dict;
  dict.items.push_back({{std::make_shared<const Bytes>(Bytes{"train"})}, {int64_t{7}}});
  dict.items.push_back({{std::string("label")}, {std::make_shared<const Array>(make_array<float>({0.5f}, {1, 1}))}});
  const Value value{std::make_shared<const Dict>(dict)};
  double number = 0;
  ASSERT_NE(value.find("train"), nullptr);
  EXPECT_TRUE(value.find("train")->number(number));
  EXPECT_EQ(number, 7);
  EXPECT_TRUE(value.find("label")->number(number));
  EXPECT_EQ(number, 0.5);
  EXPECT_EQ(value.find("test"), nullptr);
  EXPECT_EQ(value.keys(), (std::vector<std::string>{"train", "label"}));
  EXPECT_EQ(value.find("label")->say(), "a float32 array (1, 1)");
  EXPECT_FALSE(value.number(number));
}

}  // namespace
}  // namespace mmim
