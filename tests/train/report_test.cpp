#include "train/report.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "support/scratch.h"

namespace mmim {
namespace {

TEST(Report, NamesEveryMetricWithItsIntervalAndWhatTheNumbersDependOn) {
  Report report;
  report.metrics = {{"MAE", 0.5, 0.25, 0.75, 3}, {"Corr", std::nan(""), std::nan(""), std::nan(""), 7}};
  report.seed = 1111;
  report.synthetic = true;
  const Json json = parse_json(report.to_json().dump(), "report");
  EXPECT_EQ(json.at("metrics").at("MAE"), (Json{{"value", 0.5}, {"low", 0.25}, {"high", 0.75}, {"undefined", 3}}));
  EXPECT_TRUE(json.at("metrics").at("Corr").at("value").is_null());
  EXPECT_EQ(json.at("seed"), 1111);
  EXPECT_EQ(json.at("synthetic"), true);
  EXPECT_EQ(json.at("version"), MMIM_VERSION);
  EXPECT_FALSE(json.contains("watermark"));
  report.watermark = "selected with the test set";
  EXPECT_EQ(report.to_json().at("watermark"), "selected with the test set");
}

TEST(Report, WritesPredictionsThatReadBackToTheSameNumbers) {
  Predictions predictions;
  predictions.id = {"a,1", "b"};
  predictions.video = {"a", "b"};
  predictions.truth = {-1.6666666f, 0};
  predictions.prediction = {0.1f, 1e-9f};
  predictions.scores = {{"text", {0.5f, -0.25f}}};
  const auto path = scratch("predictions.csv");
  write_predictions(path, predictions);
  EXPECT_EQ(read_file(path), "id,truth,prediction,text\n\"a,1\",-1.6666666,0.1,0.5\nb,0,1e-09,-0.25\n");
  write_predictions(path, predictions, "SYNTHETIC");
  EXPECT_EQ(read_file(path),
            "id,truth,prediction,text,mark\n\"a,1\",-1.6666666,0.1,0.5,SYNTHETIC\nb,0,1e-09,-0.25,SYNTHETIC\n");
}

}  // namespace
}  // namespace mmim
