#include "results/run_report.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/version.h"
#include "support/run_folder.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

TEST(RunReport, NamesEveryMetricWithItsIntervalAndWhatTheNumbersDependOn) {
  RunReport report;
  report.metrics = {{"MAE", 0.5, 0.25, 0.75, 3}, {"Corr", std::nan(""), std::nan(""), std::nan(""), 7}};
  report.seed = 1111;
  report.provenance.synthetic = true;
  report.changes = {"train.epochs = 12"};
  const Json json = parse_json(report.to_json().dump(), "report");
  EXPECT_EQ(json.at("metrics").at("MAE"), (Json{{"value", 0.5}, {"low", 0.25}, {"high", 0.75}, {"undefined", 3}}));
  EXPECT_TRUE(json.at("metrics").at("Corr").at("value").is_null());
  EXPECT_EQ(json.at("seed"), 1111);
  EXPECT_EQ(json.at("synthetic"), true);
  EXPECT_EQ(json.at("changes"), (Json{"train.epochs = 12"}));
  EXPECT_EQ(json.at("version"), program_version());
  EXPECT_FALSE(json.contains("watermark"));
  report.provenance.watermark = "selected with the test set";
  EXPECT_EQ(report.to_json().at("watermark"), "selected with the test set");
}

TEST(RunReport, IsTheSameAfterWritingAndReading) {
  RunReport report;
  report.model = "mmim";
  report.preset = "mmim-paper";
  report.provenance.watermark = "selected with the test set";
  report.provenance.fingerprint = "0123";
  report.provenance.program = "4567";
  report.provenance.configuration_sha256 = "89ab";
  report.parameters = 1234;
  report.changes = {"train.epochs = 12"};
  report.metrics = {{"MAE", 0.5, 0.25, 0.75, 3}, {"Corr", std::nan(""), std::nan(""), std::nan(""), 7}};
  const Json json = report.to_json();
  EXPECT_EQ(RunReport::from_json(json, "report.json").to_json(), json);
}

TEST(RunReport, OfOlderProgramsIsReadWithoutWhatTheyDidNotWrite) {
  RunReport report;
  report.metrics = {{"MAE", 0.5, 0.25, 0.75, 3}};
  Json json = report.to_json();
  for (const char* key : {"best_epoch", "epochs", "machine", "changes", "parameters", "program_sha256",
                          "configuration_sha256", "low", "high", "undefined"}) {
    json.erase(key);
    json.at("metrics").at("MAE").erase(key);
    EXPECT_NO_THROW(RunReport::from_json(json, "report.json")) << key;
  }
  const RunReport old = RunReport::from_json(json, "report.json");
  EXPECT_EQ(old.metrics.at(0).value, 0.5);
  EXPECT_TRUE(std::isnan(old.metrics.at(0).low));
  EXPECT_EQ(old.parameters, 0);
  for (const auto& [key, unused] : json.items()) {
    Json less = json;
    less.erase(key);
    if (key != "metrics") {
      EXPECT_THROW(RunReport::from_json(less, "report.json"), DataError) << key;
    }
  }
}

TEST(RunReport, SaysWhichLabelWasLearnedWhereItIsNotTheUsualOne) {
  RunReport report;
  EXPECT_FALSE(report.to_json().contains("label"));
  report.provenance.label = "T";
  report.provenance.labels = {-1, 1};
  const Json json = report.to_json();
  EXPECT_EQ(json.at("label"), "T");
  EXPECT_EQ(RunReport::from_json(json, "report.json").to_json(), json);
}

class RunFolder : public testing::Test {
 protected:
  /// The run with `key` taken out of its report.
  Cell read_without(const std::string& key, const ChangesOf& changes_of) const {
    write_run_folder(scratch.path / "run", "mmim", 4, 0.5);
    Json json = read_json(report);
    json.erase(key);
    write_json(report, json);
    return read_run(scratch.path / "run", changes_of);
  }
  ScratchFolder scratch;
  const std::filesystem::path report = scratch.path / "run" / "report.json";
};

TEST_F(RunFolder, IsACellWhoseRowIsTheSystemWithItsChanges) {
  const Cell cell = read_without("nothing", {});
  EXPECT_EQ(cell.row, "mmim (mmim-paper): train.epochs = 12");
  EXPECT_EQ(cell.system, "mmim (mmim-paper)");
  EXPECT_TRUE(cell.finished);
  EXPECT_EQ(cell.seed, 4);
  EXPECT_EQ(cell.utterances, 686);
  EXPECT_EQ(cell.best_epoch, 7);
  EXPECT_EQ(cell.valid_mae, 0.75);
  EXPECT_EQ(cell.metrics.at("MAE"), 0.5);
  EXPECT_EQ(cell.provenance.data, "mosi");
  EXPECT_EQ(cell.provenance.machine, "") << "old runs do not tell";
}

TEST_F(RunFolder, HasTheErrorOnValidOfTheBestEpochWhateverSelectedIt) {
  write_run_folder(scratch.path / "run", "mmim", 4, 0.5);  // best epoch 7, whose loss is 0.75
  std::string lines;
  for (int epoch = 5; epoch <= 8; ++epoch)
    lines += Json{{"kind", "epoch"},    {"epoch", epoch},
                  {"step", epoch},      {"train", Json::object()},
                  {"valid_loss", 0.75}, {"valid", {{"MAE", 0.01 * epoch}}},
                  {"best", true},       {"seconds", 1}}
                 .dump() +
             "\n";
  write_file_atomically(scratch.path / "run" / "metrics.jsonl", lines);
  EXPECT_DOUBLE_EQ(read_run(scratch.path / "run", {}).valid_mae, 0.07);
}

TEST_F(RunFolder, OfARunThatRecordedNoChangesHasThoseOfItsConfiguration) {
  const auto changes_of = [](const Json&, const std::string& where) {
    return std::vector<std::string>{"told by " + std::filesystem::path(where).filename().string()};
  };
  EXPECT_EQ(read_without("changes", changes_of).row, "mmim (mmim-paper): told by config.toml");
  EXPECT_EQ(read_without("nothing", changes_of).row, "mmim (mmim-paper): train.epochs = 12");
}

TEST_F(RunFolder, NamesTheFileAndTheKeyThatIsMissing) {
  for (const std::string key : {"model", "seed", "data_fingerprint", "version", "metrics"}) {
    try {
      read_without(key, {});
      FAIL() << key << " was not missed";
    } catch (const DataError& error) {
      EXPECT_NE(std::string(error.what()).find(report.string()), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(key), std::string::npos) << error.what();
    }
  }
  write_json(report, {{"metrics", 3}});
  EXPECT_THROW(read_run(scratch.path / "run", {}), DataError);
}

TEST(RunReport, PredictionsGiveACellItsVideosDrawsAndClasses) {
  Cell cell;
  add_predictions(cell,
                  {.prediction = {1, 2}, .truth = {1, 3}, .id = {"v_1", "w_1"}, .video = {"v", "w"}, .scores = {}});
  EXPECT_EQ(cell.videos, 2);
  EXPECT_EQ(cell.draws.at("videos"), 2);
  EXPECT_EQ(cell.classes.at("confusion")[6][5], 1) << "a 3 that is read as 2";
}

TEST_F(RunFolder, ThatHasNotFinishedIsRefused) {
  read_without("nothing", {});
  std::filesystem::remove(scratch.path / "run" / "outcome.json");
  EXPECT_THROW(read_run(scratch.path / "run", {}), UsageError);
  EXPECT_THROW(read_run(scratch.path / "none", {}), UsageError);
}

}  // namespace
}  // namespace mmim
