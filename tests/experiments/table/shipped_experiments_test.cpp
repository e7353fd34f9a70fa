#include <gtest/gtest.h>

#include <set>

#include "experiments/table/plan.h"

namespace mmim {
namespace {

const std::filesystem::path kShipped = MMIM_SOURCE_DIR "/configs";

/// The cells of an experiment with one seed, in order.
std::vector<CellPlan> cells_of(const std::string& file) {
  PlanOptions one_seed;
  one_seed.seeds = {1111};
  return plan_cells(read_experiment(kShipped / file), one_seed);
}

using Paths = std::set<std::string>;

/// Options that determine numbers and that a cell has otherwise than the configuration of `file` with `options` over
/// it.
Paths differences(const CellPlan& cell, const std::string& file, const Json& options = Json::object()) {
  const auto numbers = [](const Json& tree) {
    return nlohmann::json::parse(RunConfig::resolve(tree, "", {}).numbers().dump());
  };
  Paths paths;
  for (const auto& change :
       nlohmann::json::diff(numbers(merged(read_toml(kShipped / file), options)), numbers(cell.configuration)))
    paths.insert(change.at("path").get<std::string>());
  return paths;
}

struct Row {
  std::string label;
  Json options;  ///< of the section mmim
};

/// Table 4: each row by what the paper says that it leaves out.
const std::vector<Row>& table_4() {
  static const std::vector<Row> rows{
      {"MMIM", Json::object()},
      {"I_tv", {{"pairs", Json::array({"text-visual"})}}},
      {"I_ta", {{"pairs", Json::array({"text-acoustic"})}}},
      {"I_va", {{"pairs", Json::array({"visual-acoustic"})}}},
      {"I_ta + I_va", {{"pairs", Json::array({"text-acoustic", "visual-acoustic"})}}},
      {"I_tv + I_va", {{"pairs", Json::array({"text-visual", "visual-acoustic"})}}},
      {"no BA bound", {{"pairs", Json::array()}}},
      {"no CPC of text", {{"contrast", Json::array({"visual", "acoustic"})}}},
      {"no CPC of visual", {{"contrast", Json::array({"text", "acoustic"})}}},
      {"no CPC of acoustic", {{"contrast", Json::array({"text", "visual"})}}},
      {"no CPC", {{"contrast", Json::array()}}},
      {"no history", {{"bound", {{"memory", 0}}}}},
      {"no history, unguarded", {{"bound", {{"memory", 0}, {"entropy", {{"guard", 0.0}, {"least_rows", 0}}}}}}},
      {"no GMM", {{"bound", {{"entropy", {{"split", "single"}}}}}}}};
  return rows;
}

TEST(ShippedExperiments, OfTable4LeaveOutWhatTheRowsSayAndNothingElse) {
  for (const std::string set : {"mosi", "mosei"}) {
    const auto cells = cells_of("ablation/table4_" + set + ".toml");
    ASSERT_EQ(cells.size(), table_4().size()) << set;
    for (size_t i = 0; i < cells.size(); ++i) {
      EXPECT_EQ(cells[i].row, table_4()[i].label) << set;
      EXPECT_EQ(differences(cells[i], set + ".toml", {{"mmim", table_4()[i].options}}), Paths{}) << cells[i].name;
    }
    EXPECT_EQ(read_experiment(kShipped / ("ablation/table4_" + set + ".toml")).baseline, "MMIM");
  }
}

TEST(ShippedExperiments, OfTable2RunTheShippedConfigurationsAsTheyAre) {
  const std::vector<std::pair<std::string, std::string>> wanted{{"TFN", "baselines/tfn_@.toml"},
                                                                {"LMF", "baselines/lmf_@.toml"},
                                                                {"MFM", "baselines/mfm_@.toml"},
                                                                {"ICCN", "baselines/iccn_@.toml"},
                                                                {"MulT", "baselines/mult_@.toml"},
                                                                {"MISA", "baselines/misa_@.toml"},
                                                                {"MAG-BERT", "baselines/mag-bert_@.toml"},
                                                                {"Self-MM", "baselines/self-mm_@.toml"},
                                                                {"MMIM", "@.toml"},
                                                                {"MMIM (published program)", "@-code.toml"},
                                                                {"Text only", "text-only.toml"},
                                                                {"Text only, frozen", "text-only-frozen.toml"},
                                                                {"Early fusion", "early-lstm.toml"},
                                                                {"Late fusion", "late-mlp.toml"}};
  for (const std::string set : {"mosi", "mosei"}) {
    const auto cells = cells_of("table2_" + set + ".toml");
    ASSERT_EQ(cells.size(), wanted.size()) << set;
    for (size_t i = 0; i < cells.size(); ++i) {
      std::string file = wanted[i].second;
      if (const size_t place = file.find('@'); place != std::string::npos) file.replace(place, 1, set);
      EXPECT_EQ(cells[i].row, wanted[i].first) << set;
      EXPECT_EQ(differences(cells[i], file), Paths{}) << cells[i].name;
    }
    EXPECT_EQ(read_experiment(kShipped / ("table2_" + set + ".toml")).baseline, "MMIM");
  }
}

TEST(ShippedExperiments, OfPrecisionDifferInItAlone) {
  const auto cells = cells_of("ablation/bf16_mosi.toml");
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(differences(cells[0], "mosi.toml", {{"train", {{"epochs", 12}, {"precision", "fp32"}}}}), Paths{});
  EXPECT_EQ(differences(cells[1], "mosi.toml", {{"train", {{"epochs", 12}, {"precision", "bf16"}}}}), Paths{});
}

TEST(ShippedExperiments, HaveFiveSeeds) {
  for (const std::string file :
       {"table2_mosi", "table2_mosei", "ablation/table4_mosi", "ablation/table4_mosei", "ablation/bf16_mosi"})
    EXPECT_EQ(read_experiment(kShipped / (file + ".toml")).seeds, (std::vector<int64_t>{1111, 1112, 1113, 1114, 1115}))
        << file;
}

}  // namespace
}  // namespace mmim
