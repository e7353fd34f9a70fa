#include "results/comparison.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "corpus/video.h"
#include "formats/csv.h"
#include "results/cell.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// What tells one made-up run from another.
struct Made {
  std::string model = "mmim";
  int64_t seed = 1;
  float off = 0.5f;  ///< every prediction is that much above the truth
  std::string fingerprint = "0123456789abcdef", split = "test", protocol = "valid";
  std::string video = "v";  ///< before its number; "": the ids have none
  int64_t utterances = 12;
  std::string preset() const { return model == "mmim" ? "mmim-paper" : ""; }
  float swing = 0;  ///< the third utterance is that much further off
};

/// A run folder as `mmim train` leaves it, four utterances to a video.
void write_run(const fs::path& folder, const Made& made) {
  fs::create_directories(folder);
  write_file_atomically(folder / "config.toml", "");  // its presence makes it a run
  write_json(folder / "outcome.json", {{"early", false}, {"epochs", 12}, {"best_epoch", 7}, {"best_valid_loss", 0.75}});
  std::string csv = csv_line({"id", "truth", "prediction"});
  std::vector<float> truth, prediction;
  for (int64_t i = 0; i < made.utterances; ++i) {
    truth.push_back(static_cast<float>(i % 5) - 2);
    prediction.push_back(truth.back() + made.off + (i == 2 ? made.swing : 0));
    const std::string id = made.video.empty() ? "u" + std::to_string(i) + "x"
                                              : made.video + std::to_string(i / 4) + "_" + std::to_string(i);
    csv += csv_line({id, std::to_string(truth.back()), std::to_string(prediction.back())});
  }
  write_file_atomically(folder / "predictions.csv", csv);
  Json metrics = Json::object();
  for (const Metric& metric : mmim::metrics()) metrics[metric.name] = {{"value", metric.value(prediction, truth)}};
  write_json(folder / "report.json", {{"metrics", metrics},
                                      {"model", made.model},
                                      {"preset", made.preset()},
                                      {"seed", made.seed},
                                      {"changes", Json::array()},
                                      {"data", "mosi"},
                                      {"data_fingerprint", made.fingerprint},
                                      {"encoder", "somewhere"},
                                      {"encoder_sha256", "fedcba9876543210"},
                                      {"split", made.split},
                                      {"protocol", made.protocol},
                                      {"version", "0"},
                                      {"machine", "here"},
                                      {"synthetic", false},
                                      {"utterances", made.utterances}});
}

class ComparisonOfRuns : public testing::Test {
 protected:
  fs::path run(const std::string& name, const Made& made) const {
    write_run(scratch.path / name, made);
    return scratch.path / name;
  }
  Comparison compared(const std::string& a, const std::string& b, const ComparisonOptions& options = {.draws = 200}) {
    return compare(read_system_runs(scratch.path / a, {}), read_system_runs(scratch.path / b, {}), options);
  }
  static const MetricComparison& of(const Comparison& comparison, const std::string& metric) {
    for (const MetricComparison& one : comparison.metrics)
      if (one.metric == metric) return one;
    throw Error("no such metric");
  }
  /// With what the comparison is refused.
  template <class Refusal>
  std::string refusal(const std::string& a, const std::string& b) {
    try {
      compared(a, b);
    } catch (const Refusal& error) {
      return error.what();
    }
    return "";
  }
  ScratchFolder scratch;
};

TEST_F(ComparisonOfRuns, TakesOneRunASideAndResamplesVideos) {
  run("a", {.off = 0.75f});
  run("b", {.model = "text-only", .off = 0.25f, .swing = 1});
  const Comparison c = compared("a", "b");
  EXPECT_EQ(c.videos, 3);
  EXPECT_TRUE(c.by_video);
  const MetricComparison& mae = of(c, "MAE");
  EXPECT_NEAR(mae.a, 0.75, 1e-6);
  EXPECT_NEAR(mae.a - mae.b, 0.5 - 1.0 / 12, 1e-6);
  EXPECT_NEAR(mae.resampled.difference, mae.a - mae.b, 1e-6);
  EXPECT_NEAR(mae.resampled.low, 0.5 - 3.0 / 12, 1e-3);  // the video of the third utterance drawn thrice
  EXPECT_NEAR(mae.resampled.high, 0.5, 1e-3);            // or never
  EXPECT_NEAR(mae.resampled.p, 1.0 / 201, 0.1);
  EXPECT_NE(mae.two_level.why_undefined.find("1 seed on a side, 3 are needed"), std::string::npos);
  EXPECT_EQ(c.to_json().at("metrics")[0].at("two_level").at("p"), nullptr);
  EXPECT_NE(mae.paired.why_undefined.find("3 are needed"), std::string::npos) << mae.paired.why_undefined;
  EXPECT_NE(mae.welch.why_undefined.find("3"), std::string::npos) << mae.welch.why_undefined;
}

