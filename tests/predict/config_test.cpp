#include "predict/config.h"

#include <gtest/gtest.h>

#include <set>

#include "core/error.h"

namespace mmim {
namespace {

std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 2);
    return error.what();
  }
  return "";
}

Json tree(const std::string& toml) { return parse_toml(toml, "run.toml"); }

TEST(RunConfig, DefaultsAreMmimWithThePaperPreset) {
  const auto config = RunConfig::resolve(Json::object(), "", {});
  EXPECT_EQ(config.model, "mmim");
  EXPECT_EQ(config.preset, "mmim-paper");
  EXPECT_EQ(config.seed, 1111);
  EXPECT_EQ(config.train.epochs, 40);
}

TEST(RunConfig, PresetThenFileThenAssignmentsWin) {
  const Json file = tree("preset = \"mmim-code\"\nseed = 5\n[mmim]\nbeta = 0.2\n[train]\nepochs = 3");
  const auto config = RunConfig::resolve(file, "run.toml", {"train.epochs=7", "seed=6"});
  const Json values = config.to_json();
  EXPECT_EQ(values["mmim"]["alpha"], 0.1) << "the preset against the default .3";
  EXPECT_EQ(values["mmim"]["beta"], 0.2) << "the file against the preset";
  EXPECT_EQ(values["train"]["epochs"], 7) << "the assignment against the file";
  EXPECT_EQ(config.seed, 6);
}

TEST(RunConfig, AnAssignedPresetReplacesTheFilesPresetButNotItsValues) {
  const Json file = tree("preset = \"mmim-paper\"\n[mmim]\nbeta = 0.2");
  const Json values = RunConfig::resolve(file, "run.toml", {"preset=mmim-code"}).to_json();
  EXPECT_EQ(values["mmim"]["alpha"], 0.1);
  EXPECT_EQ(values["mmim"]["beta"], 0.2);
}

TEST(RunConfig, ItsOwnTomlGivesEqualOptionsBack) {
  for (const Preset& preset : presets()) {
    const auto config = RunConfig::resolve(Json::object(), "", {"preset=" + preset.name, "train.patience=4"});
    const Json back = parse_toml(to_toml(config.to_json()), "config.toml");
    EXPECT_EQ(RunConfig::resolve(back, "config.toml", {}).to_json(), config.to_json()) << preset.name;
  }
}

TEST(RunConfig, AResolvedFileOutweighsThePresetItNames) {
  Json values = RunConfig::resolve(Json::object(), "", {}).to_json();
  values["preset"] = "mmim-code";
  EXPECT_EQ(RunConfig::resolve(values, "config.toml", {}).to_json(), values);
}

TEST(RunConfig, OptionsOfASourceThatWasNotReadAreNoChanges) {
  const std::vector<std::string> smaller{"data.synthetic.utterances=160", "train.epochs=3"};
  EXPECT_EQ(RunConfig::resolve(Json::object(), "", smaller).changes(),
            (std::vector<std::string>{"data.synthetic.utterances = 160", "train.epochs = 3"}));
  auto on_folder = smaller;
  on_folder.emplace_back("data.folder=somewhere");
  EXPECT_EQ(RunConfig::resolve(Json::object(), "", on_folder).changes(), std::vector<std::string>{"train.epochs = 3"});
}

TEST(RunConfig, AListingOfAnEarlierProgramIsWhatThatProgramDid) {
  Json listing = RunConfig("mmim", "mmim-paper").to_json();
  EXPECT_EQ(listing["mmim"]["bound"]["entropy"]["gradient"], "whole");
  EXPECT_TRUE(RunConfig::stored(listing, "run").changes().empty());
  listing["mmim"]["bound"]["entropy"].erase("gradient");
  listing["data"].erase("label");
  const RunConfig stored = RunConfig::stored(listing, "run");
  EXPECT_EQ(stored.changes(), std::vector<std::string>{"mmim.bound.entropy.gradient = \"batch\""});
  EXPECT_FALSE(stored.numbers()["mmim"]["bound"]["entropy"].contains("gradient"))
      << "runs of both are known by one hash";
  EXPECT_EQ(RunConfig::resolve(listing, "run.toml", {}).to_json()["mmim"]["bound"]["entropy"]["gradient"], "whole");
}

TEST(RunConfig, EveryModelListsItsOwnSection) {
  for (const ModelEntry& entry : models()) {
    const auto config = RunConfig::resolve(Json::object(), "", {"model=" + entry.name});
    EXPECT_TRUE(config.to_json().contains(entry.name));
  }
}

TEST(RunConfig, NoPresetIsPossible) { EXPECT_EQ(RunConfig::resolve(tree("preset = \"\""), "run.toml", {}).preset, ""); }

TEST(RunConfig, ComplaintsNameFileAndNearest) {
  const auto resolve = [](const std::string& toml, const std::vector<std::string>& assignments = {}) {
    return complaint([&] { RunConfig::resolve(tree(toml), "run.toml", assignments); });
  };
  EXPECT_EQ(resolve("[train]\nepohcs = 3"), "run.toml: unknown option `train.epohcs` (did you mean `train.epochs`?)");
  EXPECT_EQ(resolve("", {"train.epohcs=3"}), "unknown option `train.epohcs` (did you mean `train.epochs`?)");
  EXPECT_NE(resolve("model = \"mmin\"").find("did you mean `mmim`"), std::string::npos);
  EXPECT_NE(resolve("preset = \"mmim-cod\"").find("did you mean `mmim-code`"), std::string::npos);
  EXPECT_NE(resolve("model = 3").find("run.toml: option `model`"), std::string::npos);
  EXPECT_NE(resolve("[train]\nepochs = 0").find("run.toml: option `train.epochs`: 0 is out of range"),
            std::string::npos);
  EXPECT_EQ(resolve("", {"model=text-only", "preset=mmim-code"}),
            "preset `mmim-code` belongs to model mmim, not to text-only");
}

