#include "predict/build_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "core/error.h"
#include "predict/predict_dataset.h"
#include "predict/run.h"

namespace mmim {
namespace {

Dataset small_synthetic() {
  SyntheticOptions options;
  options.utterances = 40;
  options.longest = 6;
  return assemble(*synthetic_source(options), {});
}

BertOptions tiny_bert() { return {.vocabulary = 50, .width = 8, .layers = 1, .heads = 2, .inner = 8, .positions = 64}; }

std::string refusal(const std::function<void()>& what) {
  try {
    what();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(CheckNeeds, EveryModelNamesTheStreamThatIsNotThereAndARemedy) {
  Dataset dataset = small_synthetic();
  dataset.info.alignment = Alignment::words;
  dataset.info.streams.visual = {};
  for (const ModelEntry& entry : models()) {
    const RunConfig config(entry.name, "");
    const auto model = build_model(config, tiny_bert(), DataCard::of(dataset));
    const std::vector<Modality> needed = model->needs().modalities;
    const bool reads = std::find(needed.begin(), needed.end(), Modality::visual) != needed.end();
    const std::string said = refusal([&] { check_needs(model->needs(), dataset, entry.name); });
    EXPECT_EQ(said, reads ? "synthetic: model " + entry.name +
                                " needs the visual stream, which is not there; use a set that has it, or text-only, or "
                                "mmim with mmim.modalities"
                          : "");
  }
}

TEST(CheckNeeds, RowsOfWordsAreWantedForPredictingToo) {
  const Dataset dataset = small_synthetic();
  ASSERT_EQ(dataset.info.alignment, Alignment::none);
  for (const char* name : {"early-lstm", "mag-bert", "mfm"}) {
    TrainedModel trained;
    trained.config = RunConfig(name, "");
    trained.data = DataCard::of(dataset);
    trained.model = build_model(trained.config, tiny_bert(), trained.data);
    const std::string said = refusal([&] { predict_dataset(trained, dataset, SplitName::test, torch::kCPU); });
    EXPECT_TRUE(said.starts_with("synthetic: model " + std::string(name) + " needs rows that belong to words")) << said;
  }
}

TEST(CheckNeeds, LabelsOfBothSignsAreWantedOfTrainingOnly) {
  Needs needs;
  needs.both_signs = true;
  EXPECT_EQ(refusal([&] { check_needs(needs, small_synthetic(), "self-mm"); }), "");
  SyntheticOptions options;
  options.utterances = 8;
  for (options.seed = 0; options.seed < 100; ++options.seed) {
    const Dataset dataset = assemble(*synthetic_source(options), {});
    const std::string said = refusal([&] { check_needs(needs, dataset, "self-mm"); });
    if (said.empty()) continue;
    EXPECT_EQ(
        said,
        "synthetic: model self-mm needs positive and negative labels in split train, where labels are read from -3 to "
        "3; use a set that has both, or a model without classes of them");
    needs.one_sign = "x.split=single";
    EXPECT_TRUE(refusal([&] { check_needs(needs, dataset, "x"); }).ends_with("has both, or `--set x.split=single`"));
    EXPECT_EQ(refusal([&] { check_needs_to_predict(needs, dataset, "self-mm"); }), "");
    return;
  }
  FAIL() << "no set of one sign was drawn";
}

TEST(CheckNeeds, LabelsOfModalitiesAreWantedOfTrainingOnly) {
  Dataset dataset = small_synthetic();
  const RunConfig config =
      RunConfig::resolve(Json::object(), "options", {"model=self-mm", "self-mm.labels.from=columns"});
  const Needs needs = build_model(config, tiny_bert(), DataCard::of(dataset))->needs();
  EXPECT_EQ(
      refusal([&] { check_needs(needs, dataset, "self-mm"); }),
      "synthetic: model self-mm needs further labels `T`, and there are none; import a set that has them, such as "
      "CH-SIMS");
  dataset.info.columns = {{"T"}, {"A"}};
  EXPECT_TRUE(refusal([&] { check_needs(needs, dataset, "self-mm"); }).find("`V`, and there is T and A;") !=
              std::string::npos);
  EXPECT_EQ(refusal([&] { check_needs_to_predict(needs, dataset, "self-mm"); }), "");
  dataset.info.columns.push_back({"V"});
  EXPECT_EQ(refusal([&] { check_needs(needs, dataset, "self-mm"); }), "");
}

TEST(BuildModel, NamesTheModelWhoseOptionsDoNotFit) {
  const DataCard card = DataCard::of(small_synthetic());
  const auto built = [&](const std::string& model, const std::string& option) {
    return refusal([&] {
      build_model(RunConfig::resolve(Json::object(), "options", {"model=" + model, option}), tiny_bert(), card);
    });
  };
  EXPECT_EQ(built("mult", "mult.heads=7"), "model mult: 7 attention heads do not divide a width of 30");
  EXPECT_TRUE(built("mult", "mult.kernel.visual=60").starts_with("model mult: a convolution of 60 rows does not fit"));
  EXPECT_TRUE(built("iccn", "iccn.conv_kernel=4").starts_with("model iccn: a convolution that keeps every row"));
}

TEST(PrepareRun, RefusesBatchesInWhichAModelsLossLosesATerm) {
  const auto refused = [](int64_t batch_size, const std::string& option) {
    auto config = RunConfig::resolve(Json::object(), "options",
                                     {"model=iccn", "data.synthetic.utterances=40", "text.random.width=8",
                                      "text.random.layers=1", "text.random.heads=2", "text.random.inner=8",
                                      "train.device=cpu", "train.batch_size=" + std::to_string(batch_size), option});
    return refusal([&] { prepare_run(std::move(config)); });
  };
  EXPECT_EQ(refused(16, "iccn.image.out=16"),
            "model iccn needs batches of at least 17 utterances, not 16; raise train.batch_size or make the model "
            "smaller");
  EXPECT_EQ(refused(17, "iccn.image.out=16"), "");
  EXPECT_EQ(refused(16, "iccn.correlation=0"), "");
}

}  // namespace
}  // namespace mmim
