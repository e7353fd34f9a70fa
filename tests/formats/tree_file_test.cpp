#include "formats/tree_file.h"

#include <gtest/gtest.h>
#include <zip.h>
#include <zlib.h>

#include "core/error.h"
#include "core/files.h"
#include "support/mutate.h"
#include "support/packed.h"
#include "support/places.h"

namespace mmim {
namespace {

std::filesystem::path zipped(const std::string& name, const std::vector<std::pair<std::string, std::string>>& entries) {
  const auto path = scratch(name);
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [entry, data] : entries)
    zip_file_add(archive, entry.c_str(), zip_source_buffer(archive, data.data(), data.size(), 0), ZIP_FL_OVERWRITE);
  EXPECT_EQ(zip_close(archive), 0);
  return path;
}

std::string refusal(const std::filesystem::path& path) {
  try {
    read_tree(path);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

const char* const kPickle = "(dS'train'\nI7\ns.";

void expect_tree(const std::filesystem::path& path) {
  EXPECT_EQ(read_tree(path).keys(), std::vector<std::string>{"train"}) << path;
}

TEST(TreeFile, ReadsAPickleInEveryWrapping) {
  expect_tree(scratch("plain.pkl", kPickle));
  expect_tree(scratch("packed.pkl.gz", gzipped(kPickle)));
  expect_tree(scratch("members.gz", gzipped(std::string(kPickle).substr(0, 5)) + gzipped(kPickle + 5)));
  expect_tree(scratch("packed.pkl.xz", in_xz(kPickle)));
  expect_tree(scratch("named_otherwise.pkl", gzipped(kPickle)));
  expect_tree(zipped("one.zip", {{"data/unaligned_50.pkl", kPickle}, {"__MACOSX/._x", "?"}, {"data/.DS_Store", "?"}}));
  expect_tree(zipped("packed_within.pkl", {{"data.pkl", kPickle}}));
}

TEST(TreeFile, ReadsWhatNumpyAndTorchWrote) {
  EXPECT_EQ(read_tree(fixture("splits.npz")).keys(), (std::vector<std::string>{"train", "valid"}));
  EXPECT_EQ(*read_tree(fixture("splits.npz")).find("train")->find("id")->list()->items[0].text(), "a");
  EXPECT_EQ(read_tree(fixture("tree.npy")).keys(), std::vector<std::string>{"train"});
  EXPECT_EQ(read_tree(fixture("linear.bin")).keys(), (std::vector<std::string>{"weight", "bias"}));
  const Value old = read_tree(fixture("old_tensors.bin"));
  EXPECT_EQ(old.find("turned")->array()->to_floats(), (std::vector<float>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(old.find("half")->array()->type, Type::f16);
  EXPECT_EQ(old.find("in_list")->list()->items[1].array()->to_floats(), (std::vector<float>{3, 4, 5}));
}

TEST(TreeFile, SaysWhatElseAnArchiveHolds) {
  const auto two = zipped("two.zip", {{"a.pkl", kPickle}, {"b.csv", "?"}});
  EXPECT_NE(refusal(two).find("is a zip archive of 2 files (a.pkl, b.csv); unpack it with `unzip`"), std::string::npos)
      << refusal(two);
  EXPECT_NE(refusal(fixture("one_split.npz")).find(".npz archive of numpy.savez with the arrays id, vision, as of one"),
            std::string::npos);
  EXPECT_NE(refusal(fixture("f4.npy")).find("is one array of numpy.save, a float32 array (2, 3)"), std::string::npos);
  EXPECT_NE(refusal(zipped("text.zip", {{"a.txt", "some text\n"}})).find("entry a.txt: is text and no data file"),
            std::string::npos);
  EXPECT_NE(refusal(scratch("tar.gz", gzipped(std::string(257, 'a') + "ustar" + std::string(300, 'b')))).find("tar xf"),
            std::string::npos);
}

TEST(TreeFile, IsNotCutToTheFirstOfSeveralPickles) {
  EXPECT_NE(refusal(scratch("two.pkl", std::string(kPickle) + kPickle)).find("several pickles"), std::string::npos);
  expect_tree(scratch("padded.pkl", kPickle + std::string(100, '\0')));
}

TEST(TreeFile, OfAWholeModelFromBeforeTorch16IsAPlaceholder) {
  const std::string head("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.M\xe9\x03.}.", 21);
  const std::string model = "(S'module'\ncmodel\nMMIM\nS'model.py'\nS'class MMIM'\ntQ)\x81}b.";
  EXPECT_NE(read_tree(scratch("whole.pt", head + model + "].")).say().find("`model.MMIM`"), std::string::npos);
}

TEST(TreeFile, NamesJoblib) {
  EXPECT_NE(refusal(scratch("j.pkl",
                            "\x80\x02"
                            "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81?"))
                .find("joblib.load"),
            std::string::npos);
}

TEST(TreeFile, NamesWhatIsCutShort) {
  const std::string whole = read_file(fixture("protocol4.pkl"));
  EXPECT_NE(refusal(scratch("half.pkl", whole.substr(0, whole.size() / 2))).find("cut short"), std::string::npos);
  const std::string packed = gzipped(whole);
  EXPECT_NE(refusal(scratch("half.gz", packed.substr(0, packed.size() / 2))).find("the gzip data are cut short"),
            std::string::npos);
  EXPECT_NE(refusal(scratch("half.xz", in_xz(whole).substr(0, 1000))).find("the xz data are cut short"),
            std::string::npos);
  const std::string old = read_file(fixture("old_tensors.bin"));
  EXPECT_NE(refusal(scratch("half.bin", old.substr(0, old.size() - 8))).find("cut short"), std::string::npos);
  EXPECT_NE(refusal(scratch("empty.pkl", "")).find("is empty"), std::string::npos);
}

class MutatedTree : public testing::TestWithParam<const char*> {};

TEST_P(MutatedTree, IsReadOrRefused) {
  const std::string seed = read_file(fixture(GetParam()));
  const auto count =
      try_mutations(seed, ".tree", 300, [](const std::filesystem::path& path) { read_tree(path).say(); });
  EXPECT_EQ(count.read + count.refused, 300);
  EXPECT_GT(count.refused, 40);
}

INSTANTIATE_TEST_SUITE_P(Tree, MutatedTree, testing::Values("old_tensors.bin", "splits.npz", "tree.npy"));

TEST(PackedTree, SurvivesMutations) {
  for (const std::string& seed :
       {gzipped(read_file(fixture("protocol4.pkl"))), in_xz(read_file(fixture("tensors.pkl")))}) {
    const auto count =
        try_mutations(seed, ".packed", 300, [](const std::filesystem::path& path) { read_tree(path).say(); });
    EXPECT_GT(count.refused, 100);
  }
}

}  // namespace
}  // namespace mmim
