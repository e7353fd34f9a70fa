#include "report/tests.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/forms/markdown_report.h"
#include "report/reported.h"
#include "report/words.h"

namespace mmim {
namespace {

MetricTests mae_tests(const std::vector<Cell>& cells, const std::string& name) {
  return row_of_report(cells, name).against.value().at("MAE");
}

TEST(ReportTests, TestsEveryRowAgainstTheBaselineOverCommonSeeds) {
  const auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  const Against against = row_of_report(cells, "B").against.value();
  const MetricTests& mae = against.at("MAE");
  EXPECT_NEAR(mae.difference, .1, 1e-12);
  EXPECT_FALSE(mae.better) << "a higher MAE is worse";
  const double t = .1 / (.05 / std::sqrt(3.0));
  EXPECT_EQ(mae.paired.pairs, 3);
  EXPECT_EQ(mae.paired.degrees, 2);
  EXPECT_NEAR(mae.paired.statistic, t, 1e-9);
  EXPECT_NEAR(mae.paired.p, 1 - t / std::sqrt(2 + t * t), 1e-9) << "Student's t with 2 degrees";
  EXPECT_GT(mae.welch.p, mae.paired.p);
  EXPECT_GT(mae.g, 0);
  EXPECT_TRUE(against.at("Corr").better) << "a higher correlation is better";
  EXPECT_FALSE(row_of_report(cells, "MMIM").against.has_value());
}

TEST(ReportTests, HolmCountsTheRowsOfOneMetric) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  cells = joined(cells, cells_of("C", {.51, .65, .70}));
  const SeedTest b = mae_tests(cells, "B").paired, c = mae_tests(cells, "C").paired;
  ASSERT_LT(b.p, c.p);
  EXPECT_DOUBLE_EQ(b.holm, 2 * b.p);
  EXPECT_DOUBLE_EQ(c.holm, std::max(c.p, 2 * b.p));
}

TEST(ReportTests, SaysHowManySeedsATestNeedsAndLeavesItOutOfHolm) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("few", {.8, .9}));
  cells = joined(cells, cells_of("B", {.6, .65, .85}));
  const MetricTests few = mae_tests(cells, "few");
  EXPECT_NE(few.paired.why_undefined.find("3 are needed"), std::string::npos) << few.paired.why_undefined;
  EXPECT_TRUE(std::isnan(few.paired.holm));
  const SeedTest b = mae_tests(cells, "B").paired;
  EXPECT_DOUBLE_EQ(b.holm, b.p);
  EXPECT_NE(few.bootstrap.why_undefined.find("has no bootstrap draws"), std::string::npos);
}

TEST(ReportTests, PairsSeedsByTheirNumberNotByTheirPlace) {
  const auto cells = joined(cells_of("MMIM", {.9, .5, .6, .7}, 0), cells_of("B", {.6, .65, .85}, 1));
  const SeedTest paired = mae_tests(cells, "B").paired;
  EXPECT_EQ(paired.pairs, 3);
  EXPECT_NEAR(paired.statistic, .1 / (.05 / std::sqrt(3.0)), 1e-9);
}

TEST(ReportTests, BootstrapsOverVideosTheMeanOverSeeds) {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 2; ++seed) {
    cells.push_back(fake_predicted_cell("MMIM", seed, .2));
    cells.push_back(fake_predicted_cell("far", seed, 1.5));
    cells.push_back(fake_predicted_cell("near", seed, .2));
  }
  const MetricTests far = mae_tests(cells, "far"), near = mae_tests(cells, "near");
  EXPECT_DOUBLE_EQ(far.bootstrap.p, 1.0 / 301);
  EXPECT_DOUBLE_EQ(far.bootstrap.holm, 2.0 / 301);
  EXPECT_GT(near.bootstrap.p, .05);
  EXPECT_LT(far.bootstrap.low, far.difference);
  EXPECT_GT(far.bootstrap.high, far.difference);
  EXPECT_EQ(far.bootstrap.used, 300);
}

