#include "report/forms/markdown_report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/forms/some_report.h"
#include "report/reported.h"

namespace mmim {
namespace {

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

TEST(ReportMarkdown, PutsEachNumberOfATestInTheColumnOfItsName) {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 5; ++seed)
    for (const auto& [row, noise] : {std::pair{"MMIM", .2}, {"far", .4}, {"near", .25}})
      cells.push_back(fake_predicted_cell(row, seed, noise));
  const Report report = report_of(cells, {});
  const std::string text = report_markdown(report);
  const auto in_brackets = [](double p, double holm) { return shown_p(p) + " (" + shown_p(holm) + ")"; };
  const auto degrees = [](double df) {
    char shown[32];
    std::snprintf(shown, sizeof shown, ", df %.3g", df);
    return std::string(shown);
  };
  for (const char* name : {"far", "near"})
    for (const char* of : {"MAE", "Corr"}) {
      const MetricTests tests = row_named(report, name).against->at(of);
      const Metric& one = metric(of);
      const auto signed_ = [&](double value) { return one.shown(value, 4, true); };
      const SeedVideoTest& two = tests.two_level;
      expect_in(text,
                {std::string("\n| ") + name + " | " + signed_(tests.difference) + " | " + signed_(two.low) + " to " +
                     signed_(two.high) + " | " + signed_(one.lower_is_better ? two.at_most : two.at_least) + " | " +
                     in_brackets(two.p, two.holm) + degrees(two.degrees) + " | " + one.shown(two.detectable) + " | " +
                     in_brackets(tests.paired.p, tests.paired.holm) + degrees(tests.paired.degrees) + " | " +
                     in_brackets(tests.welch.p, tests.welch.holm) + degrees(tests.welch.degrees) + " | " +
                     decimal(tests.g, 2) + " |\n",
                 std::string("\n| ") + name + " | " + signed_(tests.difference) + " | " + signed_(tests.bootstrap.low) +
                     " to " + signed_(tests.bootstrap.high) + " | " +
                     in_brackets(tests.bootstrap.p, tests.bootstrap.holm) + " |\n"});
    }
}

TEST(ReportMarkdown, TellsTheOriginOfACellByItsHashes) {
  expect_in(report_markdown(report_of(std::vector{fake_cell("A", 1, .5)}, {})),
            {"| A-mosi-1 | 1 | valid | 0123456789ab | aaaaaaaaaaaa | 0.1.0 | 555555555555 | a machine | 1234 | 60 |"});
}

TEST(ReportMarkdown, HasALineForEachTrueClassAndTheReliabilityInPercent) {
  Cell cell = fake_cell("A", 1, .5);
  const auto one = [](int count, double prediction, double truth, double right) {
    return Json{{"count", count}, {"prediction", prediction}, {"truth", truth}, {"right", right}};
  };
  cell.classes = {{"names", {"no", "yes"}},
                  {"confusion", {{3, 1}, {0, 4}}},
                  {"reliability", Json::array({one(3, -.5, -.25, 1), one(5, .75, .5, .8)})}};
  expect_in(report_markdown(report_of(std::vector{cell}, {})),
            {"| true class | read as no | read as yes |\n|---|---|---|\n| no | 3 | 1 |\n| yes | 0 | 4 |\n",
             "| no | 3 | -0.500 | -0.250 | 100.0 |\n| yes | 5 | +0.750 | +0.500 | 80.0 |\n"});
}

TEST(ReportMarkdown, SaysFromWhichToWhichCoverageSingleRunsReach) {
  std::vector<Cell> cells{fake_cell("A", 1, .5), fake_cell("A", 2, .5)};
  for (size_t i = 0; i < 2; ++i)
    cells[i].conformal = {{"alpha", .1},
                          {"calibration", {{"utterances", 229}, {"rank", 207}}},
                          {"radius", 1.5},
                          {"range", {-3, 3}},
                          {"coverage", {{"value", i == 0 ? .91 : .95}, {"low", .88}, {"high", .96}}},
                          {"expected", {{"value", .9}, {"low", .86}, {"high", .93}}},
                          {"width", 2.75},
                          {"approximate", nullptr}};
  expect_in(report_markdown(report_of(cells, {})), {"| 93.00 | 88.00 to 96.00 |", "rank 207 | 91.00 to 95.00 |"});
}

TEST(ReportMarkdown, NamesTheLowestErrorThatThereIs) {
  std::vector<Cell> cells{fake_cell("first", 1, NAN), fake_cell("B", 1, .5), fake_cell("C", 1, .4)};
  expect_in(report_markdown(report_of(cells, {})), {"\nLowest mean MAE: C.\n"});
}

}  // namespace
}  // namespace mmim
