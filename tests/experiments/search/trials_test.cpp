#include "experiments/search/trials.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace mmim {
namespace {

const double kNaN = std::nan("");

Trial trial(const std::string& name, std::vector<Trial::Rung> rungs, double alpha = 0.1) {
  Trial one;
  one.name = name;
  one.values = {alpha, 32};
  one.rungs = std::move(rungs);
  return one;
}

TrialTable table() {
  TrialTable all;
  all.search.name = "grid";
  all.search.seeds = {1, 2};
  all.search.parameters = {{.option = "mmim.alpha", .low = 0.05, .high = 0.5, .range = true, .logarithmic = true},
                           {.option = "train.batch_size", .values = {16, 32}}};
  all.data = "mosi";
  all.trials = {trial("worse", {{2, {1.0, 0.9}}}), trial("none", {{2, {0.5, kNaN}}}),
                trial("better", {{2, {0.8, 0.9}}}, 0.3), trial("furthest", {{2, {0.9, 0.8}}, {6, {1.0, 1.5}}})};
  all.trials[1].reason = "the loss term `task` is nan, \"epoch\" 1";
  sort_trials(all.trials);
  return all;
}

TEST(Trials, ComeByHowFarTheyWentThenByMeanScoreAndFailedOnesLast) {
  std::vector<std::string> names;
  for (const Trial& one : table().trials) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"furthest", "better", "worse", "none"}));
}

TEST(Trials, GoOnWhenTheyAreAmongTheBestShareRoundedUp) {
  const std::vector<Trial> all{trial("a", {{2, {0.9}}}), trial("b", {{2, {kNaN}}}), trial("c", {{2, {0.7}}}),
                               trial("d", {{2, {0.8}}}), trial("e", {{2, {1.0}}})};
  EXPECT_EQ(promoted(all, 0, 0.5), (std::vector<size_t>{2, 3}));
  EXPECT_EQ(promoted(all, 0, 0.51), (std::vector<size_t>{0, 2, 3})) << "a failed trial does not count";
  EXPECT_TRUE(promoted({all[1]}, 0, 0.5).empty());
}

TEST(Trials, AreNamedWithTheirValuesAndTheBestWithItsScore) {
  EXPECT_EQ(table().values_of(table().trials[0]), "mmim.alpha = 0.1, train.batch_size = 32");
  EXPECT_EQ(table().best(),
            "best trial furthest: mmim.alpha = 0.1, train.batch_size = 32; loss on valid 1.2500, mean of 2 seeds");
  TrialTable failed = table();
  failed.trials = {trial("none", {{2, {kNaN, kNaN}}})};
  EXPECT_EQ(failed.best(), "");
  failed.encoder = "tiny";
  EXPECT_EQ(failed.heading(), "1 trial, 2 seeds each, on mosi, text encoder tiny");
}

TEST(Trials, StandInATableWithTheDeviationOverSeeds) {
  const auto rows = table().rows();
  EXPECT_EQ(table().header(), (std::vector<std::string>{"rank", "trial", "score", "deviation", "epochs", "mmim.alpha",
                                                        "train.batch_size", "note"}));
  EXPECT_EQ(rows[0], (std::vector<std::string>{"1", "furthest", "1.2500", "0.3536", "6", "0.1", "32", ""}));
  EXPECT_EQ(rows[3][0], "-");
  EXPECT_EQ(rows[3][2], "-");
  EXPECT_NE(table().to_csv().find("\"the loss term `task` is nan, \"\"epoch\"\" 1\""), std::string::npos);
}

TEST(Trials, AreJsonWithEveryScoreBySeed) {
  const Json json = table().to_json();
  EXPECT_EQ(json.at("trials")[0].at("rungs")[1].at("scores").at("2"), 1.5);
  EXPECT_TRUE(json.at("trials")[3].at("score").is_null());
  EXPECT_TRUE(json.at("trials")[3].at("rungs")[0].at("scores").at("2").is_null());
}

TEST(Trials, AreAPanelForEachParameterWithAColourForEachNumberOfEpochs) {
  const PlotFigure figure = table().figure();
  ASSERT_EQ(figure.panels.size(), 2u);
  const PlotPanel& alpha = figure.panels[0];
  EXPECT_TRUE(alpha.logarithmic_x);
  ASSERT_EQ(alpha.curves.size(), 2u);
  EXPECT_EQ(alpha.curves[0].name, "2 epochs");
  EXPECT_EQ(alpha.curves[0].x, (std::vector<double>{0.1, 0.3, 0.1})) << "the one that failed has no point";
  EXPECT_EQ(alpha.curves[1].y, (std::vector<double>{1.25}));
  EXPECT_EQ(figure.panels[1].ticks, (std::vector<std::pair<double, std::string>>{{1, "16"}, {2, "32"}}));
  EXPECT_EQ(figure.panels[1].curves[0].x, (std::vector<double>{2, 2, 2}));
}

}  // namespace
}  // namespace mmim
