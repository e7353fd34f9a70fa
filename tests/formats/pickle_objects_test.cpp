#include <gtest/gtest.h>

#include "formats/pickle.h"
#include "support/places.h"

namespace mmim {
namespace {

std::vector<float> floats(const Value* value) {
  return value && value->array() ? value->array()->to_floats() : std::vector<float>{};
}

class Objects : public testing::TestWithParam<int> {
 protected:
  Value read() const { return read_pickle(fixture("objects" + std::to_string(GetParam()) + ".pkl")); }
};

TEST_P(Objects, ThatAreContainersAreRead) {
  const Value all = read();
  EXPECT_EQ(*all.find("defaultdict")->find("ids")->list()->items[0].text(), "a");
  EXPECT_EQ(all.find("lambda_free")->keys(), std::vector<std::string>{"k"});
  EXPECT_EQ(all.find("counter")->keys(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(all.find("deque")->list()->items.size(), 2u);
  EXPECT_EQ(all.find("own_dict")->keys(), std::vector<std::string>{"a"});
  EXPECT_EQ(all.find("own_list")->list()->items.size(), 2u);
  EXPECT_EQ(*all.find("bytearray")->bytes(), "ab\xff");
}

TEST_P(Objects, ThatAreArraysAreRead) {
  const Value all = read();
  const std::vector<float> numbers{0, 1, 2, 3, 4, 5};
  EXPECT_EQ(floats(all.find("memmap")), numbers);
  EXPECT_EQ(floats(all.find("own_array")), numbers);
  EXPECT_EQ(floats(all.find("unmasked")), numbers);
  EXPECT_EQ(floats(all.find("matrix")), (std::vector<float>{1, 2}));
  EXPECT_EQ(all.find("matrix")->array()->shape, (std::vector<int64_t>{1, 2}));
}

TEST_P(Objects, OfAllOtherKindsArePlaceholdersThatSayWhatToDo) {
  const Value all = read();
  for (const auto& [key, said] : std::vector<std::pair<std::string, std::string>>{{"set", "sorted(value)"},
                                                                                  {"frozenset", "sorted(value)"},
                                                                                  {"complex", "complex`"},
                                                                                  {"large", "beyond 64 bits"},
                                                                                  {"namespace", "`argparse.Namespace`"},
                                                                                  {"path", "str(value)"},
                                                                                  {"object", "OwnObject`"},
                                                                                  {"date", "`datetime.datetime`"},
                                                                                  {"type", "int`"},
                                                                                  {"function", "len`"},
                                                                                  {"fraction", "float(value)"},
                                                                                  {"random", "andom"},
                                                                                  {"generator", "numpy.random"},
                                                                                  {"dates", "`M8`"},
                                                                                  {"complexes", "`c8`"},
                                                                                  {"records", "`record`"},
                                                                                  {"masked", ".filled(0)"},
                                                                                  {"dtype", "a numpy dtype"},
                                                                                  {"date_scalar", "`M8`"},
                                                                                  {"half", "no UTF-8"}}) {
    ASSERT_NE(all.find(key), nullptr) << key;
    ASSERT_NE(all.find(key)->opaque(), nullptr) << key << ": " << all.find(key)->say();
    EXPECT_NE(all.find(key)->say().find(said), std::string::npos) << key << ": " << all.find(key)->say();
  }
  EXPECT_NE(all.find("U_half")->objects()->items[1].opaque(), nullptr);
  EXPECT_EQ(*all.find("U_half")->objects()->items[0].text(), "a");
  EXPECT_EQ(*all.find("after")->text(), "read");
}

INSTANTIATE_TEST_SUITE_P(Pickle, Objects, testing::Values(0, 2, 4, 5));

TEST(TensorsInAPickle, AreArrays) {
  const Value all = read_pickle(fixture("tensors.pkl"));
  const std::vector<float> numbers{0, 1, 2, 3, 4, 5};
  for (const char* name : {"plain", "half", "long", "parameter"}) EXPECT_EQ(floats(all.find(name)), numbers) << name;
  EXPECT_EQ(all.find("half")->array()->type, Type::f16);
  EXPECT_EQ(floats(all.find("turned")), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(all.find("turned")->array()->shape, (std::vector<int64_t>{3, 2}));
  EXPECT_EQ(floats(all.find("bool")), (std::vector<float>{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(floats(&all.find("in_list")->list()->items[1]), (std::vector<float>{3, 4, 5}));
  EXPECT_EQ(all.find("none")->array()->shape, (std::vector<int64_t>{0, 4}));
  EXPECT_EQ(all.find("size")->list()->items.size(), 2u);
  EXPECT_NE(all.find("type")->opaque(), nullptr);
  EXPECT_NE(all.find("device")->opaque(), nullptr);
}

TEST(Pickle, OfNarrowPythonTwoJoinsSurrogatePairs) {
  const std::string pair = "V\\ud83d\\ude00!\n.";
  EXPECT_EQ(*read_pickle(std::as_bytes(std::span(pair)), "p").text(), "😀!");
}

TEST(Pickle, WithBuffersOutsideTheFileHasPlaceholders) {
  const std::string outside = "\x80\x05\x97\x98.";
  EXPECT_NE(read_pickle(std::as_bytes(std::span(outside)), "p").say().find("buffer_callback"), std::string::npos);
}

}  // namespace
}  // namespace mmim
