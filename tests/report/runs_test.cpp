#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "report/forms/markdown_report.h"
#include "results/run_report.h"
#include "support/run_folder.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

class ReportOfRuns : public testing::Test {
 protected:
  std::string markdown(const std::vector<std::string>& names) const {
    std::vector<Cell> cells;
    for (const std::string& name : names) cells.push_back(read_run(scratch.path / name, {}));
    return report_markdown(report_of(cells, {.title = "Results", .baseline = "", .order = {}, .marks = {}}));
  }
  ScratchFolder scratch;
};

TEST_F(ReportOfRuns, HasARowForTheSeedsOfOneSystem) {
  write_run_folder(scratch.path / "a", "mmim", 2, 0.5);
  write_run_folder(scratch.path / "b", "mmim", 1, 0.7);
  write_run_folder(scratch.path / "c", "text-only", 1, 0.25);
  const std::string text = markdown({"a", "b", "c"});
  EXPECT_NE(text.find("| mmim (mmim-paper): train.epochs = 12 (baseline) | 2 | 0.7500 ± 0.0000 | 0.6000 ± 0.1414 |"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("| text-only: train.epochs = 12 | 1 | 0.7500 | 0.2500 |"), std::string::npos) << text;
  EXPECT_NE(text.find("Lowest mean MAE: text-only: train.epochs = 12."), std::string::npos) << text;
  EXPECT_LT(text.find("12 | 1 | 12 | 7 |"), text.find("12 | 2 | 12 | 7 |")) << "runs stand by seed";
}

TEST_F(ReportOfRuns, KeepsSyntheticAndRealApart) {
  write_run_folder(scratch.path / "a", "mmim", 1, 0.5);
  write_run_folder(scratch.path / "b", "text-only", 1, 0.7, true);
  const std::string text = markdown({"a", "b"});
  EXPECT_NE(text.find("## mosi, split test"), std::string::npos);
  EXPECT_NE(text.find("## SYNTHETIC data: mosi, split test"), std::string::npos);
  EXPECT_EQ(text.find("Lowest mean MAE"), std::string::npos);
}

TEST_F(ReportOfRuns, RefusesTheSameSeedTwice) {
  write_run_folder(scratch.path / "a", "mmim", 1, 0.5);
  write_run_folder(scratch.path / "b", "mmim", 1, 0.7);
  EXPECT_THROW(markdown({"a", "b"}), DataError);
}

}  // namespace
}  // namespace mmim
