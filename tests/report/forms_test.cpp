#include <gtest/gtest.h>

#include <cmath>

#include "report/forms/csv.h"
#include "report/forms/markdown_report.h"
#include "report/forms/page.h"
#include "report/forms/tex.h"
#include "support/expect_in.h"
#include "support/fake_cells.h"

namespace mmim {
namespace {

const std::string kHostile = "</script><script>alert(1)</script> & \"x\" | \\_{y}\n_z_";

/// A baseline, a row that differs, a hostile one and one that failed.
std::vector<Cell> some_cells() {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 3; ++seed) {
    const auto by = static_cast<double>(seed) / 1000;
    cells.push_back(fake_cell("MMIM", seed, .5 + by));
    cells.push_back(fake_cell("TFN", seed, .7 + by + (seed == 2 ? .0001 : 0)));
    cells.push_back(fake_cell(kHostile, seed, .5 - by));
  }
  cells.push_back(fake_failure("no history", 1, "the loss <is> NaN"));
  cells[0].note = "three | seeds";
  return cells;
}

Report some_report() { return report_of(some_cells(), {.title = "T & <i>", .baseline = "", .order = {}, .marks = {}}); }

TEST(ReportMarkdown, HoldsEveryRowItsMarksAndWhyItFailed) {
  const std::string text = report_markdown(some_report());
  expect_in(text, {"# T &amp; &lt;i>\n", "| MMIM (baseline) | 3 | 0.6270 ± 0.0010 | 0.5020 ± 0.0010 |",
                   "| TFN | 3 | 0.8270 ± 0.0010 | 0.7020 ± 0.0010†‡ |", "50.20 ± 0.10 / 50.20 ± 0.10",
                   "| no history | 0 of 1 | failed |", "- no history failed, seed 1: the loss &lt;is> NaN",
                   "- MMIM: three \\| seeds", "### Difference from MMIM",
                   "undefined: TFN-mosi-1 has no bootstrap draws", "Data 0123456789ab (686 utterances in 31 videos)"});
  EXPECT_EQ(text.find("<script>"), std::string::npos);
  EXPECT_NE(text.find("&lt;/script>&lt;script>alert(1)"), std::string::npos);
}

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

TEST(ReportForms, LeaveOutOriginsThatARunDoesNotTell) {
  std::vector<Cell> cells{fake_cell("MMIM", 1, .5)};
  cells[0].parameters = 0;
  cells[0].provenance.program = cells[0].provenance.configuration_sha256 = "";
  EXPECT_NE(report_markdown(report_of(cells, {})).find("| 0123456789ab | - | 0.1.0 | - | a machine | - | 60 |"),
            std::string::npos)
      << report_markdown(report_of(cells, {}));
}

TEST(ReportMarkdown, ShowsWhatWasPublishedAndWhatIsMissing) {
  std::vector<Cell> cells = some_cells();
  cells[0].published = cells[0].metrics;
  cells[0].published["MAE"] = .481;
  const Json curve{
      {"modality", "text"},
      {"missing", "rows"},
      {"draws", 3},
      {"metrics",
       {{"MAE", {{"mean", {.5, .75, 1.0}}, {"area", .75}}}, {"Acc-2 (non0)", {{"mean", {.8, .7, .6}}, {"area", .7}}}}}};
  cells[0].robustness = {{"shares", {0, .5, 1}}, {"rows", "removed"}, {"curves", Json::array({curve})}};
  cells[0].conformal = {{"alpha", .1},
                        {"calibration", {{"utterances", 229}, {"rank", 207}}},
                        {"radius", 1.5},
                        {"range", {-3, 3}},
                        {"coverage", {{"value", .91}, {"low", .88}, {"high", .94}}},
                        {"expected", {{"value", .9}, {"low", .86}, {"high", .93}}},
                        {"width", 2.75},
                        {"approximate", "valid chose the epoch"}};
  const Json slice{{"slice", "2 to 5 words"}, {"count", 180}, {"MAE", .75}, {"error", -.1}, {"Acc-2 (non0)", nullptr}};
  cells[0].slices = {{"slices", {{"length", Json::array({slice})}}}, {"calibration", Json::array()}};
  expect_in(report_markdown(report_of(cells, {})),
            {"| MMIM | 90.00 | 91.00 | 88.00 to 94.00 | 86.00 to 93.00 | 2.750 | 1.500 | 229, rank 207 |",
             "Approximate: valid chose the epoch.", "| MMIM | length | 2 to 5 words | 180 | 0.7500 | -0.1000 | - |",
             "| MMIM | 1 | 0.5010 → 0.4810 (+0.0200) |",
             "| MMIM | 1 | rows, removed | text | 0.5000 | 0.7500 | 1.0000 | 0.7500 | 70.00 |"});
}

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

/// What stands in the element of that id.
Json embedded(const std::string& page, const std::string& id) {
  const std::string open = "<script type=\"application/json\" id=\"" + id + "\">";
  const size_t begin = page.find(open) + open.size();
  return parse_json(page.substr(begin, page.find("</script>", begin) - begin), id);
}

TEST(ReportPage, HoldsTheReportAndNothingCanBreakOutOfIt) {
  const Report report = some_report();
  const std::string page = report_page(report, nullptr);
  EXPECT_EQ(embedded(page, "report"), parse_json(report.to_json().dump(), "report")) << "every row is there, as it is";
  EXPECT_TRUE(embedded(page, "cases").is_null());
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  expect_in(page, {"<title>T &amp; &lt;i&gt;</title>"});
  EXPECT_EQ(page.find("{{"), std::string::npos) << "a place was left open";
}

TEST(ReportPage, NeedsNoNetwork) {
  const std::string page = report_page(some_report(), nullptr);
  expect_in(page, {"default-src 'none'"});
  for (const char* outside : {"src=\"http", "href=\"http", "@import", "url(", "fetch(", "XMLHttpRequest"})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
}

TEST(ReportPage, HoldsCasesOnlyWhereTheyAreGiven) {
  const Json cases = Json::array({{{"id", "v_1"}, {"text", "</script>"}, {"truth", 1}, {"prediction", 2}}});
  EXPECT_EQ(embedded(report_page(some_report(), cases), "cases"), cases);
  EXPECT_FALSE(some_report().to_json().contains("cases"));
}

}  // namespace
}  // namespace mmim
