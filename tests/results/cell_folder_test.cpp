#include "results/cell_folder.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "support/fake_cells.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

class CellFolders : public testing::Test {
 protected:
  void put(const fs::path& file, const Json& json) const {
    fs::create_directories((scratch.path / file).parent_path());
    write_json(scratch.path / file, json);
  }
  CellFolder read() const { return read_cell_folders({scratch.path}); }
  std::string refusal() const {
    try {
      read();
    } catch (const DataError& error) {
      return error.what();
    }
    return "";
  }
  ScratchFolder scratch;
};

TEST_F(CellFolders, HoldCellsOfRunFoldersAndSayWhichAreOpen) {
  put("b/cell.json", fake_cell("B", 1, .5).to_json());
  put("a/cell.json", fake_cell("A", 1, .5).to_json());
  put("c/wanted.json", {});
  put("experiment.json", {{"name", "e"},
                          {"title", "Table 2"},
                          {"baseline", "B"},
                          {"rows", {"B", "A"}},
                          {"notes", {{"A", "as it is known now"}}},
                          {"cells", {"A-mosi-1", "never begun", "c"}}});
  put("report.json", {{"format", "mmim report 1"}});
  ASSERT_TRUE(holds_cells(scratch.path));
  const CellFolder found = read();
  ASSERT_EQ(found.cells.size(), 2u);
  EXPECT_EQ(found.cells[0].row, "A");
  EXPECT_EQ(found.title, "Table 2");
  EXPECT_EQ(found.baseline, "B");
  EXPECT_EQ(found.order, (std::vector<std::string>{"B", "A"}));
  EXPECT_EQ(found.cells[0].note, "as it is known now");
  EXPECT_EQ(found.cells[1].note, fake_cell("B", 1, .5).note) << "of a row without a note the cell's stays";
  EXPECT_EQ(found.open, (std::vector<std::string>{"c", "never begun"}));
  EXPECT_TRUE(found.cases.is_null());
}

TEST_F(CellFolders, HoldPublishedCellsAndCountACopyOnce) {
  const Cell cell = fake_cell("A", 1, .5);
  put("published/A-mosi-1.json", cell.to_json());
  put("runs/A-mosi-1/cell.json", cell.to_json());
  put("runs/B-mosi-1/wanted.json", {});
  put("published/B-mosi-1.json", [] {
    Cell other = fake_cell("B", 1, .5);
    return other.to_json();
  }());
  EXPECT_TRUE(holds_cells(scratch.path / "published"));
  const CellFolder found = read_cell_folders({scratch.path / "published", scratch.path / "runs"});
  EXPECT_EQ(found.cells.size(), 2u);
  EXPECT_TRUE(found.open.empty()) << "what is open here is published there";
}

TEST_F(CellFolders, AreNotRunFoldersNorOthers) {
  EXPECT_FALSE(holds_cells(scratch.path));
  EXPECT_FALSE(holds_cells(scratch.path / "none"));
  put("run/cell.json", fake_cell("A", 1, .5).to_json());
  write_file_atomically(scratch.path / "run/config.toml", "");
  EXPECT_FALSE(holds_cells(scratch.path / "run"));
}

TEST_F(CellFolders, LeaveOutWhatIsNoCellAndSaySo) {
  put("a/cell.json", fake_cell("A", 1, .5).to_json());
  put("photographs/notes.json", {{"a", 1}});
  put("notes.json", {{"a", 1}});
  put(".hidden/x.json", {{"a", 1}});
  put("tables.json", {{"format", "mmim report 1"}});
  write_file_atomically(scratch.path / "README.txt", "mine");
  const CellFolder found = read();
  EXPECT_EQ(found.cells.size(), 1u);
  EXPECT_EQ(found.left_out, (std::vector<std::string>{(scratch.path / "notes.json").string(),
                                                      (scratch.path / "photographs").string()}));
  fs::remove_all(scratch.path / "a");
  EXPECT_FALSE(holds_cells(scratch.path)) << "a JSON file of anybody makes no experiment";
}

TEST_F(CellFolders, GatherUtterancesWithTheRunTheyAreOf) {
  put("a/cell.json", fake_cell("A", 1, .5).to_json());
  put("a/cases.json", Json::array({{{"id", "x"}}}));
  put("cases.json", Json::array({{{"id", "y"}}}));
  const Json cases = read().cases;
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0], Json({{"id", "y"}}));
  EXPECT_EQ(cases[1], Json({{"id", "x"}, {"cell", "a"}}));
  put("cases.json", {{"id", "y"}});
  EXPECT_NE(refusal().find("cases.json: is not a list of utterances"), std::string::npos) << refusal();
}

TEST_F(CellFolders, RefuseABrokenCellWithFileAndKey) {
  Json json = fake_cell("A", 1, .5).to_json();
  json["metrics"] = {{"MAE", "low"}};
  put("a/cell.json", json);
  EXPECT_NE(refusal().find("a/cell.json: `metrics` is missing or damaged"), std::string::npos) << refusal();
  json.erase("metrics");
  put("a/cell.json", json);
  EXPECT_NE(refusal().find("`metrics`"), std::string::npos) << refusal();
  put("a/cell.json", {{"format", "something else"}});
  EXPECT_NE(refusal().find("a/cell.json: is not a cell of an experiment"), std::string::npos) << refusal();
}

}  // namespace
}  // namespace mmim