/// The options of a file in configs/, all of them.
Json shipped(const std::string& file) {
  const auto path = std::filesystem::path(MMIM_SOURCE_DIR) / "configs" / file;
  return RunConfig::resolve(read_toml(path), path.string(), {}).to_json();
}

/// The options of `values` that are not as in `standard`, each by its path.
std::set<std::string> differences(const Json& values, const Json& standard) {
  std::set<std::string> paths;
  for (const auto& change : nlohmann::json::diff(nlohmann::json(standard), nlohmann::json(values)))
    paths.insert(change.at("path").get<std::string>().substr(1));
  return paths;
}

/// Experiments and searches, which tests/experiments reads.
bool is_of_many_runs(const std::string& file) {
  return file.starts_with("table") || file.starts_with("ablation/") || file.starts_with("recipe/") ||
         file.starts_with("tune/");
}

TEST(ShippedConfigs, AreAllUnderstood) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(MMIM_SOURCE_DIR "/configs"))
    if (entry.path().extension() == ".toml")
      files.insert(std::filesystem::relative(entry.path(), MMIM_SOURCE_DIR "/configs").string());
  for (const std::string file :
       {"demo.toml", "mosei-code.toml", "mosei.toml", "mosi-code.toml", "mosi.toml", "text-only.toml"})
    EXPECT_TRUE(files.contains(file)) << file;
  for (const std::string& file : files)
    if (!is_of_many_runs(file)) {
      EXPECT_NO_THROW(shipped(file)) << file;
    }
}

TEST(ShippedConfigs, OfMosiAreThePresetsThemselves) {
  EXPECT_EQ(shipped("mosi.toml"), RunConfig("mmim", "mmim-paper").to_json());
  EXPECT_EQ(shipped("mosi-code.toml"), RunConfig("mmim", "mmim-code").to_json());
  EXPECT_EQ(shipped("mosi-best.toml"), RunConfig("mmim", "mmim-best").to_json());
}

TEST(ShippedConfigs, OfMosiHoldTable3) {
  const Json values = shipped("mosi.toml"), &mmim = values["mmim"];
  EXPECT_EQ(values["train"]["batch_size"], 32);
  EXPECT_EQ(mmim["learning_rate_likelihood"], 5e-3);
  EXPECT_EQ(mmim["learning_rate_main"], 1e-3);
  EXPECT_EQ(mmim["learning_rate_text"], 5e-5);
  EXPECT_EQ(mmim["alpha"], 0.3);
  EXPECT_EQ(mmim["beta"], 0.1);
  EXPECT_EQ(mmim["visual"]["hidden"], 32);
  EXPECT_EQ(mmim["acoustic"]["hidden"], 32);
  EXPECT_EQ(mmim["fusion_width"], 128);
  EXPECT_EQ(mmim["bound"]["memory"], 1);
  EXPECT_EQ(mmim["clip"]["limit"], 5.0);
}

TEST(ShippedConfigs, OfMoseiHoldTable3AndAreOtherwiseThePaperPreset) {
  const Json values = shipped("mosei.toml"), &mmim = values["mmim"];
  EXPECT_EQ(values["train"]["batch_size"], 64);
  EXPECT_EQ(mmim["learning_rate_likelihood"], 1e-3);
  EXPECT_EQ(mmim["learning_rate_main"], 5e-4);
  EXPECT_EQ(mmim["alpha"], 0.1);
  EXPECT_EQ(mmim["beta"], 0.05);
  EXPECT_EQ(mmim["visual"]["hidden"], 64);
  EXPECT_EQ(mmim["acoustic"]["hidden"], 16);
  EXPECT_EQ(differences(values, RunConfig("mmim", "mmim-paper").to_json()),
            (std::set<std::string>{"train/batch_size", "mmim/learning_rate_likelihood", "mmim/learning_rate_main",
                                   "mmim/alpha", "mmim/beta", "mmim/visual/hidden", "mmim/acoustic/hidden"}));
}

TEST(ShippedConfigs, OfMoseiAsPublishedRunTheLikelihoodStageOnHalfOfTheBatches) {
  const Json values = shipped("mosei-code.toml");
  EXPECT_EQ(values["mmim"]["likelihood_share"], 0.5);
  EXPECT_EQ(differences(values, RunConfig("mmim", "mmim-code").to_json()),
            (std::set<std::string>{"mmim/likelihood_share"}));
}

TEST(Presets, OfThePaperLeaveTheLoopAsThePublishedProgramHasItButSelectOnValid) {
  for (const std::string name : {"mmim-paper", "mmim-code"}) {
    const Preset& preset = mmim::preset(name);
    const Json values = RunConfig(preset.model, preset.name).to_json(), &train = values["train"];
    EXPECT_EQ(values["seed"], 1111) << preset.name;
    EXPECT_EQ(values["text"]["limit"], 50) << preset.name;
    EXPECT_EQ(train["batch_size"], 32) << preset.name;
    EXPECT_EQ(train["epochs"], 40) << preset.name;
    EXPECT_EQ(train["patience"], 10) << preset.name;
    EXPECT_EQ(train["select"], "valid") << preset.name;
  }
}

}  // namespace
}  // namespace mmim
