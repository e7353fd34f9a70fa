#include "report/results_page.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "metrics/metrics.h"
#include "metrics/spread.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A run folder as `mmim train` leaves it, every metric `value`.
void write_run(const fs::path& folder, const std::string& model, int64_t seed, double value, bool synthetic = false) {
  fs::create_directories(folder);
  write_file_atomically(folder / "config.toml", "");  // its presence makes it a run
  write_json(folder / "outcome.json", {{"early", false}, {"epochs", 12}, {"best_epoch", 7}, {"best_valid_loss", 0.75}});
  Json metrics = Json::object();
  for (const Metric& metric : mmim::metrics()) metrics[metric.name] = {{"value", value}};
  write_json(folder / "report.json", {{"metrics", metrics},
                                      {"model", model},
                                      {"preset", model == "mmim" ? "mmim-paper" : ""},
                                      {"seed", seed},
                                      {"changes", {"train.epochs = 12"}},
                                      {"data", "mosi"},
                                      {"data_fingerprint", "0123456789abcdef"},
                                      {"encoder", "somewhere"},
                                      {"encoder_sha256", "fedcba9876543210"},
                                      {"split", "test"},
                                      {"protocol", "valid"},
                                      {"version", "0"},
                                      {"synthetic", synthetic},
                                      {"utterances", 686}});
}

class ResultsPage : public testing::Test {
 protected:
  std::string page(const std::vector<std::string>& names) const {
    std::vector<RunResult> runs;
    for (const std::string& name : names) runs.push_back(read_run_result(scratch.path / name, {}));
    return results_page(runs);
  }
  ScratchFolder scratch;
};

TEST(Spread, IsMeanAndSampleDeviation) {
  const Spread spread = spread_of(std::vector<double>{1, 2, 6});
  EXPECT_DOUBLE_EQ(spread.mean, 3);
  EXPECT_DOUBLE_EQ(spread.deviation, std::sqrt(7.0));
  EXPECT_TRUE(std::isnan(spread_of(std::vector<double>{1}).deviation));
}

TEST_F(ResultsPage, ShowsMeansOverSeedsAndSaysWhenTextAloneIsAhead) {
  write_run(scratch.path / "a", "mmim", 2, 0.5);
  write_run(scratch.path / "b", "mmim", 1, 0.7);
  write_run(scratch.path / "c", "text-only", 1, 0.25);
  const std::string text = page({"a", "b", "c"});
  EXPECT_NE(text.find("| mmim (mmim-paper): train.epochs = 12 | 2 | 0.7500 ± 0.0000 | 0.6000 ± 0.1414 |"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("| text-only: train.epochs = 12 | 1 | 0.7500 | 0.2500 |"), std::string::npos) << text;
  EXPECT_NE(text.find("Lowest mean MAE: text-only: train.epochs = 12. Behind it: mmim (mmim-paper): train.epochs = 12 "
                      "+0.3500."),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Text alone is ahead"), std::string::npos);
  EXPECT_LT(text.find("12 | 1 | 12 | 7 |"), text.find("12 | 2 | 12 | 7 |")) << "runs stand by seed";
}

TEST_F(ResultsPage, KeepsSyntheticAndRealApart) {
  write_run(scratch.path / "a", "mmim", 1, 0.5);
  write_run(scratch.path / "b", "text-only", 1, 0.7, true);
  const std::string text = page({"a", "b"});
  EXPECT_NE(text.find("## mosi, split test"), std::string::npos);
  EXPECT_NE(text.find("## SYNTHETIC data: mosi, split test"), std::string::npos);
  EXPECT_EQ(text.find("Lowest mean MAE"), std::string::npos);
}

TEST_F(ResultsPage, RefusesTheSameSeedTwiceAndRunsThatHaveNotFinished) {
  write_run(scratch.path / "a", "mmim", 1, 0.5);
  write_run(scratch.path / "b", "mmim", 1, 0.7);
  EXPECT_THROW(page({"a", "b"}), DataError);
  fs::remove(scratch.path / "a" / "outcome.json");
  EXPECT_THROW(page({"a"}), UsageError);
  EXPECT_THROW(page({"none"}), UsageError);
  write_json(scratch.path / "b" / "report.json", {{"metrics", 3}});
  EXPECT_THROW(page({"b"}), DataError);
}

}  // namespace
}  // namespace mmim
