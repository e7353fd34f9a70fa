#include "formats/npy.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/mutate.h"
#include "support/places.h"

namespace mmim {
namespace {

const std::vector<float> kSix{0, 1, 2, 3, 4, 5};

std::string refusal(const std::string& bytes) {
  try {
    read_npy(scratch("refused.npy", bytes));
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

std::string with_header(const std::string& header, const std::string& data) {
  const auto length = static_cast<uint16_t>(header.size());
  return std::string("\x93NUMPY\x01\x00", 8) + std::string(reinterpret_cast<const char*>(&length), 2) + header + data;
}

TEST(Npy, GivesWhatNumpyWrote) {
  for (const char* name : {"f4.npy", "big.npy", "fortran.npy"}) {
    const Array array = read_npy(fixture(name));
    EXPECT_EQ(array.shape, (std::vector<int64_t>{2, 3})) << name;
    EXPECT_EQ(array.to_floats(), kSix) << name;
  }
  EXPECT_EQ(read_npy(fixture("f4.npy")).type, Type::f32);
  EXPECT_EQ(read_npy(fixture("big.npy")).type, Type::i16);
  EXPECT_EQ(read_npy(fixture("bool.npy")).to_floats(), (std::vector<float>{1, 0}));
  EXPECT_EQ(read_npy(fixture("scalar.npy")).at(0), 2.5);
  for (const char* name : {"version2.npy", "version3.npy"})
    EXPECT_EQ(read_npy(fixture(name)).to_integers(), (std::vector<int64_t>{0, 1, 2}));
}

TEST(Npy, WritesTheBytesThatNumpyWrites) {
  const auto path = scratch("written.npy");
  write_npy(path, make_array<float>(kSix, {2, 3}));
  EXPECT_EQ(read_file(path), read_file(fixture("f4.npy")));
  write_npy(path, read_npy(fixture("bool.npy")));
  EXPECT_EQ(read_file(path), read_file(fixture("bool.npy")));
}

TEST(Npy, RefusesWhatIsNoArrayOfNumbers) {
  const auto refused = [](const std::string& header, const std::string& why) {
    const std::string sentence = refusal(with_header(header, "abcdefgh"));
    EXPECT_NE(sentence.find(why), std::string::npos) << header << " -> " << sentence;
  };
  EXPECT_EQ(refusal(with_header("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "abcdefgh")), "");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "byte 67: 8 bytes are too few");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,4), }", "too few");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "whole numbers");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2", "no tuple");
  refused("{'descr': '<f4', 'fortran_order': False}", "no entry `shape`");
  refused("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "are text or objects, numbers were expected");
  refused("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "records");
  refused("{'descr':", "no entry `descr`");
  EXPECT_NE(refusal("PK").find("a .npy file was expected"), std::string::npos);
  EXPECT_NE(refusal("").find("is empty"), std::string::npos);
  EXPECT_THROW(read_npy(fixture("text.npy")), DataError);
  EXPECT_THROW(write_npy(scratch("brain.npy"), make_array(Type::bf16, {1}, std::vector<std::byte>(2))), DataError);
}

TEST(Npy, SurvivesMutations) {
  for (const char* name : {"f4.npy", "fortran.npy", "version3.npy"})
    EXPECT_GT(try_mutations(read_file(fixture(name)), ".npy", 300,
                            [](const std::filesystem::path& path) { read_npy(path).to_floats(); })
                  .refused,
              100);
}

}  // namespace
}  // namespace mmim
