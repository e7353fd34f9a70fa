#include "report/curves.h"

#include <gtest/gtest.h>

#include "report/reported.h"

namespace mmim {
namespace {

TEST(ReportCurves, CurvesAreMeansOverTheSeedsThatReachedAnEpoch) {
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

TEST(ReportCurves, TakeTheErrorOnValidNotTheLossThatSelects) {
  Cell cell = fake_cell("A", 1, .5);
  cell.curve = {
      {.epoch = 1, .step = 40, .valid_loss = 7, .test_loss = 0, .valid = {{"MAE", .5}}, .test = {}, .train = {}},
      {.epoch = 2, .step = 80, .valid_loss = 6, .test_loss = 0, .valid = {}, .test = {}, .train = {}}};
  const SeedCurve valid = row_of_report({cell}, "A").curves.value().valid_mae.value();
  EXPECT_EQ(valid.mean, (std::vector<double>{.5, 6})) << "the loss where an older program recorded no error";
}

}  // namespace
}  // namespace mmim
