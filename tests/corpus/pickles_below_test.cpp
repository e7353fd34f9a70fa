#include "corpus/layouts/pickles_below.h"

#include "corpus/own_features.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

const fs::path kMosi = utterances_in("people/MOSI");

/// A copy of a folder as MMSA has it.
OwnFeatures copied() {
  OwnFeatures own;
  fs::copy(kMosi, own.path(), fs::copy_options::recursive);
  return own;
}

TEST(PicklesBelow, IsReadWithTheTableAboveIt) {
  const Dataset set = assemble(*open_source(kMosi), {});
  EXPECT_EQ(set.info.layout, "mmsa");
  EXPECT_EQ(set.info.name, "MOSI");
  EXPECT_EQ(set.split(SplitName::valid).text(0), "good");
  ASSERT_EQ(set.info.columns.size(), 1u);
  EXPECT_FLOAT_EQ(set.split(SplitName::test).label(size_t{0}, 0), -2.6f);
  EXPECT_EQ(note_on(set, "read_below"),
            "Processed/aligned.pkl is read, the one data set in the folders of " + kMosi.string());
  EXPECT_EQ(note_on(set, "texts_of_table"),
            "the pickle has no texts, so those of 8 utterances are taken from label.csv");
  EXPECT_EQ(note_on(set, "evaluation_split"), "`eval` is read as the split valid, because there is a split test");
  expect_says(note_on(set, "label_table"), "label.csv: 8 ids are found although the table writes");
  const Dataset named = assemble(*open_source(kMosi / "Processed/aligned.pkl"), {});
  EXPECT_EQ(named.info.fingerprint, set.info.fingerprint) << "its table lies above Processed here too";
}

TEST(PicklesBelow, OfWhichThereAreSeveralAreNamedWithTheirCommands) {
  const OwnFeatures own = copied();
  fs::copy_file(own.path("Processed/aligned.pkl"), own.path("Processed/unaligned.pkl"));
  const std::string folder = own.path().string();
  expect_says(own.refusal(), folder + ": holds several data sets in its folders; one of them is read by `mmim import " +
                                 folder + "/Processed/aligned.pkl OUT` and `mmim import " + folder +
                                 "/Processed/unaligned.pkl OUT`");
}

TEST(PicklesBelow, AreLeftAloneBesideFeaturesAndWhereATableIsWanted) {
  OwnFeatures own = copied();
  own.put("label.csv", "id,text,label,split\na_1,so good,1.5,train\n");
  EXPECT_EQ(assemble(*open_source(own.path(), "table"), {}).info.layout, "table");
  own.array("visual/a_1.npy", {1, 2}, {1, 2});
  EXPECT_TRUE(pickles_below(own.path()).empty());
  EXPECT_EQ(own.read().info.streams.visual.width, 2);
}

TEST(PicklesBelow, WithoutSplitsAreNoDataSet) {
  OwnFeatures own("id,text,label,split\na_1,so good,1.5,train\n");
  own.put("extra/vocabulary.pkl", "(dV1\nI1\ns.").put("extra/model.pkl", "cargparse\nNamespace\n)R.");
  EXPECT_EQ(own.read().info.layout, "table");
  own.put("Processed/sims.pkl", read_file(utterances_in("mmsa/sims.pkl")));
  EXPECT_EQ(open_source(own.path())->info().layout, "mmsa");
}

TEST(PicklesBelow, OfASplitEachAreReadTogether) {
  OwnFeatures own;
  for (const char* split : {"train", "dev", "test"})
    own.put(std::string("data/") + split + ".pkl", read_file(utterances_in("misa/") / (std::string(split) + ".pkl")));
  const Dataset set = own.read();
  EXPECT_EQ(set.info.layout, "misa");
  EXPECT_EQ(set.split(SplitName::train).size(), 5);
}

}  // namespace
}  // namespace mmim
