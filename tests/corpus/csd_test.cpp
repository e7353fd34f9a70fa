#include "corpus/helpers.h"
#include "corpus/layouts/folds.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// The fixture's folder with some files under other names, an empty name taking a file away.
fs::path sequences(const std::vector<std::pair<std::string, std::string>>& renamed) {
  const fs::path folder = scratch("sequences");
  fs::remove_all(folder);
  fs::copy(utterances_in("csd"), folder);
  for (const auto& [from, to] : renamed) {
    if (!to.empty()) fs::copy(utterances_in("csd") / from, folder / to);
    if (to.find('+') == to.npos) fs::remove(folder / from);
  }
  return folder;
}

std::vector<std::string> notes_of(const fs::path& folder) {
  std::vector<std::string> sentences;
  for (const Note& note : open_source(folder)->info().notes) sentences.push_back(note.sentence);
  return sentences;
}

bool has_note(const fs::path& folder, const std::string& part) {
  for (const std::string& sentence : notes_of(folder))
    if (sentence.find(part) != sentence.npos) return true;
  return false;
}

TEST(Csd, OfSeveralSequencesOneIsTakenAndTheOtherNamedWithTheWayToUseIt) {
  const fs::path folder = sequences({{"Labels.csd", "Emotion+.csd"}, {"FACET_4.2.csd", "A_FACET+.csd"}});
  const auto source = open_source(folder);
  EXPECT_EQ(source->files()[0].filename(), "Labels.csd");
  EXPECT_TRUE(has_note(folder,
                       "labels are those of Labels.csd; Emotion+.csd is not used (to use it, move Labels.csd out "
                       "of the folder)"));
  EXPECT_TRUE(has_note(folder, "visual features are those of FACET_4.2.csd; A_FACET+.csd is not used"));
  fs::remove(folder / "FACET_4.2.csd");
  EXPECT_EQ(open_source(folder)->info().streams.visual.width, 1);
}

TEST(Csd, RootGroupsTellWhatFilesAre) {
  const fs::path folder = sequences({{"Words.csd", "Phones+.csd"}});
  fs::rename(folder / "COVAREP.csd", folder / "OtherCOVAREP.csd");
  EXPECT_EQ(open_source(folder)->info().streams.acoustic.width, 2);
  EXPECT_TRUE(has_note(folder, "Phones+.csd is not used"));
  expect_says(sentence_of([] {
                open_source(sequences({{"Words.csd", ""}}));
              }),
              "has no .csd file of words; there are COVAREP.csd, FACET_4.2.csd and Labels.csd");
}

TEST(Folds, OfAnEntryAreThoseOfItsVideo) {
  const std::map<std::string, SplitName> folds{{"va", SplitName::train}, {"ab_12", SplitName::test}};
  EXPECT_EQ(fold_of("va", folds), SplitName::train);
  EXPECT_EQ(fold_of("va[3]", folds), SplitName::train);
  EXPECT_EQ(fold_of("ab_12", folds), SplitName::test);
  EXPECT_EQ(fold_of("ab_12[0]", folds), SplitName::test);
  EXPECT_FALSE(fold_of("vb[3]", folds));
}

TEST(Folds, AreNamedAsPeopleNameSplitsAndCommentsDoNotCount) {
  const auto folds = read_folds(scratch("my_folds.py",
                                        "# the test fold follows train\nTrain = ['a', 'a']\n# test below\n"
                                        "standard_val_fold = ['b']\nTest=['c']\n"));
  EXPECT_EQ(folds.videos.at("a"), SplitName::train);
  EXPECT_EQ(folds.videos.at("b"), SplitName::valid);
  EXPECT_EQ(folds.videos.at("c"), SplitName::test);
}

TEST(Folds, OfAnotherDataSetAreRefusedAndVideosInNoneCounted) {
  const auto folds = [](const std::string& text) { return scratch("folds.json", text); };
  expect_says(sentence_of([&] { open_source(utterances_in("csd"), "", folds(R"({"train": ["x"]})")); }),
              "no video of Labels.csd stands in a fold: the labels have `one`, the listing `x`");
  const auto source = open_source(utterances_in("csd"), "", folds(R"({"train": ["one"]})"));
  ASSERT_FALSE(source->info().notes.empty());
  expect_says(source->info().notes.back().sentence,
              "2 of 3 videos stand in no fold of folds.json (such as `three`) and are left out");
}

}  // namespace
}  // namespace mmim