TEST_F(ComparisonOfRuns, NamesTheUtterancesOnWhichTheSidesDifferMost) {
  run("a", {.off = 0.5f});
  run("b", {.off = 0.5f, .swing = -2});
  const Comparison c = compared("a", "b", {.draws = 10, .top = 2});
  ASSERT_EQ(c.differ.size(), 2u);
  EXPECT_EQ(c.differ[0].id, "v0_2");
  EXPECT_NEAR(c.differ[0].a - c.differ[0].b, 2, 1e-6);
  EXPECT_EQ(c.differ[0].truth, 0);
  EXPECT_EQ(c.differ[1].id, "v0_0");
  EXPECT_EQ(compared("b", "a", {.draws = 10, .top = 1}).differ[0].id, "v0_2") << "in whichever direction";
}

TEST_F(ComparisonOfRuns, HoldsTruthsAgainstEachOther) {
  run("a", {});
  const fs::path other = run("b", {}) / "predictions.csv";
  std::string text = read_file(other);
  const std::string line = csv_line({"v0_3", std::to_string(1.0f), std::to_string(1.5f)});
  ASSERT_NE(text.find(line), std::string::npos) << text;
  write_file_atomically(other, text.replace(text.find(line), line.size(), csv_line({"v0_3", "2.0", "1.5"})));
  EXPECT_NE(refusal<DataError>("a", "b").find("another truth of utterance `v0_3`"), std::string::npos);
}

TEST_F(ComparisonOfRuns, MarksVersionsOfAnyRunAndRefusesSeveralEncodersOnASide) {
  for (const int64_t seed : {1, 2}) run("a/mmim-" + std::to_string(seed), {.seed = seed});
  for (const int64_t seed : {1, 2}) run("b/tfn-" + std::to_string(seed), {.model = "tfn", .seed = seed});
  const fs::path report = scratch.path / "b/tfn-2/report.json";
  Json json = read_json(report);
  json["version"] = "1";
  write_json(report, json);
  const std::vector<std::string> marks = compared("a", "b").marks;
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_EQ(marks[0], "the versions of the program differ: 0 against 0 and 1");
  json["encoder_sha256"] = "another";
  write_json(report, json);
  EXPECT_NE(refusal<UsageError>("a", "b").find("several text encoders"), std::string::npos);
}

TEST_F(ComparisonOfRuns, TakesFoldersOfRunsAndTheSeedsThatBothHave) {
  for (const int64_t seed : {1, 2, 3, 4})
    run("many/mmim-" + std::to_string(seed), {.seed = seed, .off = 0.5f + 0.01f * seed});
  for (const int64_t seed : {2, 3, 4, 5})
    run("mixed/tfn-" + std::to_string(seed), {.model = "tfn", .seed = seed, .off = 0.25f + 0.02f * seed});
  run("mixed/lmf-2", {.model = "lmf", .seed = 2});
  const Comparison c = compared("many", "mixed/tfn");
  EXPECT_EQ(c.common_seeds, (std::vector<int64_t>{2, 3, 4}));
  const MetricComparison& mae = of(c, "MAE");
  EXPECT_NEAR(mae.a, 0.525, 1e-6);
  EXPECT_NEAR(mae.b, 0.32, 1e-6);
  EXPECT_NEAR(mae.paired.difference, 0.53 - 0.31, 1e-6);
  EXPECT_EQ(mae.paired.degrees, 2);
  EXPECT_NEAR(mae.welch.difference, 0.205, 1e-6);
  EXPECT_NEAR(c.differ.front().a - c.differ.front().b, 0.205, 1e-6);
  EXPECT_NE(refusal<UsageError>("many", "mixed").find("2 systems"), std::string::npos);
}

TEST_F(ComparisonOfRuns, PassesOverRunsThatHaveNotFinished) {
  run("many/mmim-1", {.seed = 1});
  run("many/mmim-2", {.seed = 2});
  fs::remove(scratch.path / "many/mmim-2/outcome.json");
  const SystemRuns side = read_system_runs(scratch.path / "many", {});
  EXPECT_EQ(side.seeds(), (std::vector<int64_t>{1}));
  EXPECT_EQ(side.unfinished.size(), 1u);
  EXPECT_NE(refusal<UsageError>("many/mmim-2", "many").find("has not finished"), std::string::npos);
  EXPECT_NE(refusal<UsageError>("nowhere", "many").find("no run is there"), std::string::npos);
}

