#include "train/config.h"

#include <gtest/gtest.h>

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
  EXPECT_EQ(config->model, "mmim");
  EXPECT_EQ(config->preset, "mmim-paper");
  EXPECT_EQ(config->seed, 1111);
  EXPECT_EQ(config->train.epochs, 40);
}

TEST(RunConfig, PresetThenFileThenAssignmentsWin) {
  const Json file = tree("preset = \"mmim-code\"\nseed = 5\n[mmim]\nbeta = 0.2\n[train]\nepochs = 3");
  const auto config = RunConfig::resolve(file, "run.toml", {"train.epochs=7", "seed=6"});
  const Json values = config->to_json();
  EXPECT_EQ(values["mmim"]["alpha"], 0.1) << "the preset against the default .3";
  EXPECT_EQ(values["mmim"]["beta"], 0.2) << "the file against the preset";
  EXPECT_EQ(values["train"]["epochs"], 7) << "the assignment against the file";
  EXPECT_EQ(config->seed, 6);
}

TEST(RunConfig, AnAssignedPresetReplacesTheFilesPresetButNotItsValues) {
  const Json file = tree("preset = \"mmim-paper\"\n[mmim]\nbeta = 0.2");
  const Json values = RunConfig::resolve(file, "run.toml", {"preset=mmim-code"})->to_json();
  EXPECT_EQ(values["mmim"]["alpha"], 0.1);
  EXPECT_EQ(values["mmim"]["beta"], 0.2);
}

TEST(RunConfig, ItsOwnTomlGivesEqualOptionsBack) {
  for (const Preset& preset : presets()) {
    const auto config = RunConfig::resolve(Json::object(), "", {"preset=" + preset.name, "train.patience=4"});
    const Json back = parse_toml(to_toml(config->to_json()), "config.toml");
    EXPECT_EQ(RunConfig::resolve(back, "config.toml", {})->to_json(), config->to_json()) << preset.name;
  }
}

TEST(RunConfig, AResolvedFileOutweighsThePresetItNames) {
  Json values = RunConfig::resolve(Json::object(), "", {})->to_json();
  values["preset"] = "mmim-code";
  EXPECT_EQ(RunConfig::resolve(values, "config.toml", {})->to_json(), values);
}

TEST(RunConfig, EveryModelListsItsOwnSection) {
  for (const ModelEntry& entry : models()) {
    const auto config = RunConfig::resolve(Json::object(), "", {"model=" + entry.name});
    EXPECT_TRUE(config->to_json().contains(entry.name));
  }
}

TEST(RunConfig, NoPresetIsPossible) {
  EXPECT_EQ(RunConfig::resolve(tree("preset = \"\""), "run.toml", {})->preset, "");
}

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

}  // namespace
}  // namespace mmim
