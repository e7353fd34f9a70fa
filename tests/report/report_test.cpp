#include "report/report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "report/forms/markdown_report.h"
#include "report/words.h"
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
    report_of(cells, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TableRow row_named(const Report& report, const std::string& name) {
  for (const TableRow& row : report.sections.at(0).rows)
    if (row.name == name) return row;
  ADD_FAILURE() << "no row " << name;
  return {};
}

/// A row of the report of all these cells.
TableRow row_of_report(const std::vector<Cell>& cells, const std::string& name) {
  return row_named(report_of(cells, {}), name);
}

MetricTests mae_tests(const std::vector<Cell>& cells, const std::string& name) {
  return row_of_report(cells, name).against.value().at("MAE");
}

TEST(Report, MeansDeviationsAndValuesStandBySeed) {
  std::vector<Cell> cells = cells_of("A", {1, 2, 6});
  std::swap(cells[0], cells[2]);
  const TableRow row = row_of_report(cells, "A");
  EXPECT_EQ(row.runs, 3);
  EXPECT_EQ(row.seeds, (std::vector<int64_t>{1, 2, 3}));
  EXPECT_DOUBLE_EQ(row.metrics.at("MAE").spread.mean, 3);
  EXPECT_DOUBLE_EQ(row.metrics.at("Corr").spread.deviation, std::sqrt(7.0));
  EXPECT_EQ(row.metrics.at("F1 (non0)").values, (std::vector<double>{1, 2, 6}));
  EXPECT_DOUBLE_EQ(row.valid_mae.spread.mean, 3.125);
}

TEST(Report, TestsEveryRowAgainstTheBaselineOverCommonSeeds) {
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

TEST(Report, HolmCountsTheRowsOfOneMetric) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  cells = joined(cells, cells_of("C", {.51, .65, .70}));
  const SeedTest b = mae_tests(cells, "B").paired, c = mae_tests(cells, "C").paired;
  ASSERT_LT(b.p, c.p);
  EXPECT_DOUBLE_EQ(b.holm, 2 * b.p);
  EXPECT_DOUBLE_EQ(c.holm, std::max(c.p, 2 * b.p));
}

TEST(Report, SaysHowManySeedsATestNeedsAndLeavesItOutOfHolm) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("few", {.8, .9}));
  cells = joined(cells, cells_of("B", {.6, .65, .85}));
  const MetricTests few = mae_tests(cells, "few");
  EXPECT_NE(few.paired.undefined.find("3 are needed"), std::string::npos) << few.paired.undefined;
  EXPECT_TRUE(std::isnan(few.paired.holm));
  const SeedTest b = mae_tests(cells, "B").paired;
  EXPECT_DOUBLE_EQ(b.holm, b.p);
  EXPECT_NE(few.bootstrap.why_undefined.find("has no bootstrap draws"), std::string::npos);
}

TEST(Report, PairsSeedsByTheirNumberNotByTheirPlace) {
  const auto cells = joined(cells_of("MMIM", {.9, .5, .6, .7}, 0), cells_of("B", {.6, .65, .85}, 1));
  const SeedTest paired = mae_tests(cells, "B").paired;
  EXPECT_EQ(paired.pairs, 3);
  EXPECT_NEAR(paired.statistic, .1 / (.05 / std::sqrt(3.0)), 1e-9);
}