TEST_F(ComparisonOfRuns, RefusesOtherDataAndOtherSplitsAndMarksOtherProtocols) {
  run("a", {});
  run("other-data", {.fingerprint = "fedcba9876543210"});
  run("other-split", {.split = "valid"});
  run("other-protocol", {.protocol = "as-published"});
  EXPECT_NE(refusal<UsageError>("a", "other-data").find("only be compared on the same"), std::string::npos);
  EXPECT_NE(refusal<UsageError>("a", "other-split").find("only be compared on the same"), std::string::npos);
  const Comparison c = compared("a", "other-protocol");
  ASSERT_EQ(c.marks.size(), 1u);
  EXPECT_EQ(c.marks[0], "the protocols differ: valid against as-published");
  EXPECT_TRUE(compared("a", "a").marks.empty());
}

TEST_F(ComparisonOfRuns, TakesPublishedCellsWhichHoldNoPredictions) {
  run("a", {.off = 0.75f});
  run("b", {.model = "text-only", .off = 0.25f, .swing = 1});
  const PredictedRun predicted = read_predicted_run(scratch.path / "a", {});
  std::vector<std::string> video;
  for (const std::string& id : predicted.predictions.id) video.emplace_back(video_of(id));
  Cell cell;
  cell.row = "MMIM";
  cell.finished = true;
  cell.system = predicted.cell.system;
  cell.seed = predicted.cell.seed;
  cell.provenance = predicted.cell.provenance;
  cell.metrics = predicted.cell.metrics;
  cell.draws = to_json(draw_metrics(predicted.predictions.prediction, predicted.predictions.truth, video, 200));
  fs::create_directories(scratch.path / "published");
  write_json(scratch.path / "published/mmim-1.json", cell.to_json());
  write_json(scratch.path / "published/report.json", {{"rows", 1}});
  const Json wanted = compared("a", "b").to_json();
  for (const std::string place : {"published", "published/mmim", "published/mmim-1.json"}) {
    const Comparison c = compared(place, "b");
    EXPECT_EQ(c.to_json().at("metrics"), wanted.at("metrics"));
    EXPECT_EQ(c.videos, 3);
    EXPECT_TRUE(c.differ.empty());
    ASSERT_EQ(c.marks.size(), 1u);
    EXPECT_NE(c.marks[0].find("no predictions"), std::string::npos);
  }
  cell.draws = nullptr;
  write_json(scratch.path / "published/mmim-1.json", cell.to_json());
  EXPECT_NE(refusal<DataError>("published", "b").find("no resamples"), std::string::npos);
  cell.finished = false;
  cell.reason = "a loss was not finite";
  write_json(scratch.path / "published/mmim-1.json", cell.to_json());
  EXPECT_NE(refusal<UsageError>("published/mmim-1.json", "b").find("a loss was not finite"), std::string::npos);
}

TEST_F(ComparisonOfRuns, RefusesTheSameSeedTwiceAndProtocolsMixedOnOneSide) {
  run("a", {});
  run("twice/x", {.seed = 4});
  run("twice/y", {.seed = 4});
  run("mixed/x", {.seed = 4});
  run("mixed/y", {.seed = 5, .protocol = "as-published"});
  EXPECT_NE(refusal<UsageError>("a", "twice").find("same seed 4"), std::string::npos);
  EXPECT_NE(refusal<UsageError>("a", "mixed").find("several protocols"), std::string::npos);
}

TEST_F(ComparisonOfRuns, JoinsUtterancesByIdAndRefusesOthers) {
  run("a", {.off = 0.5f});
  const fs::path b = run("b", {.off = 0.25f, .swing = 1});
  const Json wanted = compared("a", "b").to_json();
  Table table = read_csv(b / "predictions.csv");
  std::string reversed = csv_line(table.header);
  for (auto row = table.rows.rbegin(); row != table.rows.rend(); ++row) reversed += csv_line(*row);
  write_file_atomically(b / "predictions.csv", reversed);
  EXPECT_EQ(compared("a", "b").to_json(), wanted);
  run("short", {.utterances = 8});
  EXPECT_NE(refusal<DataError>("a", "short").find("8 utterances, not the 12"), std::string::npos);
  run("renamed", {.video = "w"});
  EXPECT_NE(refusal<DataError>("a", "renamed").find("no utterance `v0_0`"), std::string::npos);
  write_file_atomically(b / "predictions.csv", "id,truth,prediction\nv0_0,1,much\n");
  EXPECT_NE(refusal<DataError>("a", "b").find("row 1: `much` is no number"), std::string::npos);
}

TEST_F(ComparisonOfRuns, ResamplesUtterancesWhereTheIdsTellNoVideo) {
  run("a", {.video = ""});
  run("b", {.video = "", .swing = 1});
  const Comparison c = compared("a", "b");
  EXPECT_FALSE(c.by_video);
  EXPECT_EQ(c.to_json().at("resampled"), "utterances");
  EXPECT_FALSE(std::isnan(of(c, "MAE").resampled.p));
}

}  // namespace
}  // namespace mmim
