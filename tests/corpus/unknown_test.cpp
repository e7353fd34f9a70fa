#include "corpus/made.h"

namespace mmim {
namespace {

TEST(UnknownLayout, SaysWhatTheFileIsAndWhatTheNearestLayoutNeeds) {
  const std::string lacking = refusal_of(dictionary_of({{"train", without(made_split(), "regression_labels")}}));
  expect_says(lacking, "is a dictionary of splits: `train` is a dictionary with the keys `id`, `raw_text`, `vision`");
  expect_says(lacking,
              "the nearest is mmsa (aligned_50.pkl or unaligned_50.pkl), but it has no key "
              "`regression_labels` in split train");
  EXPECT_EQ(lacking.find("seq20"), std::string::npos);
  expect_says(refusal_of(dictionary_of({{"a", made_split()}, {"b", made_split()}})),
              "is a dictionary with the keys `a` and `b`, which is of no known layout: no key names a split");
  expect_says(refusal_of({int64_t{5}}), "is a whole number, which is of no known layout");
  const Value five = list_of({tuple_of({tuple_of({{}, {}, {}, {}, {}}), {1.0}, text("v")})});
  expect_says(refusal_of(dictionary_of({{"train", five}})), "the nearest is mmim");
}

TEST(UnknownLayout, OfOneClipPointsToPredict) {
  const Value clip = dictionary_of({{"vision", numbers({1, 2}, {1, 2})}, {"raw_text", text("so good")}});
  expect_says(refusal_of(clip), "is a dictionary with the keys `vision` and `raw_text`");
  expect_says(refusal_of(clip), "these are the features of one clip, which `mmim predict` scores");
}

TEST(UnknownLayout, OfOneSplitSaysHowToNameIt) {
  expect_says(refusal_of(made_split()), "these are the columns of one split: put them under its name");
  EXPECT_EQ(read_tree(dictionary_of({{"test", made_split()}})).split(SplitName::test).size(), 2);
  expect_says(refusal_of(list_of({made(), made()})), "name the splits: {\"train\": ");
}

TEST(UnknownLayout, OfAFolderOfFoldersNamesThem) {
  const auto folder = scratch("folders");
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "Processed");
  const auto said = [&] { return sentence_of([&] { open_source(folder); }); };
  expect_says(said(), "holds no file, but the folder `Processed`; name what is to be read in there");
  for (const char* name : {"a", "b", "c", "d"}) std::filesystem::create_directories(folder / name);
  expect_says(said(), "holds no file, but the folders `Processed`, `a`, `b`, `c` and 1 more");
}

TEST(UnknownLayout, OfAFolderNamesTheFilesThatAreThere) {
  const auto folder = scratch("nothing_known");
  make_folder(folder);
  write_file_atomically(folder / "readme.txt", "x");
  expect_says(sentence_of([&] { open_source(folder); }), "is a folder with readme.txt, which is of no known layout");
}

}  // namespace
}  // namespace mmim
