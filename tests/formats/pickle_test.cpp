#include "formats/pickle.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "support/places.h"

namespace mmim {
namespace {

double number(const Value* value) {
  double out = std::nan("");
  if (value) value->number(out);
  return out;
}

template <class T>
T held(const Value* value) {
  return value && std::holds_alternative<T>(value->data) ? std::get<T>(value->data) : T{};
}

std::vector<std::string> texts(const Value* value) {
  std::vector<std::string> result;
  for (const Value& item : value->objects()->items) result.push_back(item.text() ? *item.text() : item.say());
  return result;
}

class EveryProtocol : public testing::TestWithParam<int> {
 protected:
  Value read() const { return read_pickle(fixture("protocol" + std::to_string(GetParam()) + ".pkl")); }
};

TEST_P(EveryProtocol, GivesPlainValues) {
  const Value all = read();
  ASSERT_NE(all.dict(), nullptr);
  EXPECT_TRUE(all.find("none")->is_none());
  EXPECT_TRUE(held<bool>(all.find("true")));
  EXPECT_TRUE(std::holds_alternative<bool>(all.find("false")->data));
  EXPECT_EQ(held<int64_t>(all.find("int")), 7);
  EXPECT_EQ(held<int64_t>(all.find("negative")), -300);
  EXPECT_EQ(held<int64_t>(all.find("large")), int64_t{1} << 40);
  EXPECT_EQ(held<int64_t>(all.find("least")), INT64_MIN);
  EXPECT_EQ(held<double>(all.find("float")), 0.1);
  EXPECT_EQ(held<std::string>(all.find("text")), "héllo €😀\n\\u");
  EXPECT_EQ(*all.find("bytes")->bytes(), std::string("\x00\xff'\"\n\\", 6));
  EXPECT_EQ(all.find("bytes")->text(), nullptr);
  EXPECT_EQ(*all.find("empty_bytes")->text(), "");
  EXPECT_EQ(number(all.find("bytes key")), 1);
}

TEST_P(EveryProtocol, GivesContainersInOrderAndShared) {
  const Value all = read();
  EXPECT_TRUE(all.find("tuple")->list()->is_tuple);
  EXPECT_EQ(all.find("tuple")->list()->items.size(), 0u);
  const List& inner = *all.find("nested")->list()->items.at(1).list();
  EXPECT_TRUE(inner.is_tuple);
  EXPECT_EQ(*inner.items.at(1).list()->items.at(1).find("deep")->text(), "x");
  const List& many = *all.find("many")->list();
  ASSERT_EQ(many.items.size(), 2500u);
  EXPECT_EQ(number(&many.items[2499]), 2499);
  EXPECT_EQ(all.find("shared_a")->list(), all.find("shared_b")->list());
  EXPECT_EQ(all.find("ordered")->keys(), (std::vector<std::string>{"z", "a"}));
  EXPECT_EQ(number(all.find("default")->find("k")), 1);
}

TEST_P(EveryProtocol, GivesArraysOfEveryNumberType) {
  const Value all = read();
  for (const auto& [code, type] : std::vector<std::pair<const char*, Type>>{{"f2", Type::f16},
                                                                            {"f4", Type::f32},
                                                                            {"f8", Type::f64},
                                                                            {"i1", Type::i8},
                                                                            {"i2", Type::i16},
                                                                            {"i4", Type::i32},
                                                                            {"i8", Type::i64},
                                                                            {"u1", Type::u8},
                                                                            {"u2", Type::u16},
                                                                            {"u4", Type::u32},
                                                                            {"u8", Type::u64}}) {
    const Array* array = all.find(code)->array();
    ASSERT_NE(array, nullptr) << code;
    EXPECT_EQ(array->type, type) << code;
    EXPECT_EQ(array->shape, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(array->to_floats(), (std::vector<float>{0, 1, 2, 3, 4, 5})) << code;
  }
  EXPECT_EQ(all.find("bool")->array()->to_floats(), (std::vector<float>{1, 0, 1, 0, 1, 0}));
  EXPECT_EQ(number(all.find("scalar_array")), 2.5);
  EXPECT_EQ(all.find("no_rows")->array()->shape, (std::vector<int64_t>{0, 5}));
}

TEST_P(EveryProtocol, TurnsOtherOrdersIntoCOrder) {
  const Value all = read();
  for (const char* name : {"big_endian", "fortran", "big_fortran"}) {
    EXPECT_EQ(all.find(name)->array()->shape, (std::vector<int64_t>{2, 3})) << name;
    EXPECT_EQ(all.find(name)->array()->to_floats(), (std::vector<float>{0, 1, 2, 3, 4, 5})) << name;
  }
  const Array& transposed = *all.find("transposed")->array();
  ASSERT_EQ(transposed.shape, (std::vector<int64_t>{3, 2, 4}));
  for (int64_t i = 0; i < 3; ++i)
    for (int64_t j = 0; j < 2; ++j)
      for (int64_t k = 0; k < 4; ++k)
        EXPECT_EQ(transposed.at((i * 2 + j) * 4 + k), static_cast<double>(j * 12 + i * 4 + k));
}

TEST_P(EveryProtocol, GivesArraysOfTextAndObjects) {
  const Value all = read();
  EXPECT_EQ(texts(all.find("S")), (std::vector<std::string>{"ab", std::string("c\0d", 3), ""}));
  EXPECT_EQ(texts(all.find("U")), (std::vector<std::string>{"äb", "c", "😀"}));
  EXPECT_EQ(texts(all.find("big_U")), (std::vector<std::string>{"äb", "c"}));
  EXPECT_EQ(texts(all.find("O")), (std::vector<std::string>{"x", "None", "a list of 2"}));
  EXPECT_EQ(texts(all.find("fortran_O")), (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST_P(EveryProtocol, GivesScalars) {
  const Value all = read();
  EXPECT_EQ(held<double>(all.find("f4_scalar")), 1.5);
  EXPECT_EQ(held<int64_t>(all.find("i8_scalar")), -3);
  EXPECT_TRUE(held<bool>(all.find("b_scalar")));
  EXPECT_EQ(*all.find("U_scalar")->text(), "word");
  EXPECT_EQ(held<double>(all.find("u8_scalar")), 0x1p63);
  EXPECT_EQ(held<double>(all.find("big_scalar")), 1.25);
}

INSTANTIATE_TEST_SUITE_P(Pickle, EveryProtocol, testing::Range(0, 6));

TEST(Pickle, OfPythonTwoHasBytesForText) {
  for (const char* name : {"python2_protocol0.pkl", "python2_protocol2.pkl"}) {
    const Value all = read_pickle(fixture(name));
    const Value* train = all.find("train");
    ASSERT_NE(train, nullptr) << name;
    EXPECT_EQ(train->find("facet")->array()->to_floats(), (std::vector<float>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(*train->find("text")->bytes(), std::string("it's \x00 \xff", 8));
    EXPECT_NE(train->find("text")->say().find("no UTF-8"), std::string::npos);
    EXPECT_EQ(*train->find("unicode")->text(), "ü");
    EXPECT_EQ(train->find("long")->text()->size(), 300u);
  }
}

TEST(Pickle, ArraysPointIntoTheMappedFile) {
  const auto file = std::make_shared<const MappedFile>(fixture("protocol4.pkl"));
  const auto inside = [&](const Array& array) {
    return array.bytes.data() >= file->bytes().data() &&
           array.bytes.data() < file->bytes().data() + file->bytes().size();
  };
  const Value all = read_pickle(file->bytes(), "test", file);
  EXPECT_TRUE(inside(*all.find("f4")->array()));
  EXPECT_FALSE(inside(*all.find("big_endian")->array()));
  const Value copied = read_pickle(file->bytes(), "test");
  EXPECT_FALSE(inside(*copied.find("f4")->array()));
}

TEST(Pickle, OfRealMisaDataHoldsWordsAndFeatures) {
  const auto path = real_data("mosi/misa/dev.pkl");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no real MISA pickle beside the project";
  const Value all = read_pickle(path);
  ASSERT_NE(all.list(), nullptr);
  EXPECT_EQ(all.list()->items.size(), 229u);
  for (const Value& item : all.list()->items) {
    ASSERT_EQ(item.list()->items.size(), 3u);
    const List& sample = *item.list()->items[0].list();
    ASSERT_EQ(sample.items.size(), 4u);
    const auto words = static_cast<int64_t>(sample.items[3].list()->items.size());
    EXPECT_EQ(sample.items[1].array()->shape, (std::vector<int64_t>{words, 47}));
    EXPECT_EQ(sample.items[2].array()->shape, (std::vector<int64_t>{words, 74}));
    EXPECT_NE(item.list()->items[2].text(), nullptr);
  }
}

}  // namespace
}  // namespace mmim