TEST(Report, BootstrapsOverVideosTheMeanOverSeeds) {
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

TEST(Report, StarsWhatDiffersOnOtherSeedsAndVideosAlone) {
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

TEST(Report, SaysInWordsThatOneSeedEarnsNoStar) {
  const std::vector<Cell> cells{fake_predicted_cell("MMIM", 1, .2), fake_predicted_cell("far", 1, 1.5)};
  const Report report = report_of(cells, {});
  const TableRow far = row_named(report, "far");
  EXPECT_EQ(significance_marks(far, "MAE"), "");
  EXPECT_LT(far.against->at("MAE").bootstrap.p, .05);
  EXPECT_NE(marks_legend(report.sections[0]).find("No star for far: 1 seed on a side, 3 are needed"),
            std::string::npos);
}

TEST(Report, DrawsThatAreNotTheSameMakeNoTest) {
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

TEST(Report, SaysWhyCellsStandInSeveralTables) {
  Cell elsewhere = fake_cell("A", 1, .5);
  elsewhere.provenance.data = "mosei";
  const Report report = report_of(std::vector{fake_cell("A", 1, .5), elsewhere}, {});
  EXPECT_EQ(report.sections.size(), 2u);
  ASSERT_EQ(report.marks.size(), 1u);
  EXPECT_NE(report.marks[0].find("do not belong in one table (data sets mosei, mosi"), std::string::npos)
      << report.marks[0];
  EXPECT_TRUE(report_of(std::vector{fake_cell("A", 1, .5)}, {}).marks.empty());
}

TEST(Report, LeavesOutRobustnessThatWasDrawnOtherwise) {
  const auto drawn = [](int64_t seed, int64_t draws) {
    Cell cell = fake_cell("A", seed, .5);
    cell.robustness = {{"seed", 1111},
                       {"shares", {0, 1}},
                       {"rows", "removed"},
                       {"curves", {{{"modality", "text"}, {"missing", "rows"}, {"draws", draws}}}}};
    return cell;
  };
  EXPECT_EQ(row_of_report({drawn(1, 3), drawn(2, 3)}, "A").robustness.value().cells, 2);
  const Report report = report_of(std::vector{drawn(1, 3), drawn(2, 10)}, {});
  EXPECT_FALSE(row_named(report, "A").robustness.has_value());
  ASSERT_EQ(report.sections[0].marks.size(), 1u);
  EXPECT_NE(report.sections[0].marks[0].find("is left out"), std::string::npos);
}

TEST(Report, MarksWhatIsSignificantAfterHolm) {
  EXPECT_FALSE(significant(.06));
  EXPECT_TRUE(significant(.04));
  EXPECT_FALSE(significant(std::nan("")));
}

TEST(Report, InflationIsHowMuchBetterThePublishedNumberLooks) {
  std::vector<Cell> cells = cells_of("A", {.7, .8, 5});
  for (Cell* cell : {&cells[0], &cells[1]}) {
    cell->published = cell->metrics;
    cell->published["MAE"] -= .02;
    cell->published["Corr"] += .01;
  }
  const Published published = row_of_report(cells, "A").published.value();
  EXPECT_EQ(published.cells, 2) << "the third was not watched";
  EXPECT_NEAR(published.metrics.at("MAE").selected, .75, 1e-12) << "of the same cells";
  EXPECT_NEAR(published.metrics.at("MAE").published.mean, .73, 1e-12);
  EXPECT_NEAR(published.metrics.at("MAE").inflation, .02, 1e-12);
  EXPECT_NEAR(published.metrics.at("Corr").inflation, .01, 1e-12);
}

TEST(Report, SelectsEverySystemAsPublishedByItsErrorOnTest) {
  std::vector<Cell> cells = cells_of("A", {.75});
  Cell& cell = cells[0];
  cell.published_epoch = 1;  // of a program that read the model's own loss
  cell.published = cell.metrics;
  for (int64_t epoch = 1; epoch <= 3; ++epoch) {
    EpochPoint point;
    point.epoch = epoch;
    point.valid_loss = 1. / static_cast<double>(epoch);
    point.test_loss = static_cast<double>(epoch);
    point.test = cell.metrics;
    point.test["MAE"] = epoch == 2 ? .7 : .9;
    cell.curve.push_back(point);
  }
  const Published published = row_of_report(cells, "A").published.value();
  EXPECT_NEAR(published.metrics.at("MAE").published.mean, .7, 1e-12) << "the second epoch";
  cell.curve[1].test = {{"MAE", .7}};
  EXPECT_NEAR(row_of_report(cells, "A").published.value().metrics.at("MAE").published.mean, .75, 1e-12)
      << "what the cell recorded, where the curve has not all metrics";
}

TEST(Report, HoldsTheCoverageOfEachRunBesideTheMean) {
  std::vector<Cell> cells = cells_of("A", {.5, .6});
  for (size_t i = 0; i < cells.size(); ++i)
    cells[i].conformal = {{"coverage", {{"value", .9 + .02 * static_cast<double>(i)}}}};
  const Json coverage = row_of_report(cells, "A").conformal->mean.at("coverage");
  EXPECT_NEAR(coverage.at("value").get<double>(), .91, 1e-12);
  EXPECT_EQ(coverage.at("runs"), (std::vector<double>{.9, .92}));
}

TEST(Report, AveragesClassesOverTheRunsThatRecordSome) {
  std::vector<Cell> cells = cells_of("A", {.5, .6, .7});
  const auto classes = [](int right, int wrong) {
    return Json{{"names", {"no", "yes"}},
                {"confusion", {{right, wrong}, {0, 4}}},
                {"reliability", Json::array({Json{{"count", right}}, Json{{"count", 4 + wrong}}})}};
  };
  cells[0].classes = classes(3, 1);
  cells[2].classes = classes(2, 2);
  const Analysis mean = row_of_report(cells, "A").classes.value();
  EXPECT_EQ(mean.cells, 2);
  EXPECT_EQ(mean.mean.at("confusion"), (std::vector<std::vector<double>>{{2.5, 1.5}, {0, 4}}));
}

TEST(Report, FailedCellsStandInTheirRowWithTheReason) {
  std::vector<Cell> cells = cells_of("A", {.5});
  cells.push_back(fake_failure("A", 9, "the loss is NaN"));
  cells.push_back(fake_failure("B", 1, "no memory"));
  Provenance& unknown = cells.back().provenance;
  unknown.fingerprint = unknown.data = unknown.encoder_sha256 = "";
  const Report report = report_of(cells, {});
  ASSERT_EQ(report.sections.size(), 1u) << "what failed before it read its data contradicts nothing";
  EXPECT_EQ(report.failed, 2);
  EXPECT_EQ(row_named(report, "A").failed.at(0).reason, "the loss is NaN");
  EXPECT_EQ(row_named(report, "B").runs, 0);
  EXPECT_TRUE(std::isnan(row_named(report, "B").metrics.at("MAE").spread.mean));
}

TEST(Report, AllFailedIsAReportAndNothingIsNone) {
  const Report report = report_of(std::vector<Cell>{fake_failure("A", 1, "why")}, {});
  EXPECT_FALSE(report.sections[0].baseline.has_value());
  EXPECT_NE(refusal({}).find("without a finished or failed cell"), std::string::npos);
}

TEST(Report, CurvesAreMeansOverTheSeedsThatReachedAnEpoch) {
  std::vector<Cell> cells = cells_of("A", {.5, .6});
  add_curves(cells[0], 1.0, 3);
  add_curves(cells[1], 2.0, 2);
  const TableRow row = row_of_report(cells, "A");
  const EpochCurves curves = row.curves.value();
  const SeedCurve valid = curves.valid_mae.value();
  EXPECT_NEAR(valid.mean.at(0), 1.5, 1e-12);
  EXPECT_NEAR(valid.low.at(1), .9, 1e-12);
  EXPECT_NEAR(valid.high.at(1), 1.9, 1e-12);
  EXPECT_NEAR(valid.mean.at(2), .8, 1e-12);
  EXPECT_EQ(valid.seeds, (std::vector<int64_t>{2, 2, 1}));
  EXPECT_NEAR(curves.train.at("main/task").value().mean.at(0), 3, 1e-12);
  EXPECT_FALSE(curves.test_mae.has_value());
  EXPECT_TRUE(curves.valid.empty());
  for (Cell& cell : cells)
    for (EpochPoint& point : cell.curve) point.valid["I_BA/text-visual"] = static_cast<double>(cell.seed);
  EXPECT_NEAR(row_of_report(cells, "A").curves.value().valid.at("I_BA/text-visual").value().mean.at(0), 1.5, 1e-12);
  EXPECT_EQ(row.steps.value().best_step, 80);
  EXPECT_EQ(row.steps.value().stages.at(0).terms.at("task"), (std::vector<double>{1.5, .5}));
}

TEST(Report, WhatAnalysesMeasuredIsAveragedOverSeeds) {
  std::vector<Cell> cells = cells_of("A", {.5, .6, .7});
  cells[0].slices = {{"sign", {{{"slice", "positive"}, {"count", 10}, {"MAE", .5}}}}};
  cells[1].slices = {{"sign", {{{"slice", "positive"}, {"count", 10}, {"MAE", .7}}}}};
  const Analysis slices = row_of_report(cells, "A").slices.value();
  EXPECT_EQ(slices.cells, 2);
  const Json slice = slices.mean.at("sign").at(0);
  EXPECT_EQ(slice.at("slice"), "positive");
  EXPECT_EQ(slice.at("count"), 10);
  EXPECT_NEAR(slice.at("MAE"), .6, 1e-12);
}

TEST(Report, EveryCellSaysWhereItComesFrom) {
  const Cell cell = fake_cell("A", 1, .5);
  const Origin from = row_of_report({cell}, "A").origins.at(0);
  EXPECT_EQ(from.cell, "A-mosi-1");
  EXPECT_EQ(from.provenance.difference(cell.provenance), "");
  EXPECT_EQ(from.provenance.machine, "a machine");
}

TEST(Report, TheBaselineIsAskedForOrMmimOrTheFirst) {
  const auto baseline = [](const std::vector<Cell>& cells, const std::string& wanted) {
    return report_of(cells, {.title = "", .baseline = wanted, .order = {}, .marks = {}}).sections.at(0).baseline;
  };
  const auto cells = joined(cells_of("TFN", {.5}), cells_of("MMIM", {.6}));
  EXPECT_EQ(baseline(cells, ""), "MMIM");
  EXPECT_EQ(baseline(cells, "TFN"), "TFN");
  EXPECT_EQ(baseline(joined(cells_of("LMF", {.5}), cells_of("TFN", {.6})), ""), "LMF");
  EXPECT_NE(refusal(cells, {.title = "", .baseline = "TFM", .order = {}, .marks = {}}).find("did you mean `TFN`?"),
            std::string::npos);
  EXPECT_FALSE(baseline(cells_of("LMF", {.5}), "").has_value()) << "one row is compared with nothing";
  const Report fallen =
      report_of(joined({fake_failure("MMIM", 1, "why")}, joined(cells_of("TFN", {.5}), cells_of("LMF", {.5}))), {});
  EXPECT_EQ(fallen.sections[0].baseline, "TFN");
  ASSERT_EQ(fallen.sections[0].marks.size(), 1u);
  EXPECT_NE(fallen.sections[0].marks[0].find("has no finished cell here"), std::string::npos);
}

TEST(ReportJson, SaysWhatIsUndefinedAndLeavesOutNoKeyThatThePageReads) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  cells = joined(cells, cells_of("few", {.8, .9}));
  const Json report = parse_json(report_of(cells, {}).to_json().dump(), "report");
  const Json& rows = report.at("sections").at(0).at("rows");
  EXPECT_TRUE(rows.at(0).at("against").is_null());
  EXPECT_TRUE(rows.at(0).at("curves").is_null());
  const auto keys = [](const Json& object) {
    std::string text;
    for (const auto& [key, unused] : object.items()) text += key + " ";
    return text;
  };
  const Json &whole = rows.at(1).at("against").at("MAE"), &few = rows.at(2).at("against").at("MAE");
  EXPECT_EQ(keys(rows.at(1).at("against")), "MAE Corr Acc-7 Acc-5 Acc-2 (has0) Acc-2 (non0) F1 (has0) F1 (non0) ");
  EXPECT_EQ(keys(whole.at("paired")), "statistic df p low high n holm ");
  EXPECT_EQ(keys(whole.at("bootstrap")), "undefined ");
  EXPECT_EQ(keys(few.at("paired")), "undefined n ");
}

}  // namespace
}  // namespace mmim
