#include "predict/model_folder.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "nn/weights/arrays.h"
#include "predict/run.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Run> tiny_run() {
  return prepare_run(RunConfig::resolve(
      Json::object(), "",
      {"data.synthetic.utterances=40", "text.random.width=16", "text.random.layers=1", "text.random.heads=2",
       "text.random.inner=16", "mmim.visual.hidden=8", "mmim.acoustic.hidden=8", "train.device=cpu"}));
}

Tensor predict_test(Model& model, const PreparedSplit& split) {
  const torch::NoGradGuard no_gradient;
  const std::vector<int64_t> rows{0, 1, 2};
  return model.predict(split.batch(rows, torch::kCPU)).sentiment;
}

/// The sentence with which loading is refused, or "".
std::string complaint(const fs::path& folder) {
  try {
    load_model(folder, torch::kCPU);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

class ModelFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    run = tiny_run();
    save_model(scratch.path, run->trained());
  }
  /// Rewrites model.safetensors with `change` applied.
  void damage(const std::function<void(NamedArrays&)>& change) {
    NamedArrays arrays = read_safetensors(scratch.path / "model.safetensors");
    change(arrays);
    write_safetensors(scratch.path / "changed", arrays);
    fs::rename(scratch.path / "changed", scratch.path / "model.safetensors");
  }
  ScratchFolder scratch;
  std::unique_ptr<mmim::Run> run;
};

TEST_F(ModelFolder, GivesTheSameModelBack) {
  const TrainedModel loaded = load_model(scratch.path, torch::kCPU);
  EXPECT_TRUE(torch::equal(predict_test(*loaded.model, *run->test), predict_test(*run->model, *run->test)));
  EXPECT_EQ(loaded.config.to_json(), run->config.to_json());
  EXPECT_EQ(loaded.pieces->fingerprint(), run->encoder.pieces->fingerprint());
  EXPECT_EQ(loaded.data.to_json(), DataCard::of(run->dataset).to_json());
  EXPECT_EQ(loaded.record["seed"], 1111);
  EXPECT_EQ(loaded.record["synthetic"], true);
}

TEST_F(ModelFolder, SpellsTextsAsTheEncoderDid) {
  TrainedModel cased = run->trained();
  const Spelling spelling{.lower_case = false, .strip_accents = true, .chinese_apart = false, .clean_text = false};
  cased.pieces = std::make_shared<WordPieces>(cased.pieces->tokens(), spelling);
  save_model(scratch.path, cased);
  const Spelling& loaded = load_model(scratch.path, torch::kCPU).pieces->spelling();
  EXPECT_FALSE(loaded.lower_case);
  EXPECT_TRUE(loaded.strips_accents());
  EXPECT_FALSE(loaded.chinese_apart);
  EXPECT_FALSE(loaded.clean_text);
}

TEST_F(ModelFolder, TheSeedDecidesTheWeights) {
  EXPECT_TRUE(torch::equal(predict_test(*tiny_run()->model, *run->test), predict_test(*run->model, *run->test)));
}

TEST_F(ModelFolder, NamesAMissingTensor) {
  std::string name;
  damage([&](NamedArrays& arrays) {
    name = arrays.arrays.front().first;
    arrays.arrays.erase(arrays.arrays.begin());
  });
  EXPECT_NE(complaint(scratch.path).find("tensor `" + name + "` is missing"), std::string::npos);
}

TEST_F(ModelFolder, NamesAnUnexpectedTensor) {
  damage([&](NamedArrays& arrays) { arrays.arrays.emplace_back("zzz.extra", to_array(torch::zeros({2}))); });
  EXPECT_NE(complaint(scratch.path).find("tensor `zzz.extra` is unexpected"), std::string::npos);
}

TEST_F(ModelFolder, NamesATensorOfAnotherShape) {
  std::string name;
  damage([&](NamedArrays& arrays) {
    name = arrays.arrays.front().first;
    arrays.arrays.front().second = to_array(torch::zeros({1, 2, 3}));
  });
  EXPECT_NE(complaint(scratch.path).find("tensor `" + name + "` has shape (1, 2, 3), the model wants ("),
            std::string::npos);
}

TEST_F(ModelFolder, NamesAMissingFile) {
  fs::remove(scratch.path / "data.json");
  EXPECT_NE(complaint(scratch.path).find("data.json"), std::string::npos);
}

TEST_F(ModelFolder, ARunFolderMeansItsBest) {
  const ScratchFolder outer;
  fs::copy(scratch.path, outer.path / "best", fs::copy_options::recursive);
  EXPECT_EQ(complaint(outer.path), "");
  fs::remove_all(outer.path / "best");
  EXPECT_NE(complaint(outer.path).find("neither a model folder nor a run folder"), std::string::npos);
}

TEST(DataCard, RefusesOtherWidthsThanItWasTrainedOn) {
  DataCard card;
  card.streams.visual.width = 20;
  card.streams.acoustic.width = 5;
  DatasetInfo given{.name = "MOSEI"};
  given.streams = card.streams;
  card.name = "MOSI";
  card.check_widths(given, "misa");
  given.streams.acoustic.width = 74;
  try {
    card.check_widths(given, "misa");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_STREQ(
        error.what(),
        "MOSEI: has 74 acoustic features a row, model misa was trained on 5 of MOSI; evaluate on a set with the same "
        "features, or train on this one");
  }
}

/// The sentence with which a model that was trained on `trained` refuses rows made as `given`, or "".
std::string refusal(const FeatureSet& trained, const FeatureSet& given) {
  DataCard card{.name = "mine"};
  card.features = trained;
  try {
    card.check_features(given, "misa", "yours");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(DataCard, RefusesRowsThatWereMadeOtherwise) {
  const FeatureSet unknown, clips{.name = "mmim-clips-1", .settings = {{"rows", "words"}}};
  FeatureSet others = clips;
  others.settings["rows"] = "fixed";
  EXPECT_EQ(refusal(clips, clips), "");
  EXPECT_EQ(refusal(unknown, unknown), "");
  EXPECT_EQ(
      refusal(clips, others),
      "yours: has mmim-clips-1, model misa was trained on mmim-clips-1 of mine: `rows` is fixed instead of words; "
      "extract the clips with the settings of that model, or train on this set");
  EXPECT_NE(refusal(clips, unknown).find("has features of an unknown make"), std::string::npos);
  EXPECT_NE(refusal(unknown, clips), "");
}

TEST(DataCard, KeepsHowRowsWereMade) {
  DataCard card{.name = "mine"};
  card.features = {.name = "mmim-clips-1", .settings = {{"rows", "words"}}, .columns = {{}, {"smile"}, {"F0", "VUV"}}};
  const DataCard read = DataCard::from_json(card.to_json(), "data.json");
  EXPECT_EQ(read.features.hash(), card.features.hash());
  EXPECT_EQ(read.features.columns.acoustic, card.features.columns.acoustic);
}

}  // namespace
}  // namespace mmim
