#include "report/rows.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/reported.h"

namespace mmim {
namespace {

TEST(ReportRows, MeansDeviationsAndValuesStandBySeed) {
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

TEST(ReportRows, InflationIsHowMuchBetterThePublishedNumberLooks) {
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

TEST(ReportRows, SelectsEverySystemAsPublishedByItsErrorOnTest) {
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

TEST(ReportRows, HoldsTheCoverageOfEachRunBesideTheMean) {
  std::vector<Cell> cells = cells_of("A", {.5, .6});
  for (size_t i = 0; i < cells.size(); ++i)
    cells[i].conformal = {{"coverage", {{"value", .9 + .02 * static_cast<double>(i)}}}};
  const Json coverage = row_of_report(cells, "A").conformal->mean.at("coverage");
  EXPECT_NEAR(coverage.at("value").get<double>(), .91, 1e-12);
  EXPECT_EQ(coverage.at("runs"), (std::vector<double>{.9, .92}));
}

TEST(ReportRows, AveragesClassesOverTheRunsThatRecordSome) {
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

TEST(ReportRows, WhatAnalysesMeasuredIsAveragedOverSeeds) {
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

TEST(ReportRows, LeavesOutRobustnessThatWasDrawnOtherwise) {
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

TEST(ReportRows, EveryCellSaysWhereItComesFrom) {
  const Cell cell = fake_cell("A", 1, .5);
  const Origin from = row_of_report({cell}, "A").origins.at(0);
  EXPECT_EQ(from.cell, "A-mosi-1");
  EXPECT_EQ(from.provenance.difference(cell.provenance), "");
  EXPECT_EQ(from.provenance.machine, "a machine");
}

}  // namespace
}  // namespace mmim
