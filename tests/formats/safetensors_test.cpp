#include "formats/safetensors.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/mutate.h"

namespace mmim {
namespace {

NamedArrays sample() {
  NamedArrays tensors;
  tensors.arrays.emplace_back("b.weight", make_array<float>({1, 2, 3, 4, 5, 6}, {2, 3}));
  tensors.arrays.emplace_back("a.mask", make_array<uint8_t>({1, 0, 1}, {3}));
  tensors.arrays.emplace_back("c.ids", make_array<int64_t>({-1, 1'000'000'000'000}, {2}));
  tensors.arrays.emplace_back("nothing", make_array<float>({}, {0, 5}));
  tensors.arrays.emplace_back("scalar", make_array<double>({0.25}, {}));
  tensors.metadata = {{"source", "a \"test\""}};
  return tensors;
}

std::string with_header(const std::string& header, size_t data_bytes = 0) {
  const uint64_t size = header.size();
  return std::string(reinterpret_cast<const char*>(&size), 8) + header + std::string(data_bytes, '\0');
}

std::string refusal(const std::string& bytes) {
  try {
    read_safetensors(scratch("refused.safetensors", bytes));
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(Safetensors, GiveBackWhatWasWritten) {
  const auto path = scratch("sample.safetensors");
  write_safetensors(path, sample());
  const NamedArrays read = read_safetensors(path);
  EXPECT_EQ(read.metadata, sample().metadata);
  ASSERT_EQ(read.arrays.size(), 5u);
  EXPECT_EQ(read.arrays[0].first, "a.mask");
  for (const auto& [name, array] : sample().arrays) {
    const Array& again = read.at(name, "test");
    EXPECT_EQ(again.type, array.type) << name;
    EXPECT_EQ(again.shape, array.shape) << name;
    EXPECT_TRUE(std::ranges::equal(again.bytes, array.bytes)) << name;
  }
}

TEST(Safetensors, AlignEveryTensorToItsElements) {
  const auto path = scratch("aligned.safetensors");
  write_safetensors(path, sample());
  const NamedArrays read = read_safetensors(path);
  for (const auto& [name, array] : read.arrays)
    EXPECT_EQ(reinterpret_cast<uintptr_t>(array.bytes.data()) % size_of(array.type), 0u) << name;
  EXPECT_EQ(reinterpret_cast<uintptr_t>(read.at("c.ids", "").bytes.data()) % 64, 0u);
}

TEST(Safetensors, NameTheNearestTensorWhenOneIsMissing) {
  try {
    sample().at("b.weigth", "model");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()), "model: no tensor `b.weigth` (did you mean `b.weight`?)");
  }
}

TEST(Safetensors, RefuseWhatDoesNotAddUp) {
  const auto refused = [](const std::string& entries, size_t data, const std::string& why) {
    const std::string sentence = refusal(with_header(entries, data));
    EXPECT_NE(sentence.find(why), std::string::npos) << entries << " -> " << sentence;
  };
  const std::string a = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
  EXPECT_EQ(refusal(with_header("{" + a + "}", 8)), "");
  refused("{" + a + "}", 12, "the tensors end at data byte 8");
  refused("{" + a + "}", 4, "do not lie in the 4 bytes");
  refused("{" + a + R"(,"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12, "inside the tensor before it");
  refused("{" + a + R"(,"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}})", 16, "leaves a hole");
  refused(R"({"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}})", 8, "dtype F33");
  refused(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8, "shape is no list");
  refused(R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0, "does not take");
  refused(R"({"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}})", 8, "shape is no list");
  refused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8, "do not lie");
  refused(R"({"a":{"dtype":"F32","shape":[2]}})", 8, "data_offsets");
  refused(R"({"a":7})", 0, "no JSON object");
  refused(R"({"__metadata__":{"x":7}})", 0, "is no text");
  refused("[1]", 0, "no JSON object");
  refused("{", 0, "not JSON");
  refused(std::string(1'000'000, '['), 0, "nests deeper");
  EXPECT_NE(refusal(std::string(8, '\xFF')).find("byte 0"), std::string::npos);
  EXPECT_NE(refusal("abc").find("is text and no data file"), std::string::npos);
  EXPECT_NE(refusal("").find("is empty"), std::string::npos);
}

TEST(Safetensors, SurviveMutations) {
  const auto path = scratch("seed.safetensors");
  write_safetensors(path, sample());
  const auto count = try_mutations(read_file(path), ".safetensors", 600, [](const std::filesystem::path& file) {
    for (const auto& [name, array] : read_safetensors(file).arrays) array.to_floats();
  });
  EXPECT_GT(count.refused, 200);
  EXPECT_GT(count.read, 20);
}

}  // namespace
}  // namespace mmim
