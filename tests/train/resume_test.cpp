#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "core/error.h"
#include "core/stop.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kBatches = kToyEpochs * kToyBatchesPerEpoch;

struct Expected {
  std::vector<float> weights;
  std::vector<Json> log;
  std::map<std::string, std::string> best;
};

Expected uninterrupted(int64_t ballast = 0) {
  const ToyRun run("uninterrupted");
  ToyModel model(ballast);
  Watcher watcher;
  run.fit(model, watcher);
  return {weights_of(model), run.log(), bytes_below(run.folder / "best")};
}

void expect_equal(const ToyRun& run, const Model& model, const Expected& expected, const std::string& what) {
  EXPECT_EQ(weights_of(model), expected.weights) << what;
  EXPECT_EQ(run.log(), expected.log) << what;
  EXPECT_EQ(bytes_below(run.folder / "best"), expected.best) << what;
  EXPECT_FALSE(fs::exists(run.folder / "last")) << what;
}

size_t event_files(const fs::path& folder) {
  size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    count += entry.path().filename().string().starts_with("events.out.tfevents.");
  return count;
}

struct Killed {};

TEST(Resume, GivesTheSameWeightsBitForBitFromEveryBatchBoundary) {
  const Expected expected = uninterrupted();
  for (int64_t k = 1; k <= kBatches; ++k) {
    const ToyRun run("interrupted");
    ToyModel before, after;
    Watcher first, second;
    first.at_batch = [&](int64_t batch) { stop_requested = batch == k; };
    const RunOutcome outcome = run.fit(before, first);
    stop_requested = false;
    EXPECT_EQ(outcome.end, RunOutcome::End::interrupted) << k;
    EXPECT_EQ(first.batches, k);
    EXPECT_FALSE(completed_run(run.folder).has_value());
    EXPECT_EQ(run.fit(after, second).end, RunOutcome::End::finished) << k;
    EXPECT_EQ(first.batches + second.batches, kBatches);
    EXPECT_TRUE(second.warnings.empty());
    expect_equal(run, after, expected, "stopped at batch " + std::to_string(k));
  }
}

TEST(Resume, GivesTheSameWeightsAndNoLineTwiceAfterAKillAtAnyBatch) {
  const Expected expected = uninterrupted();
  for (int64_t k = 1; k <= kBatches; ++k) {
    const ToyRun run("killed");
    ToyModel before, after;
    Watcher first, second;
    first.at_batch = [&](int64_t batch) {
      if (batch == k) throw Killed();
    };
    EXPECT_THROW(run.fit(before, first), Killed);
    run.fit(after, second);
    expect_equal(run, after, expected, "killed at batch " + std::to_string(k));
    EXPECT_EQ(event_files(run.folder), 1u);
  }
}

TEST(Resume, FindsTheStateOfAProcessKilledWhileReplacingIt) {
  const Expected expected = uninterrupted();
  const ToyRun run("replacing");
  ToyModel before, after;
  Watcher first, second;
  first.at_batch = [&](int64_t batch) { stop_requested = batch == 12; };
  run.fit(before, first);
  stop_requested = false;
  fs::rename(run.folder / "last", run.folder / "last.mmim.old");
  fs::create_directory(run.folder / "last.mmim.part");
  run.fit(after, second);
  EXPECT_EQ(second.batches, kBatches - 12);
  expect_equal(run, after, expected, "replacing");
}

TEST(Resume, SavesInsideAPassAfterSaveMinutes) {
  ToyRun run("minutes");
  run.config.train.save_minutes = 1e-9;
  ToyModel before, after;
  Watcher first, second;
  first.at_batch = [&](int64_t batch) {
    if (batch == 14) throw Killed();
  };
  EXPECT_THROW(run.fit(before, first), Killed);
  run.fit(after, second);
  EXPECT_EQ(second.batches, kBatches - 13);
  expect_equal(run, after, uninterrupted(), "minutes");
}

