#include "report/sections.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/fake_cells.h"

namespace mmim {
namespace {

using Change = void (*)(Cell& cell);

/// How many tables a cell and a changed one stand in, and what is said of it.
std::pair<size_t, std::string> apart(Change change) {
  std::vector<Cell> cells{fake_cell("A", 1, .5), fake_cell("B", 1, .6)};
  change(cells[1]);
  const auto sections = section_cells(cells);
  return {sections.size(), why_apart(sections)};
}

TEST(SectionCells, CellsOfOneKindShareATable) {
  EXPECT_EQ(apart([](Cell&) {}), std::pair(size_t{1}, std::string()));
}

TEST(SectionCells, NeverPutsWhatCannotBeComparedIntoOneTable) {
  const std::vector<std::pair<std::string, Change>> changes{
      {"data sets mosei, mosi", [](Cell& cell) { cell.provenance.data = "mosei"; }},
      {"data of one name that changed in between", [](Cell& cell) { cell.provenance.fingerprint = "other"; }},
      {"splits test, valid", [](Cell& cell) { cell.provenance.split = "valid"; }},
      {"text encoders", [](Cell& cell) { cell.provenance.encoder_sha256 = "other"; }},
      {"protocols as-published, valid", [](Cell& cell) { cell.provenance.protocol = "as-published"; }},
      {"data that are real, synthetic", [](Cell& cell) { cell.provenance.synthetic = true; }}};
  for (const auto& [said, change] : changes) {
    const auto [count, why] = apart(change);
    EXPECT_EQ(count, 2u) << said;
    EXPECT_NE(why.find(said), std::string::npos) << why;
    EXPECT_NE(why.find("nothing is averaged or tested across them"), std::string::npos);
  }
}

TEST(SectionCells, WarnOfARandomTextEncoderOnRealData) {
  std::vector<Cell> cells{fake_cell("A", 1, .5)};
  EXPECT_TRUE(section_cells(cells)[0].marks.empty());
  cells[0].provenance.encoder = kRandomEncoder;
  cells[0].provenance.encoder_sha256 = "";
  ASSERT_EQ(section_cells(cells)[0].marks.size(), 1u);
  EXPECT_TRUE(section_cells(cells)[0].marks[0].starts_with("WARNING: the text encoder is a small BERT with random"));
  cells[0].provenance.synthetic = true;
  EXPECT_TRUE(section_cells(cells)[0].marks.empty());
}

TEST(SectionCells, SyntheticDataAreNamedSo) {
  std::vector<Cell> cells{fake_cell("A", 1, .5)};
  cells[0].provenance.synthetic = true;
  EXPECT_TRUE(section_cells(cells)[0].title().starts_with("SYNTHETIC data: "));
}

TEST(SectionCells, RowsStandAsAskedForThenAsTheyCame) {
  const std::vector<Cell> cells{fake_cell("C", 1, .5), fake_cell("A", 1, .5), fake_cell("B", 1, .5)};
  std::string names;
  const auto sections = section_cells(cells, {"B", "none"});
  for (const RowCells& row : sections[0].rows) names += row.name;
  EXPECT_EQ(names, "BCA");
}

TEST(SectionCells, OneSeedTwiceIsRefusedWithBothNames) {
  std::vector<Cell> cells{fake_cell("A", 1, .5), fake_cell("A", 1, .6)};
  cells[1].name = "copy";
  try {
    section_cells(cells);
    FAIL();
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(),
                 "A-mosi-1 and copy are both \"A\" with seed 1; a row has one run of a seed, so leave one of them out");
  }
}

TEST(SectionCells, ARowOfSeveralConfigurationsIsMarked) {
  std::vector<Cell> cells{fake_cell("A", 1, .5), fake_cell("A", 2, .6)};
  EXPECT_TRUE(section_cells(cells)[0].marks.empty()) << "the seed may differ";
  cells[1].configuration["train"]["epochs"] = 9;
  cells[1].configuration["mmim"]["alpha"] = .5;
  ASSERT_EQ(section_cells(cells)[0].marks.size(), 1u);
  EXPECT_EQ(section_cells(cells)[0].marks[0],
            "The cells of \"A\" differ by more than the seed: mmim.alpha, train.epochs.");
}

TEST(SectionCells, WatermarksAndSeveralProgramsAreMarked) {
  std::vector<Cell> cells{fake_cell("A", 1, .5), fake_cell("B", 1, .6)};
  cells[0].provenance.watermark = "test was looked at";
  cells[1].provenance.program = "another program";
  cells[0].provenance.machine = "cpu, fused avx2 fp32";
  cells[1].provenance.machine = "cpu, fused avx512 fp32";
  const auto marks = section_cells(cells)[0].marks;
  ASSERT_EQ(marks.size(), 3u);
  EXPECT_EQ(marks[0], "test was looked at.");
  EXPECT_NE(marks[1].find("0.1.0 (555555555555), 0.1.0 (another prog)"), std::string::npos) << marks[1];
  EXPECT_NE(marks[2].find("cpu, fused avx2 fp32; cpu, fused avx512 fp32."), std::string::npos) << marks[2];
}

}  // namespace
}  // namespace mmim
