#include "report/report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "report/tests.h"
#include "support/fake_cells.h"

namespace mmim {
namespace {

std::vector<Cell> cells_of(const std::string& row, const std::vector<double>& values, int64_t first_seed = 1) {
  std::vector<Cell> cells;
  for (const double value : values) cells.push_back(fake_cell(row, first_seed++, value));
  return cells;
}

std::vector<Cell> joined(std::vector<Cell> one, const std::vector<Cell>& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

std::string refusal(const std::vector<Cell>& cells, const ReportOptions& options = {}) {
  try {
    experiment_report(cells, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

Json row_named(const Json& report, const std::string& name, size_t section = 0) {
  for (const Json& row : report.at("sections").at(section).at("rows"))
    if (row.at("name") == name) return row;
  ADD_FAILURE() << "no row " << name;
  return {};
}

TEST(ExperimentReport, MeansDeviationsAndValuesStandBySeed) {
  std::vector<Cell> cells = cells_of("A", {1, 2, 6});
  std::swap(cells[0], cells[2]);
  const Json row = row_named(experiment_report(cells, {}), "A");
  EXPECT_EQ(row.at("n"), 3);
  EXPECT_EQ(row.at("seeds"), Json({1, 2, 3}));
  EXPECT_DOUBLE_EQ(row.at("metrics").at("MAE").at("mean"), 3);
  EXPECT_DOUBLE_EQ(row.at("metrics").at("Corr").at("sd"), std::sqrt(7.0));
  EXPECT_EQ(row.at("metrics").at("F1 (non0)").at("values"), Json({1.0, 2.0, 6.0}));
  EXPECT_DOUBLE_EQ(row.at("valid_mae").at("mean"), 3.125);
}

TEST(ExperimentReport, TestsEveryRowAgainstTheBaselineOverCommonSeeds) {
  const auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  const Json against = row_named(experiment_report(cells, {}), "B").at("against").at("MAE");
  EXPECT_NEAR(against.at("difference"), .1, 1e-12);
  EXPECT_EQ(against.at("better"), false) << "a higher MAE is worse";
  const double t = .1 / (.05 / std::sqrt(3.0));
  EXPECT_EQ(against.at("paired").at("n"), 3);
  EXPECT_EQ(against.at("paired").at("df"), 2);
  EXPECT_NEAR(against.at("paired").at("statistic"), t, 1e-9);
  EXPECT_NEAR(against.at("paired").at("p"), 1 - t / std::sqrt(2 + t * t), 1e-9) << "Student's t with 2 degrees";
  EXPECT_GT(against.at("welch").at("p"), against.at("paired").at("p"));
  EXPECT_GT(against.at("g"), 0);
  const Json corr = row_named(experiment_report(cells, {}), "B").at("against").at("Corr");
  EXPECT_EQ(corr.at("better"), true) << "a higher correlation is better";
  EXPECT_TRUE(row_named(experiment_report(cells, {}), "MMIM").at("against").is_null());
}

TEST(ExperimentReport, HolmCountsTheRowsOfOneMetric) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  cells = joined(cells, cells_of("C", {.51, .65, .70}));
  const Json report = experiment_report(cells, {});
  const Json b = row_named(report, "B").at("against").at("MAE").at("paired");
  const Json c = row_named(report, "C").at("against").at("MAE").at("paired");
  const double smaller = b.at("p"), larger = c.at("p");
  ASSERT_LT(smaller, larger);
  EXPECT_DOUBLE_EQ(b.at("holm"), 2 * smaller);
  EXPECT_DOUBLE_EQ(c.at("holm"), std::max(larger, 2 * smaller));
}

TEST(ExperimentReport, SaysHowManySeedsATestNeedsAndLeavesItOutOfHolm) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("few", {.8, .9}));
  cells = joined(cells, cells_of("B", {.6, .65, .85}));
  const Json report = experiment_report(cells, {});
  const Json few = row_named(report, "few").at("against").at("MAE");
  EXPECT_NE(few.at("paired").at("undefined").get<std::string>().find("3 are needed"), std::string::npos) << few;
  EXPECT_FALSE(few.at("paired").contains("holm"));
  const Json b = row_named(report, "B").at("against").at("MAE").at("paired");
  EXPECT_DOUBLE_EQ(b.at("holm"), b.at("p"));
  EXPECT_NE(few.at("bootstrap").at("undefined").get<std::string>().find("has no bootstrap draws"), std::string::npos);
}

TEST(ExperimentReport, PairsSeedsByTheirNumberNotByTheirPlace) {
  const auto cells = joined(cells_of("MMIM", {.9, .5, .6, .7}, 0), cells_of("B", {.6, .65, .85}, 1));
  const Json paired = row_named(experiment_report(cells, {}), "B").at("against").at("MAE").at("paired");
  EXPECT_EQ(paired.at("n"), 3);
  EXPECT_NEAR(paired.at("statistic"), .1 / (.05 / std::sqrt(3.0)), 1e-9);
}

TEST(ExperimentReport, BootstrapsOverVideosTheMeanOverSeeds) {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 2; ++seed) {
    cells.push_back(fake_predicted_cell("MMIM", seed, .2));
    cells.push_back(fake_predicted_cell("far", seed, 1.5));
    cells.push_back(fake_predicted_cell("near", seed, .2));
  }
  const Json report = experiment_report(cells, {});
  const Json far = row_named(report, "far").at("against").at("MAE"),
             near = row_named(report, "near").at("against").at("MAE");
  EXPECT_DOUBLE_EQ(far.at("bootstrap").at("p"), 1.0 / 301);
  EXPECT_DOUBLE_EQ(far.at("bootstrap").at("holm"), 2.0 / 301);
  EXPECT_GT(near.at("bootstrap").at("p"), .05);
  EXPECT_LT(far.at("bootstrap").at("low"), far.at("difference"));
  EXPECT_GT(far.at("bootstrap").at("high"), far.at("difference"));
  EXPECT_EQ(far.at("bootstrap").at("draws"), 300);
}

TEST(ExperimentReport, DrawsThatAreNotTheSameMakeNoTest) {
  const Cell baseline = fake_predicted_cell("MMIM", 1, .2);
  const auto undefined = [&](const Cell& other) {
    const Json test = row_named(experiment_report(std::vector{baseline, other}, {}), "B").at("against").at("MAE");
    return test.at("bootstrap").value("undefined", "");
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

TEST(ExperimentReport, SaysWhyCellsStandInSeveralTables) {
  Cell elsewhere = fake_cell("A", 1, .5);
  elsewhere.data = "mosei";
  const Json report = experiment_report(std::vector{fake_cell("A", 1, .5), elsewhere}, {});
  EXPECT_EQ(report.at("sections").size(), 2u);
  EXPECT_NE(report.at("marks").dump().find("do not belong in one table (data sets mosei, mosi"), std::string::npos)
      << report.at("marks");
  EXPECT_TRUE(experiment_report(std::vector{fake_cell("A", 1, .5)}, {}).at("marks").empty());
}

TEST(ExperimentReport, LeavesOutRobustnessThatWasDrawnOtherwise) {
  const auto drawn = [](int64_t seed, int64_t draws) {
    Cell cell = fake_cell("A", seed, .5);
    cell.robustness = {{"seed", 1111},
                       {"shares", {0, 1}},
                       {"rows", "removed"},
                       {"curves", {{{"modality", "text"}, {"missing", "rows"}, {"draws", draws}}}}};
    return cell;
  };
  EXPECT_EQ(row_named(experiment_report(std::vector{drawn(1, 3), drawn(2, 3)}, {}), "A").at("robustness").at("n"), 2);
  const Json report = experiment_report(std::vector{drawn(1, 3), drawn(2, 10)}, {});
  EXPECT_TRUE(row_named(report, "A").at("robustness").is_null());
  EXPECT_NE(report.at("sections").at(0).at("marks").dump().find("is left out"), std::string::npos);
}

TEST(ExperimentReport, MarksWhatIsSignificantAfterHolm) {
  EXPECT_FALSE(significant({{"p", .01}, {"holm", .06}}));
  EXPECT_TRUE(significant({{"p", .01}, {"holm", .04}}));
  EXPECT_FALSE(significant({{"undefined", "one seed"}}));
}

TEST(ExperimentReport, InflationIsHowMuchBetterThePublishedNumberLooks) {
  std::vector<Cell> cells = cells_of("A", {.7, .8, 5});
  for (Cell* cell : {&cells[0], &cells[1]}) {
    cell->published = cell->metrics;
    cell->published["MAE"] -= .02;
    cell->published["Corr"] += .01;
  }
  const Json published = row_named(experiment_report(cells, {}), "A").at("published");
  EXPECT_EQ(published.at("n"), 2) << "the third was not watched";
  EXPECT_NEAR(published.at("metrics").at("MAE").at("selected"), .75, 1e-12) << "of the same cells";
  EXPECT_NEAR(published.at("metrics").at("MAE").at("published"), .73, 1e-12);
  EXPECT_NEAR(published.at("metrics").at("MAE").at("inflation"), .02, 1e-12);
  EXPECT_NEAR(published.at("metrics").at("Corr").at("inflation"), .01, 1e-12);
}

TEST(ExperimentReport, FailedCellsStandInTheirRowWithTheReason) {
  std::vector<Cell> cells = cells_of("A", {.5});
  cells.push_back(fake_failure("A", 9, "the loss is NaN"));
  cells.push_back(fake_failure("B", 1, "no memory"));
  cells.back().fingerprint = cells.back().data = cells.back().encoder_sha256 = "";
  const Json report = experiment_report(cells, {});
  ASSERT_EQ(report.at("sections").size(), 1u) << "what failed before it read its data contradicts nothing";
  EXPECT_EQ(report.at("failed"), 2);
  EXPECT_EQ(row_named(report, "A").at("failed").at(0).at("reason"), "the loss is NaN");
  EXPECT_EQ(row_named(report, "B").at("n"), 0);
  EXPECT_TRUE(row_named(report, "B").at("metrics").at("MAE").at("mean").is_null());
}

TEST(ExperimentReport, AllFailedIsAReportAndNothingIsNone) {
  const Json report = experiment_report(std::vector<Cell>{fake_failure("A", 1, "why")}, {});
  EXPECT_TRUE(report.at("sections").at(0).at("baseline").is_null());
  EXPECT_NE(refusal({}).find("without a finished or failed cell"), std::string::npos);
}

TEST(ExperimentReport, CurvesAreMeansOverTheSeedsThatReachedAnEpoch) {
  std::vector<Cell> cells = cells_of("A", {.5, .6});
  add_curves(cells[0], 1.0, 3);
  add_curves(cells[1], 2.0, 2);
  const Json row = row_named(experiment_report(cells, {}), "A");
  const Json curve = row.at("curves").at("valid_mae");
  EXPECT_NEAR(curve.at("mean").at(0), 1.5, 1e-12);
  EXPECT_NEAR(curve.at("low").at(1), .9, 1e-12);
  EXPECT_NEAR(curve.at("high").at(1), 1.9, 1e-12);
  EXPECT_NEAR(curve.at("mean").at(2), .8, 1e-12);
  EXPECT_EQ(curve.at("n"), Json({2, 2, 1}));
  EXPECT_NEAR(row.at("curves").at("train").at("main/task").at("mean").at(0), 3, 1e-12);
  EXPECT_TRUE(row.at("curves").at("test_mae").is_null());
  EXPECT_EQ(row.at("steps").at("best_step"), 80);
  EXPECT_EQ(row.at("steps").at("stages").at(0).at("terms").at("task"), Json({1.5, .5}));
}

TEST(ExperimentReport, WhatAnalysesMeasuredIsAveragedOverSeeds) {
  std::vector<Cell> cells = cells_of("A", {.5, .6, .7});
  cells[0].slices = {{"sign", {{{"slice", "positive"}, {"count", 10}, {"MAE", .5}}}}};
  cells[1].slices = {{"sign", {{{"slice", "positive"}, {"count", 10}, {"MAE", .7}}}}};
  const Json slices = row_named(experiment_report(cells, {}), "A").at("slices");
  EXPECT_EQ(slices.at("n"), 2);
  const Json slice = slices.at("mean").at("sign").at(0);
  EXPECT_EQ(slice.at("slice"), "positive");
  EXPECT_EQ(slice.at("count"), 10);
  EXPECT_NEAR(slice.at("MAE"), .6, 1e-12);
}

TEST(ExperimentReport, EveryCellSaysWhereItComesFrom) {
  const Json from = row_named(experiment_report(cells_of("A", {.5}), {}), "A").at("provenance").at(0);
  for (const char* key : {"seed", "protocol", "fingerprint", "encoder_sha256", "configuration_sha256", "version",
                          "program", "machine", "cell"})
    EXPECT_FALSE(from.at(key).empty()) << key;
}

TEST(ExperimentReport, TheBaselineIsAskedForOrMmimOrTheFirst) {
  const auto baseline = [](const std::vector<Cell>& cells, const std::string& wanted) {
    return experiment_report(cells, {.title = "", .baseline = wanted, .order = {}, .marks = {}})
        .at("sections")
        .at(0)
        .at("baseline")
        .get<std::string>();
  };
  const auto cells = joined(cells_of("TFN", {.5}), cells_of("MMIM", {.6}));
  EXPECT_EQ(baseline(cells, ""), "MMIM");
  EXPECT_EQ(baseline(cells, "TFN"), "TFN");
  EXPECT_EQ(baseline(joined(cells_of("LMF", {.5}), cells_of("TFN", {.6})), ""), "LMF");
  EXPECT_NE(refusal(cells, {.title = "", .baseline = "TFM", .order = {}, .marks = {}}).find("did you mean `TFN`?"),
            std::string::npos);
  EXPECT_TRUE(experiment_report(cells_of("LMF", {.5}), {}).at("sections").at(0).at("baseline").is_null())
      << "one row is compared with nothing";
  const Json fallen = experiment_report(
      joined({fake_failure("MMIM", 1, "why")}, joined(cells_of("TFN", {.5}), cells_of("LMF", {.5}))), {});
  EXPECT_EQ(fallen.at("sections").at(0).at("baseline"), "TFN");
  EXPECT_NE(fallen.at("sections").at(0).at("marks").dump().find("has no finished cell here"), std::string::npos);
}

}  // namespace
}  // namespace mmim
