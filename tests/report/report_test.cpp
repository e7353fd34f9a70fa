#include "report/report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "report/reported.h"

namespace mmim {
namespace {

std::string refusal(const std::vector<Cell>& cells, const ReportOptions& options = {}) {
  try {
    report_of(cells, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
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

/// Keys of an object; those of its first element for a list.
std::string keys_of(const Json& json) {
  std::string text;
  for (const auto& [key, unused] : (json.is_array() ? json.at(0) : json).items()) text += key + " ";
  return text;
}

TEST(ReportJson, SaysWhatIsUndefinedAndLeavesOutNoKeyThatThePageReads) {
  auto cells = joined(cells_of("MMIM", {.5, .6, .7}), cells_of("B", {.6, .65, .85}));
  cells = joined(cells, cells_of("few", {.8, .9}));
  const Json report = parse_json(report_of(cells, {}).to_json().dump(), "report");
  const Json& rows = report.at("sections").at(0).at("rows");
  EXPECT_TRUE(rows.at(0).at("against").is_null());
  EXPECT_TRUE(rows.at(0).at("curves").is_null());
  const Json &whole = rows.at(1).at("against").at("MAE"), &few = rows.at(2).at("against").at("MAE");
  EXPECT_EQ(keys_of(rows.at(1).at("against")), "MAE Corr Acc-7 Acc-5 Acc-2 (has0) Acc-2 (non0) F1 (has0) F1 (non0) ");
  EXPECT_EQ(keys_of(whole.at("paired")), "statistic df p low high n holm ");
  EXPECT_EQ(keys_of(whole.at("bootstrap")), "undefined ");
  EXPECT_EQ(keys_of(few.at("paired")), "undefined n ");
}

TEST(ReportJson, HasTheKeysThatThePageAndOthersRead) {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 3; ++seed)
    for (const char* row : {"MMIM", "B"}) cells.push_back(fake_predicted_cell(row, seed, row[0] == 'M' ? .2 : .4));
  for (Cell& cell : cells) add_curves(cell, 1, 2);
  cells[1].published = cells[1].metrics;
  cells[1].conformal = {{"coverage", {{"value", .9}}}};
  cells[1].classes = cells[1].slices = {{"names", {"no"}}};
  cells.push_back(fake_failure("B", 9, "no memory"));
  cells[0].changes = {"train.epochs = 3"};
  const Json report = parse_json(report_of(cells, {}).to_json().dump(), "report");
  EXPECT_EQ(keys_of(report),
            "format experiment title written_by finished failed marks changes metrics columns sections ");
  EXPECT_EQ(report.at("format"), "mmim report 1");
  EXPECT_EQ(keys_of(report.at("changes")), "rows options ");
  EXPECT_EQ(report.at("metrics")[0].at("lower_is_better"), true);
  EXPECT_EQ(report.at("metrics")[0].at("share"), false);
  EXPECT_EQ(keys_of(report.at("metrics")), "name meaning lower_is_better share ");
  EXPECT_EQ(report.at("columns")[4], (Json{{"title", "Acc-2"}, {"metrics", {"Acc-2 (has0)", "Acc-2 (non0)"}}}));
  const Json &section = report.at("sections")[0], &row = section.at("rows")[1];
  EXPECT_EQ(
      keys_of(section),
      "title data fingerprint synthetic split utterances videos encoder encoder_sha256 protocol baseline marks rows "
      "marks_legend ");
  EXPECT_EQ(
      keys_of(row),
      "name system note n seeds failed valid_mae metrics published provenance curves steps conformal classes slices "
      "robustness against ");
  EXPECT_EQ(keys_of(row.at("valid_mae")), "mean sd values ");
  EXPECT_EQ(keys_of(row.at("failed")), "cell seed reason ");
  EXPECT_EQ(keys_of(row.at("published").at("metrics").at("MAE")), "published published_sd selected inflation ");
  EXPECT_EQ(keys_of(row.at("provenance")),
            "cell seed finished protocol data fingerprint encoder encoder_sha256 configuration_sha256 version program "
            "machine epochs best_epoch parameters seconds ");
  EXPECT_EQ(row.at("provenance")[0].at("configuration_sha256"), "aaaaaaaaaaaaaaaa");
  EXPECT_EQ(keys_of(row.at("curves")), "epoch best valid_mae test_mae train valid ");
  EXPECT_EQ(keys_of(row.at("curves").at("best")), "seed epoch published ");
  EXPECT_EQ(keys_of(row.at("curves").at("valid_mae")), "mean low high n ");
  EXPECT_EQ(keys_of(row.at("steps")), "cell seed best_epoch best_step stages ");
  EXPECT_EQ(keys_of(row.at("conformal")), "n mean ");
  const Json& mae = row.at("against").at("MAE");
  EXPECT_EQ(keys_of(mae), "difference better g paired welch two_level bootstrap ");
  EXPECT_EQ(keys_of(mae.at("two_level")), "p low high at_least at_most df standard_error seed_share detectable holm ");
  EXPECT_EQ(keys_of(mae.at("bootstrap")), "p low high draws draws_without_value holm ");
  EXPECT_GT(mae.at("two_level").at("detectable"), mae.at("two_level").at("standard_error"));
}

}  // namespace
}  // namespace mmim