class Interrupted : public testing::Test {
 protected:
  Interrupted() {
    Watcher watcher;
    watcher.at_batch = [&](int64_t batch) { stop_requested = batch == 12; };
    ToyModel model;
    run.fit(model, watcher);
    stop_requested = false;
  }
  template <class E>
  std::string complaint() {
    ToyModel model;
    Watcher watcher;
    try {
      run.fit(model, watcher);
    } catch (const E& error) {
      return error.what();
    }
    return "nothing";
  }
  fs::path last() const { return run.folder / "last"; }
  ToyRun run{"to_resume"};
};

TEST_F(Interrupted, SaysWhatOfTheRunIsNoLongerTheSame) {
  run.config.train.batch_size = 6;
  EXPECT_EQ(complaint<ConfigError>(),
            (last() / "state.json").string() + ": was saved with batch size 5, this run has 6");
}

TEST_F(Interrupted, GoesOnOnlyOnTheSameDataAndTextEncoder) {
  run.origin["data"] = "other";
  EXPECT_EQ(complaint<ConfigError>(),
            (last() / "state.json").string() +
                ": the data changed since this run began, as by another import (hash none then, other now), so the run "
                "cannot go on; bring back what it began with, or begin a new run in another --output-dir");
}

TEST_F(Interrupted, WarnsWhenTheMachineIsAnother) {
  Json state = read_json(last() / "state.json");
  state["machine"] = "abacus";
  write_json(last() / "state.json", state);
  ToyModel model;
  Watcher watcher;
  run.fit(model, watcher);
  ASSERT_EQ(watcher.warnings.size(), 1u);
  EXPECT_TRUE(watcher.warnings[0].starts_with("the run was saved on \"abacus\" and goes on on \""));
}

TEST_F(Interrupted, NamesAFileOfTheSavedStateThatIsMissingOrDamaged) {
  for (const std::string file :
       {"state.json", "weights.safetensors", "optimizer.safetensors", "model_state.safetensors"}) {
    const std::string whole = read_file(last() / file);
    write_file_atomically(last() / file, whole.substr(0, whole.size() / 2));
    EXPECT_TRUE(complaint<DataError>().starts_with((last() / file).string())) << file;
    fs::remove(last() / file);
    EXPECT_TRUE(complaint<DataError>().starts_with((last() / file).string())) << file;
    write_file_atomically(last() / file, whole);
  }
  for (const std::string key : {"identity", "machine", "run", "model_state", "logs"}) {
    const std::string whole = read_file(last() / "state.json");
    Json state = parse_json(whole, "state");
    state.erase(key);
    write_json(last() / "state.json", state);
    EXPECT_TRUE(complaint<DataError>().starts_with((last() / "state.json").string() + ": is not a saved state")) << key;
    write_file_atomically(last() / "state.json", whole);
  }
  EXPECT_EQ(complaint<DataError>(), "nothing");
}

TEST(Resume, KeepsTheStateBeforeWhenTheDiskIsFullWhileSaving) {
  constexpr int64_t kBallast = 100'000;
  const Expected expected = uninterrupted(kBallast);
  const ToyRun run("full");
  ToyModel before(kBallast), after(kBallast);
  Watcher first, second;
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit unlimited{};
  getrlimit(RLIMIT_FSIZE, &unlimited);
  std::map<std::string, std::string> last, best;
  first.at_batch = [&](int64_t batch) {
    if (batch != 15) return;
    last = bytes_below(run.folder / "last");
    best = bytes_below(run.folder / "best");
    const rlimit small{100'000, unlimited.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  };
  std::string complaint;
  try {
    run.fit(before, first);
  } catch (const Error& error) {
    complaint = error.what();
  }
  setrlimit(RLIMIT_FSIZE, &unlimited);
  EXPECT_NE(complaint.find("weights.safetensors: writing failed (File too large)"), std::string::npos) << complaint;
  ASSERT_FALSE(last.empty());
  EXPECT_EQ(bytes_below(run.folder / "last"), last);
  EXPECT_EQ(bytes_below(run.folder / "best"), best);
  EXPECT_FALSE(fs::exists(run.folder / "last.mmim.part"));
  EXPECT_FALSE(fs::exists(run.folder / "best.mmim.part"));
  run.fit(after, second);
  expect_equal(run, after, expected, "full");
}

}  // namespace
}  // namespace mmim
