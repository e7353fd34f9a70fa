#include "report/forms/csv.h"

#include <gtest/gtest.h>

#include "report/forms/some_report.h"

namespace mmim {
namespace {

TEST(ReportCsv, IsMmsasRowWithThePopulationsDeviation) {
  std::vector<Cell> cells{fake_cell("MMIM", 1, .7), fake_cell("MMIM", 2, .8)};
  EXPECT_EQ(report_csv(report_of(cells, {})),
            "Model,Has0_acc_2,Has0_F1_score,Non0_acc_2,Non0_F1_score,Mult_acc_5,Mult_acc_7,MAE,Corr,Loss\n"
            "MMIM,\"(75.0, 5.0)\",\"(75.0, 5.0)\",\"(75.0, 5.0)\",\"(75.0, 5.0)\",\"(75.0, 5.0)\",\"(75.0, 5.0)\","
            "\"(75.0, 5.0)\",\"(75.0, 5.0)\",\n");
  cells[1].provenance.split = "valid";
  expect_in(report_csv(report_of(cells, {})), {"Table,Model,", "\"mosi, split valid, "});
  expect_in(report_csv(some_report()),
            {"\n\"</script><script>alert(1)</script> & \"\"x\"\" | \\_{y}\n_z_\",", "\nno history,,,"});
}

TEST(ReportCsv, HasEachMetricUnderMmsasNameOfIt) {
  Cell cell = fake_cell("A", 1, 0);
  double value = 0;
  for (const char* name : {"MAE", "Corr", "Acc-7", "Acc-5", "Acc-2 (has0)", "Acc-2 (non0)", "F1 (has0)", "F1 (non0)"})
    cell.metrics[name] = (value += 1) / 100;
  expect_in(report_csv(report_of(std::vector{cell}, {})),
            {"Has0_acc_2,Has0_F1_score,Non0_acc_2,Non0_F1_score,Mult_acc_5,Mult_acc_7,MAE,Corr,Loss\n"
             "A,\"(5.0, 0.0)\",\"(7.0, 0.0)\",\"(6.0, 0.0)\",\"(8.0, 0.0)\",\"(4.0, 0.0)\",\"(3.0, 0.0)\","
             "\"(1.0, 0.0)\",\"(2.0, 0.0)\",\n"});
}

TEST(ReportCsv, RoundsToTwoDecimalsOfAPercent) {
  Cell cell = fake_cell("A", 1, .73456);
  expect_in(report_csv(report_of(std::vector{cell}, {})), {"A,\"(73.46, 0.0)\""});
}

}  // namespace
}  // namespace mmim
