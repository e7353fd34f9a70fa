#include "report/forms/tex.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/forms/some_report.h"

namespace mmim {
namespace {

TEST(ReportTex, IsThePapersTable) {
  const std::string text = report_tex(some_report());
  expect_in(text,
            {"\\begin{tabular}{lccccc}\n\\toprule\nModels & MAE & Corr & Acc-7 & Acc-2 & F1 \\\\\n\\midrule\n",
             "\nMMIM & 0.502 {\\scriptsize$\\pm$0.001} & ",
             "TFN & 0.702$^{\\dagger\\ddagger}$ {\\scriptsize$\\pm$0.001} & \\textbf{0.702}$^{\\dagger\\ddagger}$",
             "no history & \\multicolumn{5}{c}{failed} \\\\", "\\bottomrule\n\\end{tabular}\n"});
  expect_in(text, {"$<$/script$>$$<$script$>$alert(1)$<$/script$>$ \\& \"x\" | \\textbackslash{}\\_\\{y\\} \\_z\\_ & "
                   "\\textbf{0.498}"});
}

TEST(ReportTex, MarksTheBestOfEachColumnAndNothingWhereNoneHasAValue) {
  std::vector<Cell> cells{fake_cell("A", 1, .5), fake_cell("B", 1, .6)};
  for (Cell& cell : cells) cell.metrics["Acc-7"] = NAN;
  const std::string text = report_tex(report_of(cells, {}));
  expect_in(text, {"\nA & \\textbf{0.500} & 0.500 & - & ", "\nB & 0.600 & \\textbf{0.600} & - & "});
}

}  // namespace
}  // namespace mmim
