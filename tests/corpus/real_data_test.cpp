#include "corpus/helpers.h"
#include "corpus/inspect.h"
#include "support/places.h"

namespace mmim {
namespace {

/// Facts of the real files, where they lie beside the project. No id or text is printed.
class RealMosi : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(real_data("mosi"))) GTEST_SKIP() << "no real MOSI data at " << real_data("mosi");
  }
};

TEST_F(RealMosi, SequencesOfTwentyWords) {
  const Json report = inspect(real_data("mosi"));
  EXPECT_EQ(report["layout"], "seq20");
  const std::vector<std::tuple<std::string, int, int, int, int>> expected{
      {"train", 1284, 318, 354, 104}, {"valid", 229, 36, 42, 44}, {"test", 686, 182, 204, 114}};
  for (const auto& [split, utterances, acoustic, visual, words] : expected) {
    EXPECT_EQ(report["splits"][split]["utterances"], utterances);
    EXPECT_EQ(report["splits"][split]["words"]["max"], words);
    EXPECT_EQ(report["counts"][split]["acoustic"]["utterances_with_interior_zero_rows"], acoustic);
    EXPECT_EQ(report["counts"][split]["visual"]["utterances_with_interior_zero_rows"], visual);
    EXPECT_EQ(report["counts"][split]["acoustic"]["utterances_other_than_trimmed"]["zero_rows_counted"], acoustic);
  }
  EXPECT_EQ(report["streams"]["visual"].dump(), R"({"width":20,"published_length":20,"padding":"front"})");
  EXPECT_EQ(report["streams"]["acoustic"].dump(), R"({"width":5,"published_length":20,"padding":"front"})");
  EXPECT_EQ(report["counts"]["train"]["acoustic"]["rows"].dump(),
            R"({"trimmed":14068,"zero_rows_counted":13680,"as_stored":25680})");
}

TEST_F(RealMosi, JointRowsAreNeverMoreThanWords) {
  const Dataset dataset = assemble(*open_source(real_data("mosi")), {});
  for (const SplitName name : kSplits)
    for (int64_t i = 0; i < dataset.split(name).size(); ++i) {
      const auto text = dataset.split(name).text(i);
      const int64_t words = 1 + std::count(text.begin(), text.end(), ' ');
      ASSERT_EQ(dataset.split(name).length(Modality::visual, i), dataset.split(name).length(Modality::acoustic, i));
      ASSERT_LE(dataset.split(name).length(Modality::visual, i), words) << "utterance " << i;
    }
}

TEST_F(RealMosi, TuplesOfMisa) {
  const Dataset dataset = assemble(*open_source(real_data("mosi/misa")), {});
  EXPECT_EQ(dataset.info.layout, "misa");
  EXPECT_EQ(dataset.split(SplitName::train).size(), 0);
  EXPECT_EQ(dataset.split(SplitName::valid).size(), 229);
  EXPECT_EQ(dataset.info.streams.visual.width, 47);
  EXPECT_EQ(dataset.info.streams.acoustic.width, 74);
  EXPECT_EQ(dataset.split(SplitName::valid).length(Modality::visual, 0), 18);
}

TEST_F(RealMosi, ComputationalSequences) {
  const auto source = open_source(real_data("mosi/csd"), "", real_data("mosi/folds/cmu_mosi_std_folds.py"));
  EXPECT_EQ(source->size(SplitName::train), 1284);
  EXPECT_EQ(source->size(SplitName::valid), 229);
  EXPECT_EQ(source->size(SplitName::test), 686);
  const Dataset dataset = assemble(*source, {});
  EXPECT_EQ(dataset.info.streams.visual.width, 0);
  EXPECT_EQ(dataset.info.alignment, Alignment::none);
  EXPECT_FALSE(dataset.split(SplitName::train).text(0).empty());
}

}  // namespace
}  // namespace mmim
