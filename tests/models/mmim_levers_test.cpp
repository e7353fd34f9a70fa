// What MMIM can do beside the paper; nothing of it is on by default.
#include <gtest/gtest.h>

#include "core/error.h"
#include "models/tiny_mmim.h"

namespace mmim {
namespace {

using Head = MmimOptions::Head;

double text_gradient(Mmim& model, const Step& step) {
  double sum = 0;
  for (const auto& [name, gradient] : gradients(model, tiny_batch(), step))
    if (name.starts_with("text.")) sum += gradient.abs().sum().item<double>();
  return sum;
}

TEST(Levers, UnitVectorsAreReadEverywhere) {
  MmimOptions options = tiny_options();
  options.unit = true;
  const auto model = tiny_mmim(options);
  const PerModality<Tensor> h = model->encode(tiny_batch(), {});
  for (const Modality m : kModalities)
    EXPECT_TRUE(h[m].norm(2, {1}).allclose(at::ones({kTinyBatch}, at::kDouble), 1e-12, 0)) << word(m);
}

TEST(Levers, AResidualHeadAddsToThePredictionFromTextAndAGateScalesIt) {
  const Batch batch = tiny_batch();
  for (const Head head : {Head::residual, Head::gated}) {
    MmimOptions options = tiny_options();
    options.head = head;
    const auto model = tiny_mmim(options);
    const PerModality<Tensor> h = model->encode(batch, {});
    const Tensor z = model->fuse(h, batch, {});
    const auto& parameters = model->named_parameters();
    const auto linear = [&](const std::string& name, const Tensor& x) {
      return at::linear(x, parameters[name + ".weight"], parameters[name + ".bias"]).squeeze(1);
    };
    Tensor wanted = linear("head", z);
    if (head == Head::gated) wanted = wanted * at::sigmoid(linear("gate", z));
    wanted = wanted + linear("text_head", h.text);
    EXPECT_TRUE(model->predict(batch).sentiment.allclose(wanted, 1e-12, 1e-12));
    options.modalities = {"visual", "acoustic"};
    EXPECT_THROW(tiny_mmim(options), ConfigError);
  }
}

TEST(Levers, ADroppedStreamIsNotSeenByFusionAndBoundsStillSeeIt) {
  MmimOptions options = tiny_options();
  options.modality_dropout = 0.5;
  const auto model = tiny_mmim(options);
  const Batch batch = tiny_batch();
  PerModality<Tensor> h = model->encode(batch, {});
  const Draws draws = main_step().random.draws("dropout");
  const Tensor z = model->fuse(h, batch, draws);
  int64_t moved = 0;
  for (int64_t i = 0; i < kTinyBatch; ++i) {  // where visual is dropped, other values of it change nothing
    PerModality<Tensor> other = h;
    other.visual = h.visual.clone();
    other.visual[i] += 1;
    moved += !model->fuse(other, batch, draws)[i].equal(z[i]);
  }
  EXPECT_GT(moved, 0);
  EXPECT_LT(moved, kTinyBatch);
  h.text = h.text + 1;
  EXPECT_FALSE(model->fuse(h, batch, draws).equal(z)) << "text is never dropped";
  EXPECT_TRUE(model->fuse(h, batch, {}).equal(model->fuse(h, batch, {}))) << "nothing is dropped in prediction";
}

TEST(Levers, GradientsOfTheBoundAndTheContrastStopBeforeText) {
  MmimOptions options = tiny_options();
  options.contrast = {"text"};
  const auto with_weights = [&](double alpha, double beta, const std::vector<std::string>& stop) {
    options.alpha = alpha;
    options.beta = beta;
    options.stop_text = stop;
    return text_gradient(*tiny_mmim(options), main_step());
  };
  options.pairs = {"text-visual"};
  const double task = with_weights(0, 0, {});
  EXPECT_NE(with_weights(0, 0.3, {}), task);
  EXPECT_EQ(with_weights(0, 0.3, {"bound"}), task) << "the bound reaches text through h_t alone";
  EXPECT_NE(with_weights(0.3, 0, {"contrast"}), task) << "the contrast still reaches text through Z";
  EXPECT_NE(with_weights(0.3, 0, {"contrast"}), with_weights(0.3, 0, {}));
}

TEST(Levers, AlphaAndBetaRiseOverEpochs) {
  MmimOptions options = tiny_options();
  options.anneal = 4;
  options.alpha = 0.4;
  options.beta = 0.8;
  const auto model = tiny_mmim(options);
  for (const int64_t epoch : {0, 1, 3, 4, 9}) {
    const double share = std::min<double>(1, static_cast<double>(epoch) / 4);
    const auto found = weights(model->losses(tiny_batch(), main_step(0, epoch)));
    EXPECT_DOUBLE_EQ(found.at("contrast/text"), 0.4 * share);
    EXPECT_DOUBLE_EQ(found.at("likelihood/text-visual"), -0.8 * share);
    EXPECT_DOUBLE_EQ(found.at("entropy/text-visual"), -0.8 * share);
    EXPECT_EQ(found.at("task"), 1);
  }
}

}  // namespace
}  // namespace mmim
