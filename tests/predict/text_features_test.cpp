#include "predict/text_features.h"

#include <gtest/gtest.h>

#include <fstream>

#include "predict/run.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Run> frozen_run() {
  return prepare_run(RunConfig::resolve(
      Json::object(), "",
      {"model=text-only", "text-only.text=frozen", "data.synthetic.utterances=40", "text.random.width=16",
       "text.random.layers=1", "text.random.heads=2", "text.random.inner=16", "train.device=cpu"}));
}

/// The run's encoder as if it had been read from a folder, and its features kept in a scratch one.
class TextFeatures : public ::testing::Test {
 protected:
  void SetUp() override {
    run = frozen_run();
    encoder = run->encoder;
    encoder.weights = "somewhere";
    encoder.sha256 = "of the weights";
    run->config.text.cache = scratch.path / "cache";
  }
  Tensor features() {
    return text_features(*run->model->text_encoder(), *run->train, encoder, run->config, torch::kCPU);
  }
  std::vector<fs::path> kept() const {
    std::vector<fs::path> files;
    if (fs::is_directory(scratch.path / "cache" / "text-features"))
      for (const auto& entry : fs::directory_iterator(scratch.path / "cache" / "text-features"))
        files.push_back(entry.path());
    return files;
  }
  /// Features computed from now on are others; kept ones are not.
  void change_weights() {
    const torch::NoGradGuard no_gradient;
    for (Tensor& parameter : run->model->text_encoder()->parameters()) parameter.mul_(1.5);
  }
  ScratchFolder scratch;
  std::unique_ptr<mmim::Run> run;
  EncoderSource encoder;
};

TEST_F(TextFeatures, AreTheRowsOfTheEncoderForEveryPieceOfTheSplit) {
  const Tensor rows = features();
  ASSERT_EQ(rows.size(0), run->train->total_pieces());
  const torch::NoGradGuard no_gradient;
  const std::vector<int64_t> two{5, 1};
  const Batch batch = run->train->batch(two, torch::kCPU);
  const Bert& bert = *run->model->text_encoder();
  const Tensor want = bert.encode(bert.embed(batch.tokens), 0, Rows::all).values;
  EXPECT_TRUE(torch::allclose(batch.streams.text.values, want, 1e-5, 1e-6));
  EXPECT_EQ(batch.streams.text.layout, batch.tokens.layout);
  const auto& offsets = run->train->offsets();
  EXPECT_TRUE(torch::allclose(rows.narrow(0, offsets[5], offsets[6] - offsets[5]),
                              want.narrow(0, 0, batch.tokens.layout->length(0)), 1e-5, 1e-6));
}

TEST_F(TextFeatures, GiveAModelTheSamePredictionAsItsOwnEncoder) {
  const torch::NoGradGuard no_gradient;
  const std::vector<int64_t> rows{0, 3};
  Batch batch = run->valid->batch(rows, torch::kCPU);
  const Tensor with = run->model->predict(batch).sentiment;
  batch.streams.text = {};
  EXPECT_TRUE(torch::allclose(run->model->predict(batch).sentiment, with, 1e-5, 1e-6));
}

TEST_F(TextFeatures, ComeFromTheCacheTheSecondTime) {
  const Tensor first = features();
  ASSERT_EQ(kept().size(), 1u);
  change_weights();
  EXPECT_TRUE(torch::equal(features(), first));
}

TEST_F(TextFeatures, OfOtherWeightsVocabularyOrPiecesAreOthers) {
  features();
  change_weights();
  encoder.sha256 = "of other weights";
  const Tensor others = features();
  EXPECT_EQ(kept().size(), 2u);
  run->train.emplace(run->dataset.split(SplitName::train), run->dataset.info, *encoder.pieces, 3);
  EXPECT_NE(features().size(0), others.size(0));
  EXPECT_EQ(kept().size(), 3u);
}

TEST_F(TextFeatures, AreComputedAnewWhenTheKeptOnesAreDamaged) {
  const Tensor first = features();
  std::ofstream(kept().front(), std::ios::trunc) << "not a tensor";
  EXPECT_TRUE(torch::equal(features(), first));
  change_weights();
  EXPECT_TRUE(torch::equal(features(), first)) << "the damaged file was not replaced";
}

TEST_F(TextFeatures, AreThereWithoutACacheThatCanBeWritten) {
  std::ofstream(scratch.path / "cache") << "a file where a folder is wanted";
  EXPECT_EQ(features().size(0), run->train->total_pieces());
}

}  // namespace
}  // namespace mmim