TEST(ReportTests, StarsWhatDiffersOnOtherSeedsAndVideosAlone) {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 5; ++seed) {
    cells.push_back(fake_predicted_cell("MMIM", seed, .2));
    cells.push_back(fake_predicted_cell("far", seed, 1.5));
    cells.push_back(fake_predicted_cell("unsteady", seed, seed == 1 ? .9 : .2));
  }
  const Report report = report_of(cells, {});
  const TableRow far = row_named(report, "far"), unsteady = row_named(report, "unsteady");
  EXPECT_NE(significance_marks(far, "MAE").find('*'), std::string::npos);
  const MetricTests& mae = unsteady.against->at("MAE");
  EXPECT_LT(mae.bootstrap.holm, .05) << "these weights differ, one seed of five by far";
  EXPECT_GT(mae.two_level.holm, .05);
  EXPECT_EQ(significance_marks(unsteady, "MAE"), "") << "the systems need not";
  EXPECT_GT(mae.two_level.detectable, mae.difference);
  const std::string legend = marks_legend(report.sections[0]);
  EXPECT_NE(legend.find("With 80 % power these seeds and videos show a difference in MAE of"), std::string::npos);
  EXPECT_EQ(legend.find("No star for"), std::string::npos);
  const SeedVideoTest& correlation = far.against->at("Corr").two_level;
  const std::string text = report_markdown(report);
  EXPECT_NE(text.find(" | " + metric("MAE").shown(mae.two_level.at_most, 4, true) + " | "), std::string::npos) << text;
  EXPECT_NE(text.find(" | " + metric("Corr").shown(correlation.at_least, 4, true) + " | "), std::string::npos) << text;
}

TEST(ReportTests, SayTheLeastAndTheGreatestDifferenceThatCouldBeSeen) {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 5; ++seed)
    for (const auto& [row, noise] : {std::pair{"MMIM", .2}, {"far", 1.5}, {"near", .25}})
      cells.push_back(fake_predicted_cell(row, seed, noise));
  const Report report = report_of(cells, {});
  const auto seen = [&](const char* row) { return row_named(report, row).against->at("MAE").two_level.detectable; };
  ASSERT_GT(seen("far"), seen("near") + .001);
  EXPECT_NE(marks_legend(report.sections[0])
                .find("MAE of " + metric("MAE").shown(seen("near"), 3) + " to " + metric("MAE").shown(seen("far"), 3)),
            std::string::npos);
}

TEST(ReportTests, SaysInWordsThatOneSeedEarnsNoStar) {
  const std::vector<Cell> cells{fake_predicted_cell("MMIM", 1, .2), fake_predicted_cell("far", 1, 1.5)};
  const Report report = report_of(cells, {});
  const TableRow far = row_named(report, "far");
  EXPECT_EQ(significance_marks(far, "MAE"), "");
  EXPECT_LT(far.against->at("MAE").bootstrap.p, .05);
  EXPECT_NE(marks_legend(report.sections[0]).find("No star for far: 1 seed on a side, 3 are needed"),
            std::string::npos);
}

TEST(ReportTests, DrawsThatAreNotTheSameMakeNoTest) {
  const Cell baseline = fake_predicted_cell("MMIM", 1, .2);
  const auto undefined = [&](const Cell& other) {
    return mae_tests(std::vector{baseline, other}, "B").bootstrap.why_undefined;
  };
  EXPECT_EQ(undefined(fake_predicted_cell("B", 1, .2)), "");
  EXPECT_NE(undefined(fake_predicted_cell("B", 1, .2, 200)).find("another number of draws"), std::string::npos);
  Cell other = fake_predicted_cell("B", 1, .2);
  other.draws["seed"] = 7;
  EXPECT_NE(undefined(other).find("with another seed"), std::string::npos);
  other = fake_predicted_cell("B", 1, .2);
  other.draws["videos_sha256"] = "of others";
  EXPECT_NE(undefined(other).find("drawn over other videos"), std::string::npos);
}

TEST(ReportTests, MarksWhatIsSignificantAfterHolm) {
  EXPECT_FALSE(significant(.06));
  EXPECT_TRUE(significant(.04));
  EXPECT_FALSE(significant(std::nan("")));
}

}  // namespace
}  // namespace mmim
