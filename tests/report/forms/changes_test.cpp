#include "report/report.h"

#include <gtest/gtest.h>

#include "report/forms/markdown_report.h"
#include "report/forms/some_report.h"
#include "report/forms/tex.h"

namespace mmim {
namespace {

TEST(ReportForms, TellChangedOptionsUnderTheTitle) {
  std::vector<Cell> cells = some_cells();
  for (Cell& cell : cells)
    if (cell.row == "MMIM" || cell.row == "TFN") cell.changes = {"train.epochs = 8", "mmim.alpha = 0.3"};
  const Report report = report_of(cells, {.title = "T", .baseline = "", .order = {}, .marks = {}});
  EXPECT_NE(report_markdown(report).find("failed.\n\nChanged options:\n\n- MMIM and TFN: train.epochs = 8, "
                                         "mmim.alpha = 0.3\n"),
            std::string::npos)
      << report_markdown(report).substr(0, 300);
  EXPECT_EQ(report.to_json().at("changes"),
            Json::array({{{"rows", {"MMIM", "TFN"}}, {"options", {"train.epochs = 8", "mmim.alpha = 0.3"}}}}));
  EXPECT_NE(report_tex(report).find("% Changed options of MMIM and TFN: train.epochs = 8"), std::string::npos);
  for (Cell& cell : cells) cell.changes = {"train.epochs = 8"};
  EXPECT_NE(report_markdown(report_of(cells, {})).find("- all rows: train.epochs = 8\n"), std::string::npos);
  EXPECT_EQ(report_markdown(some_report()).find("Changed options"), std::string::npos);
}

}  // namespace
}  // namespace mmim
