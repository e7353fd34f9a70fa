#include "metrics/classes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/error.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;

TEST(Classes, OfSevenAreClippedAndRoundedHalfToEven) {
  const Json classes = classes_json(Numbers{-7, .5f, 1.5f, 2.4f, -.4f}, Numbers{-3, 0, 2, 3, -1}, Scale::mosi);
  EXPECT_EQ(classes.at("names"), (std::vector<std::string>{"-3", "-2", "-1", "0", "1", "2", "3"}));
  const Json& confusion = classes.at("confusion");
  ASSERT_EQ(confusion.size(), 7u);
  EXPECT_EQ(confusion[0][0], 1) << "-7 is read as -3";
  EXPECT_EQ(confusion[3][3], 1) << ".5 is read as 0";
  EXPECT_EQ(confusion[5][5], 1) << "1.5 is read as 2";
  EXPECT_EQ(confusion[6][5], 1) << "a 3 that is read as 2 stands in the line of the truth";
  EXPECT_EQ(confusion[2][3], 1);
  EXPECT_EQ(confusion[5][6], 0);
}

TEST(Classes, AreAsReliableAsTheTruthsOfWhatIsReadSo) {
  const Json classes = classes_json(Numbers{1.6f, 2.4f, 2, 0}, Numbers{2, 1, 3, 0}, Scale::mosi);
  const Json& two = classes.at("reliability")[5];
  EXPECT_EQ(two.at("count"), 3);
  EXPECT_NEAR(two.at("prediction").get<double>(), 2, 1e-6);
  EXPECT_NEAR(two.at("truth").get<double>(), 2, 1e-6);
  EXPECT_NEAR(two.at("right").get<double>(), 1. / 3, 1e-12);
  const Json& none = classes.at("reliability")[0];
  EXPECT_EQ(none.at("count"), 0);
  EXPECT_TRUE(none.at("prediction").is_null() && none.at("truth").is_null() && none.at("right").is_null());
}

TEST(Classes, OfCHSIMSAreCutAsMMSACutsThem) {
  const Json classes = classes_json(Numbers{-2, -.1f, .1f, .7f, .8f}, Numbers{-1, 0, 0, .4f, 1}, Scale::sims);
  ASSERT_EQ(classes.at("names").size(), 5u);
  const Json& confusion = classes.at("confusion");
  EXPECT_EQ(confusion[0][0], 1) << "clipped to -1";
  EXPECT_EQ(confusion[2][1], 1) << "-.1 lies in (-.7, -.1]";
  EXPECT_EQ(confusion[2][2], 1) << ".1 lies in (-.1, .1]";
  EXPECT_EQ(confusion[3][3], 1);
  EXPECT_EQ(confusion[4][4], 1);
}

TEST(Classes, AreThereOnlyWhereTheScaleHasSomeAndCountNumbers) {
  EXPECT_TRUE(classes_json(Numbers{1}, Numbers{1}, Scale::other).is_null());
  EXPECT_THROW(classes_json(Numbers{1}, Numbers{1, 2}, Scale::mosi), DataError);
  const Json classes = classes_json(Numbers{NAN, 1}, Numbers{1, 1}, Scale::mosi);
  EXPECT_EQ(classes.at("confusion")[4], (std::vector<int>{0, 0, 0, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace mmim
