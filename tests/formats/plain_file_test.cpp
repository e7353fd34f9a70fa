#include "formats/plain_file.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "formats/hdf5/file.h"
#include "formats/npy.h"
#include "formats/safetensors.h"
#include "support/mutate.h"
#include "support/packed.h"
#include "support/places.h"
#include "support/scratch.h"

namespace mmim {
namespace {

std::string content(const PlainFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

TEST(PlainFile, UnpacksWhatIsPackedAndMapsTheRest) {
  const std::string text(100'000, 'x');
  const PlainFile plain(scratch("plain", text)), gzip(scratch("gzip", gzipped(text))), xz(scratch("xz", in_xz(text)));
  EXPECT_FALSE(plain.unpacked());
  EXPECT_TRUE(gzip.unpacked() && xz.unpacked());
  for (const PlainFile* file : {&plain, &gzip, &xz}) EXPECT_EQ(content(*file), text);
  EXPECT_EQ(plain_text(scratch("text.gz", gzipped("some text"))), "some text");
  EXPECT_EQ(content(PlainFile(scratch("nothing", gzipped("")))), "");
}

TEST(PlainFile, LeavesNoFileBehind) {
  const auto count = [] {
    const auto folder = std::filesystem::temp_directory_path();
    return std::count_if(std::filesystem::directory_iterator(folder), {},
                         [](const auto& entry) { return entry.path().filename().string().starts_with("mmim-"); });
  };
  const auto before = count();
  const PlainFile file(scratch("packed", gzipped("content")));
  EXPECT_EQ(count(), before);
}

TEST(PlainFile, StopsABombAtItsBound) {
  const auto path = scratch("bomb.gz", gzipped(std::string(10 << 20, '\0')));
  const auto xz = scratch("bomb.xz", in_xz(std::string(10 << 20, '\0')));
  for (const auto& bomb : {path, xz}) {
    EXPECT_EQ(PlainFile(bomb).bytes().size(), size_t{10} << 20);
    try {
      PlainFile(bomb, {.base = 2 << 20, .times = 1});
      ADD_FAILURE() << bomb;
    } catch (const DataError& error) {
      EXPECT_NE(std::string(error.what()).find("unpacks to more than 2 MiB"), std::string::npos) << error.what();
    }
  }
}

TEST(PlainFile, NamesOnlyTheLastEnding) {
  EXPECT_EQ(plain_name("a/train.pkl.gz"), "a/train.pkl");
  EXPECT_EQ(plain_name("a/train.pkl.xz"), "a/train.pkl");
  EXPECT_EQ(plain_name("a/train.pkl"), "a/train.pkl");
}

TEST(PlainFile, LiesUnderEveryReader) {
  const auto npy = scratch("f4.npy.gz", gzipped(read_file(fixture("f4.npy"))));
  EXPECT_EQ(read_npy(npy).to_floats(), read_npy(fixture("f4.npy")).to_floats());
  const auto plain = scratch("plain.safetensors");
  write_safetensors(plain, {{{"a", make_array<float>({1, 2}, {2})}}, {}});
  const auto packed = scratch("packed.safetensors", in_xz(read_file(plain)));
  EXPECT_EQ(read_safetensors(packed).at("a", "").to_floats(), (std::vector<float>{1, 2}));
}

TEST(PlainFile, StopsABombOfManyMembersAtTheUsualBound) {
  const std::string member = gzipped(std::string(16 << 20, '\0'));
  std::string bomb;
  for (int i = 0; i < 64; ++i) bomb += member;
  const size_t before = peak_memory();
  try {
    PlainFile(scratch("gibibyte.gz", bomb));
    ADD_FAILURE() << "a GiB of zeros is unpacked";
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("unpacks to more than 3"), std::string::npos) << error.what();
  }
  EXPECT_LT(peak_memory() - before, size_t{64} << 20);
}

TEST(PlainFile, FindsANameAsItLies) {
  EXPECT_EQ(name_as_it_lies(scratch("nowhere.txt")), scratch("nowhere.txt"));
  scratch("lies.txt.xz", in_xz("x"));
  EXPECT_EQ(name_as_it_lies(scratch("lies.txt")), scratch("lies.txt.xz"));
  scratch("lies.txt", "x");
  EXPECT_EQ(name_as_it_lies(scratch("lies.txt")), scratch("lies.txt"));
}

}  // namespace
}  // namespace mmim
