#include <gtest/gtest.h>

#include "report/forms/csv.h"
#include "report/forms/markdown_report.h"
#include "report/forms/tex.h"
#include "support/expect_in.h"
#include "support/fake_cells.h"

namespace mmim {
namespace {

Cell cell_of(const std::string& row, int64_t seed, double value, const std::string& data, LabelRange labels,
             const std::string& label = "") {
  Cell cell = fake_cell(row, seed, value);
  cell.provenance.data = data;
  cell.provenance.labels = labels;
  cell.provenance.label = label;
  cell.metrics.clear();
  for (const Metric& metric : metrics(scale_of(labels))) cell.metrics[metric.name] = value;
  return cell;
}

Report of_sims() {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 2; ++seed) {
    cells.push_back(cell_of("MMIM", seed, .5, "sims", {-1, 1}));
    cells.push_back(cell_of("TFN", seed, .6, "sims", {-1, 1}));
  }
  Cell failed = fake_failure("MulT", 1, "no memory");
  failed.provenance.data = failed.provenance.fingerprint = "";  // failed before it opened its data
  cells.push_back(failed);
  return report_of(cells, {});
}

TEST(ReportOfSims, HasMmsasMetricsInEveryForm) {
  const Report report = of_sims();
  ASSERT_EQ(report.sections.size(), 1u);
  const std::string text = report_markdown(report);
  expect_in(text, {"| system | runs | valid MAE | MAE | Corr | Acc-5 | Acc-3 | Acc-2 | F1 |", "zeros are not",
                   "| MulT | 0 of 1 | failed |", "\nAcc-3, in percentage points:"});
  expect_not_in(text, {"Acc-7", "has0", "non0"});
  expect_in(report_tex(report), {"Models & MAE & Corr & Acc-5 & Acc-3 & Acc-2 & F1 \\\\"});
  expect_not_in(report_tex(report), {"has0"});
  expect_in(report_csv(report), {"Model,Mult_acc_2,Mult_acc_3,Mult_acc_5,F1_score,MAE,Corr,Loss\n",
                                 "MMIM,\"(50.0, 0.0)\",\"(50.0, 0.0)\""});
}

TEST(ReportOfSims, TellsThePageItsMetricsAndTheRangeOfLabels) {
  const Json json = of_sims().to_json();
  EXPECT_EQ(json.at("metrics").size(), 6u);
  EXPECT_EQ(json.at("metrics")[3].at("name"), "Acc-3");
  EXPECT_EQ(json.at("sections")[0].at("label_range"), (Json{-1, 1}));
  EXPECT_FALSE(json.at("sections")[0].contains("metrics")) << "the report's own are its";
}

TEST(ReportOfSeveralScales, KeepsTheirTablesApart) {
  const std::vector<Cell> cells{cell_of("MMIM", 1, .5, "mosi", {}), cell_of("MMIM", 1, .4, "sims", {-1, 1}),
                                cell_of("MMIM", 1, .3, "mosei", {0, 3}, "happy")};
  const Report report = report_of(cells, {});
  ASSERT_EQ(report.sections.size(), 3u);
  EXPECT_NE(report.sections[2].title.find("mosei, label happy, split test"), std::string::npos);
  const Json json = report.to_json();
  EXPECT_EQ(json.at("metrics").size(), 8u);
  EXPECT_FALSE(json.at("sections")[0].contains("metrics"));
  EXPECT_EQ(json.at("sections")[1].at("metrics").size(), 6u);
  EXPECT_EQ(json.at("sections")[2].at("columns").size(), 2u);
  EXPECT_EQ(json.at("sections")[2].at("label"), "happy");
  expect_in(report_markdown(report), {"Acc-2 has0 / non0", "| MAE | Corr | Acc-5 | Acc-3 | Acc-2 | F1 |",
                                      "Mean ± standard deviation (n - 1) over seeds."});
  const std::string csv = report_csv(report);
  expect_in(csv, {"Table,Model,Has0_acc_2,", ",Mult_acc_5,Mult_acc_7,MAE,Corr,Mult_acc_2,Mult_acc_3,F1_score,Loss\n",
                  "MMIM,,,,,,,\"(30.0, 0.0)\",\"(30.0, 0.0)\",,,,\n"});
}

}  // namespace
}  // namespace mmim
