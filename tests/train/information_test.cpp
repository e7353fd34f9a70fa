// What a run tells of MMIM's bound, and what the bound does to the representations.
#include <gtest/gtest.h>

#include <cmath>

#include "models/mmim.h"
#include "results/metrics_log.h"
#include "support/scratch.h"
#include "support/small_set.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

RunConfig short_run(int64_t epochs) {
  RunConfig config("mmim", "mmim-paper");
  config.train.epochs = config.train.patience = epochs;
  config.train.batch_size = 32;
  return config;
}

std::shared_ptr<Mmim> built(const RunConfig& config) {
  torch::manual_seed(5);
  return std::dynamic_pointer_cast<Mmim>(config.model_options->build(SmallSet::inputs(config.train.compute)));
}

std::vector<EpochSummary> fitted(Mmim& model, const RunConfig& config, const SmallSet& train, const SmallSet& valid,
                                 const std::string& name) {
  const auto folder = scratch("information_" + name);
  std::filesystem::remove_all(folder);
  Watcher watcher;
  fit(
      model, {train.prepared, valid.prepared, nullptr, "", Json::object()}, config, folder,
      [](const std::filesystem::path&, const EpochSummary&, const Predictions&) {}, watcher);
  return watcher.epochs;
}

/// Mean of log variance over the dimensions of the visual and the acoustic representation of a set.
double log_variance(const Mmim& model, const SmallSet& set) {
  const torch::NoGradGuard no_gradient;
  const PerModality<Tensor> h = model.encode(set.all(), {});
  return at::cat({h.visual, h.acoustic}, 1).var(0, false).log().mean().item<double>();
}

/// What six epochs, of which every batch weighs the bound much, add to log_variance().
double growth(const std::string& gradient, int64_t memory) {
  const SmallSet train{256, 1}, valid{20, 2};
  RunConfig config = short_run(6);
  for (const std::string& option :
       {"mmim.bound.entropy.gradient=" + gradient, "mmim.bound.memory=" + std::to_string(memory),
        std::string("mmim.beta=3"), std::string("mmim.alpha=0"), std::string("mmim.learning_rate_main=5e-3")})
    config.options().set_text(option);
  const auto model = built(config);
  const double before = log_variance(*model, train);
  fitted(*model, config, train, valid, "growth");
  return log_variance(*model, train) - before;
}

class Information : public testing::Test {
 protected:
  Information() : threads_(at::get_num_threads()) { at::set_num_threads(1); }  // so little work is slower on more
  ~Information() override { at::set_num_threads(threads_); }

 private:
  int threads_;
};

TEST_F(Information, DoesNotShrinkTheRepresentationsWhateverItRemembers) {
  const double without = growth("whole", 0);
  EXPECT_GT(without, -0.5);
  for (const int64_t memory : {1, 3}) EXPECT_NEAR(growth("whole", memory), without, 0.5) << memory;
  EXPECT_LT(growth("batch", 3), without - 1.5) << "else nothing would be tested";
}

TEST_F(Information, OfTrainAndValidStandsInTheLogOfEveryEpoch) {
  const SmallSet train{64, 1}, valid{40, 2};
  const RunConfig config = short_run(2);
  const auto model = built(config);
  const auto epochs = fitted(*model, config, train, valid, "log");
  const auto log = epoch_points(scratch("information_log") / "metrics.jsonl");
  ASSERT_EQ(log.size(), 2u);
  const torch::NoGradGuard no_gradient;
  const PerModality<Tensor> h = model->encode(valid.all(), {});
  for (const char* pair : {"text-visual", "text-acoustic"}) {
    const std::string name = std::string("I_BA/") + pair;
    const Tensor& y = std::string(pair) == "text-visual" ? h.visual : h.acoustic;
    const double bound = model->bound(pair).information(h.text, y, {y, valid.all().labels}).item<double>();
    EXPECT_NEAR(log.back().valid.at(name), bound, 1e-4 * std::max(1.0, std::abs(bound)));
    for (const EpochPoint& epoch : log) {
      EXPECT_TRUE(std::isfinite(epoch.train.at("main/" + name)));
      // Of the batches and the memory before them: likelihood and entropy, and the constants of the entropy.
      const double constants = 0.5 * static_cast<double>(y.size(1)) * std::log(2 * M_PI * M_E) + std::log(2);
      EXPECT_NEAR(epoch.train.at("main/" + name),
                  epoch.train.at(std::string("main/likelihood/") + pair) +
                      epoch.train.at(std::string("main/entropy/") + pair) + constants,
                  0.02);
    }
  }
}

TEST_F(Information, IsLeftOutWhereTheEntropyIsThatOfProjectedRows) {
  const SmallSet train{40, 1}, valid{20, 2};
  RunConfig config("mmim", "mmim-code");
  config.train.epochs = 1;
  const auto model = built(config);
  const auto epochs = fitted(*model, config, train, valid, "projected");
  EXPECT_TRUE(epochs.front().valid_summary.empty());
  for (const auto& [name, unused] : epochs.front().train) EXPECT_EQ(name.find("I_BA"), std::string::npos) << name;
}

}  // namespace
}  // namespace mmim
