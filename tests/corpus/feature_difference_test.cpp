#include "corpus/feature_difference.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

FeatureSet clips() {
  return {.name = "mmim-clips-1",
          .settings = {{"options", {{"rows", "fixed"}, {"acoustic_rate", 20.0}, {"visual", {{"rate", 30}}}}},
                       {"models", {{"face", std::string(64, 'a')}}}},
          .columns = {{}, {"smile"}, {"F0", "VUV"}}};
}

TEST(FeatureDifference, NamesEverySettingWithBothValues) {
  FeatureSet other = clips();
  other.settings["options"]["acoustic_rate"] = 10.5;
  other.settings["options"]["visual"]["rate"] = 15;
  EXPECT_EQ(difference(other, clips()), "`acoustic_rate` is 10.5 instead of 20.0, `visual.rate` is 15 instead of 30");
}

TEST(FeatureDifference, SaysNoneWhereASettingIsMissingAndShortensChecksums) {
  FeatureSet other = clips();
  other.settings["models"] = FeatureSet{}.settings;
  EXPECT_EQ(difference(other, clips()), "`models.face` is none instead of aaaaaaaaaaaaaaaaaaaa...");
}

TEST(FeatureDifference, OfColumnsAloneCountsThem) {
  FeatureSet other = clips();
  other.columns.acoustic = {"F0"};
  EXPECT_EQ(difference(other, clips()), "the 1 acoustic columns are not the 2 of these names");
}

TEST(FeatureDifference, OfEqualSetsAndOfOtherMakersIsEmpty) {
  FeatureSet other = clips();
  EXPECT_EQ(difference(other, clips()), "");
  other.name = "mmim-clips-2";
  other.settings["options"]["rows"] = "words";
  EXPECT_EQ(difference(other, clips()), "") << "other makers may mean other things by a setting";
  EXPECT_EQ(difference({}, clips()), "");
  EXPECT_EQ(maker_of({}), "features of an unknown make");
  EXPECT_EQ(maker_of(other), "mmim-clips-2");
}

}  // namespace
}  // namespace mmim
