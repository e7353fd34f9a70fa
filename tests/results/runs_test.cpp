#include "results/runs.h"

#include <gtest/gtest.h>

#include <chrono>

#include "core/error.h"
#include "support/fake_cells.h"
#include "support/run_folder.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

class Runs : public testing::Test {
 protected:
  void run(const std::string& name, const std::string& model, int64_t seed) const {
    write_run_folder(scratch.path / name, model, seed, 0.5);
  }
  RunCells read(const std::string& place = "") const { return read_runs({scratch.path / place}, {}); }
  ScratchFolder scratch;
};

TEST_F(Runs, OfAFolderAreItsFinishedRunsAndTheRestIsLeftOutWithAReason) {
  run("runs/b", "mmim", 2);
  run("runs/a", "text-only", 1);
  run("runs/half", "mmim", 3);
  fs::remove(scratch.path / "runs/half/outcome.json");
  fs::create_directories(scratch.path / "runs/table");
  write_json(scratch.path / "runs/table/experiment.json", {{"baseline", "x"}});
  fs::create_directories(scratch.path / "runs/empty");
  const RunCells found = read("runs");
  ASSERT_EQ(found.cells.size(), 2u);
  EXPECT_EQ(found.cells[0].row, "text-only");
  EXPECT_EQ(found.cells[1].row, "mmim (mmim-paper)");
  const std::string folder = (scratch.path / "runs").string();
  EXPECT_EQ(found.left_out,
            (std::vector<std::string>{folder + "/empty: nothing", folder + "/half: a run that has not finished",
                                      folder + "/table: an experiment (experiment.json)"}));
}

TEST_F(Runs, NamedOneByOneMustHaveFinished) {
  run("a", "mmim", 1);
  EXPECT_EQ(read("a").cells.size(), 1u);
  fs::remove(scratch.path / "a/outcome.json");
  EXPECT_THROW(read("a"), UsageError);
  EXPECT_THROW(read(), UsageError) << "no finished run in the folder";
}

TEST_F(Runs, OfOneRowAndSeedAreTheOneThatEndedLast) {
  for (const char* name : {"old", "new", "other"}) run(name, "mmim", 1 + (name == std::string("other")));
  const auto end = [&](const std::string& name, int minutes) {
    const fs::path file = scratch.path / name / "outcome.json";
    fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::minutes(minutes));
  };
  end("old", 1);
  end("new", 2);
  write_json(scratch.path / "old/cases.json", Json::array({{{"id", "x"}}}));
  const std::string folder = scratch.path.string() + "/";
  const RunCells found = read();
  ASSERT_EQ(found.cells.size(), 2u);
  EXPECT_EQ(found.cells[0].name, folder + "new");
  EXPECT_EQ(found.superseded,
            std::vector<std::string>{folder + "old is left out: " + folder +
                                     "new is also \"mmim (mmim-paper)\" with seed 1 and ended later"});
  EXPECT_TRUE(found.cases.empty()) << "utterances of a run that is left out";

  const RunCells named = read_runs({scratch.path, scratch.path / "old"}, {});
  ASSERT_EQ(named.cells.size(), 2u) << "a run counts once";
  EXPECT_EQ(named.superseded, std::vector<std::string>{folder + "new is left out: " + folder +
                                                       "old is also \"mmim (mmim-paper)\" with seed 1 and was named"});
  end("old", 2);
  fs::last_write_time(scratch.path / "old/outcome.json", fs::last_write_time(scratch.path / "new/outcome.json"));
  EXPECT_EQ(read().cells.size(), 3u) << "which ended later is not known: whoever makes tables refuses";
  EXPECT_EQ(read_runs({scratch.path / "old", scratch.path / "new"}, {}).cells.size(), 2u) << "both were named";
}

TEST_F(Runs, BringTheirUtterancesWithThem) {
  run("a", "mmim", 1);
  write_json(scratch.path / "a/cases.json", Json::array({{{"id", "x"}}}));
  EXPECT_EQ(read("a").cases, Json::array({{{"id", "x"}, {"cell", (scratch.path / "a").string()}}}));
}

Cell changed(const std::string& system, std::vector<std::string> changes) {
  Cell cell = fake_cell("long", 1, .5);
  cell.system = system;
  cell.changes = std::move(changes);
  return cell;
}

std::vector<std::string> names_of(std::vector<Cell> runs) {
  name_rows(runs);
  std::vector<std::string> names;
  for (const Cell& run : runs) names.push_back(run.row);
  return names;
}

TEST(RowNames, AreTheSystemAloneWhereItsRunsHaveTheSameOptions) {
  EXPECT_EQ(names_of({changed("mmim", {"a = 1", "b = 2"}), changed("mmim", {"a = 1", "b = 2"}), changed("tfn", {})}),
            (std::vector<std::string>{"mmim", "mmim", "tfn"}));
}

TEST(RowNames, TellTheOptionsThatNotAllRunsOfASystemShare) {
  EXPECT_EQ(
      names_of({changed("mmim", {"a = 1", "b = 2"}), changed("mmim", {"a = 1", "b = 3"}), changed("mmim", {"a = 1"})}),
      (std::vector<std::string>{"mmim: b = 2", "mmim: b = 3", "mmim"}));
}

TEST(RowNames, CountVariantsWhereTheOptionsAreMany) {
  const std::string many(80, 'x');
  EXPECT_EQ(names_of({changed("mmim", {many}), changed("mmim", {"a = 1"}), changed("mmim", {many})}),
            (std::vector<std::string>{"mmim, variant 1", "mmim, variant 2", "mmim, variant 1"}));
}

}  // namespace
}  // namespace mmim
