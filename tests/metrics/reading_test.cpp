#include "metrics/reading.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace mmim {
namespace {

TEST(SevenClasses, RoundHalvesToEvenWithinTheRange) {
  const std::vector<std::pair<double, int>> expected{{.5, 0},    {-.5, 0}, {1.5, 2},  {-1.5, -2}, {2.5, 2},
                                                     {-2.5, -2}, {3.5, 3}, {-99, -3}, {.51, 1},   {0, 0}};
  for (const auto& [score, reading] : expected)
    EXPECT_EQ(classes_of(score, Scale::mosi).at("seven_class"), reading) << score;
}

TEST(ClassesOfAScore, FollowTheScaleOfTheLabels) {
  EXPECT_EQ(classes_of(-.4, Scale::mosi), (Json{{"seven_class", 0}, {"two_class", "negative"}}));
  EXPECT_EQ(classes_of(-.4, Scale::sims),
            (Json{{"five_class", "weakly negative"}, {"three_class", "negative"}, {"two_class", "not positive"}}));
  EXPECT_EQ(classes_of(0, Scale::sims),
            (Json{{"five_class", "neutral"}, {"three_class", "neutral"}, {"two_class", "not positive"}}));
  EXPECT_EQ(classes_of(1.7, Scale::sims),
            (Json{{"five_class", "positive"}, {"three_class", "positive"}, {"two_class", "positive"}}));
  EXPECT_EQ(classes_of(-.4, Scale::other), Json::object());
}

TEST(ClassesOfAScore, AreNoneOfWhatIsNoNumber) {
  for (const Scale scale : {Scale::mosi, Scale::sims, Scale::other}) EXPECT_THROW(classes_of(NAN, scale), DataError);
}

}  // namespace
}  // namespace mmim
