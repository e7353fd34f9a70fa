#include "results/run_report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/version.h"

namespace mmim {
namespace {

TEST(RunReport, NamesEveryMetricWithItsIntervalAndWhatTheNumbersDependOn) {
  RunReport report;
  report.metrics = {{"MAE", 0.5, 0.25, 0.75, 3}, {"Corr", std::nan(""), std::nan(""), std::nan(""), 7}};
  report.seed = 1111;
  report.synthetic = true;
  report.changes = {"train.epochs = 12"};
  const Json json = parse_json(report.to_json().dump(), "report");
  EXPECT_EQ(json.at("metrics").at("MAE"), (Json{{"value", 0.5}, {"low", 0.25}, {"high", 0.75}, {"undefined", 3}}));
  EXPECT_TRUE(json.at("metrics").at("Corr").at("value").is_null());
  EXPECT_EQ(json.at("seed"), 1111);
  EXPECT_EQ(json.at("synthetic"), true);
  EXPECT_EQ(json.at("changes"), (Json{"train.epochs = 12"}));
  EXPECT_EQ(json.at("version"), program_version());
  EXPECT_FALSE(json.contains("watermark"));
  report.watermark = "selected with the test set";
  EXPECT_EQ(report.to_json().at("watermark"), "selected with the test set");
}

}  // namespace
}  // namespace mmim
