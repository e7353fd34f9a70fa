#include <gtest/gtest.h>

#include "core/stop.h"
#include "nn/weights/module_arrays.h"
#include "support/small_set.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

constexpr int64_t kEpochs = 2, kUtterances = 36, kBatch = 4;

class EveryModelRun : public testing::TestWithParam<std::string> {
 protected:
  EveryModelRun() : threads_(at::get_num_threads()) { at::set_num_threads(1); }  // so little work is slower on more
  ~EveryModelRun() override { at::set_num_threads(threads_); }

  /// Its own options, but for rates at which a few updates show.
  RunConfig config(int64_t seed) const {
    auto config = RunConfig(GetParam(), "");
    config.seed = seed;
    config.train.batch_size = kBatch;
    config.train.epochs = config.train.patience = kEpochs;
    const Options options = config.options();
    for (const Options::Field& field : options.fields()) {
      if (field.path.starts_with(GetParam() + ".learning_rate")) field.set(2e-3);
      if (field.path == "iccn.image.out") field.set(2);  // batches of kBatch have correlations
    }
    return config;
  }

  /// Models of the same first weights, whatever the seed.
  std::shared_ptr<Model> build(const RunConfig& config) const {
    torch::manual_seed(5);
    return config.model_options->build(SmallSet::inputs(config.train.compute));
  }

  void fit(Model& model, const RunConfig& config, const std::filesystem::path& folder, Watcher& watcher,
           const SmallSet& validation) const {
    mmim::fit(
        model, {train.prepared, validation.prepared, nullptr, "", Json::object()}, config, folder,
        [&](const std::filesystem::path& best, const EpochSummary&) {
          write_safetensors(best / "weights.safetensors", arrays_of(model));
        },
        watcher);
  }

  std::filesystem::path empty(const std::string& name) const {
    const auto folder = scratch("every_" + test_name(GetParam()) + "_" + name);
    std::filesystem::remove_all(folder);
    return folder;
  }

  std::vector<float> trained(int64_t seed) {
    RunConfig options = config(seed);
    const auto model = build(options);
    torch::manual_seed(++trained_);  // nothing in a run may draw from there
    Watcher watcher;
    fit(*model, options, empty("trained"), watcher, valid);
    return weights_of(*model);
  }

  SmallSet train{kUtterances, 1}, valid{7, 2};

 private:
  int threads_;
  uint64_t trained_ = 0;
};

TEST_P(EveryModelRun, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const std::vector<float> once = trained(1);
  EXPECT_EQ(trained(1), once);
  EXPECT_NE(trained(2), once);
}

TEST_P(EveryModelRun, GoesOnBitForBitFromTheMiddleOfAPass) {
  const std::vector<float> wanted = trained(1);
  RunConfig options = config(1);
  const auto folder = empty("resumed");
  Watcher first, second;
  const auto before = build(options), after = build(options);
  first.at_batch = [&](int64_t batch) { stop_requested = batch >= first.batches_per_epoch + 3; };
  fit(*before, options, folder, first, valid);
  stop_requested = false;
  ASSERT_LT(first.batches, kEpochs * first.batches_per_epoch);
  fit(*after, options, folder, second, valid);
  EXPECT_TRUE(second.warnings.empty());
  EXPECT_EQ(weights_of(*after), wanted);
}

TEST_P(EveryModelRun, LearnsItsTrainingUtterances) {
  RunConfig options = config(1);
  options.train.epochs = 12;
  options.train.patience = options.train.epochs;
  const Options listing = options.options();
  for (const Options::Field& field : listing.fields())  // with so few updates dropout hides what is learned
    if (field.path.starts_with(GetParam() + ".") && field.path.find("dropout") != std::string::npos &&
        field.type == "number")
      field.set(0.0);
  const auto model = build(options);
  Watcher watcher;
  fit(*model, options, empty("learned"), watcher, train);
  double best = watcher.epochs.front().valid_loss;
  for (const EpochSummary& epoch : watcher.epochs) best = std::min(best, epoch.valid_loss);
  EXPECT_LT(best, 0.95 * watcher.epochs.front().valid_loss);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryModelRun, testing::ValuesIn(model_names()),
                         [](const auto& tested) { return test_name(tested.param); });

}  // namespace
}  // namespace mmim
