#include "bench/plain.h"

#include <gtest/gtest.h>

#include "bench/ours.h"
#include "nn/lstm_encoder.h"

namespace mmim {
namespace {

BertOptions tiny() {
  return {.vocabulary = 60,
          .width = 16,
          .layers = 3,
          .heads = 4,
          .inner = 32,
          .positions = 50,
          .dropout = 0,
          .attention_dropout = 0};
}

/// Copies parameters by name; every one of `to` must be there.
void copy_parameters(const torch::nn::Module& from, torch::nn::Module& to) {
  const torch::NoGradGuard no_gradient;
  const auto source = from.named_parameters();
  for (auto& parameter : to.named_parameters()) {
    const Tensor* value = source.find(parameter.key());
    ASSERT_NE(value, nullptr) << parameter.key();
    parameter.value().copy_(*value);
  }
}

double relative_error(const Tensor& got, const Tensor& wanted) {
  return ((got - wanted).norm() / wanted.norm()).item<double>();
}

Ragged three_texts() {
  const auto layout = make_layout({4, 50, 9});
  return {at::randint(1, 60, {layout->total()}, at::kLong), layout};
}

TEST(PlainBert, OnPaddedTextsEqualsOursOnPackedOnes) {
  torch::manual_seed(3);
  for (const Route route : {Route::reference, Route::fused}) {
    Bert ours(tiny(), {route, Precision::fp32});
    PlainBert plain(tiny());
    copy_parameters(ours, plain);
    const Ragged tokens = three_texts();
    const PaddedText padded = pad_text(tokens, 50);
    const Tensor packed = ours.cls(tokens), published = plain.cls(padded.ids, padded.mask);
    EXPECT_LT((packed - published).abs().max().item<double>(), 1e-5);

    const Tensor direction = at::randn_like(packed).detach();
    (packed * direction).sum().backward();
    (published * direction).sum().backward();
    const auto gradients = ours.named_parameters();
    for (const auto& parameter : plain.named_parameters()) {
      // Without a gradient on either side, or zero but for rounding: a key's bias moves all scores alike.
      if (!parameter.value().grad().defined() || parameter.key().ends_with("key.bias")) continue;
      EXPECT_LT(relative_error(parameter.value().grad(), gradients[parameter.key()].grad()), 1e-4) << parameter.key();
    }
  }
}

TEST(PlainLstm, EqualsOurs) {
  torch::manual_seed(4);
  const LstmEncoder ours(5, {.hidden = 7}, {Route::fused, Precision::fp32});
  PlainLstm plain(5, 7);
  copy_parameters(ours, plain);
  const auto layout = make_layout({3, 1, 8});
  const Ragged stream{at::randn({12, 5}), layout};
  EXPECT_LT((ours.final_state(stream) - plain.forward(pad_stream(stream))).abs().max().item<double>(), 1e-5);
}

TEST(PlainAdam, MovesParametersAsOursDoes) {
  torch::manual_seed(5);
  const Tensor start = at::randn({40, 3}), gradient = at::randn({40, 3}) * 10;
  const Tensor a = start.clone().requires_grad_(true), b = start.clone().requires_grad_(true);
  OurAdam ours({a}, {gradient.clone()}, 1e-3, 1e-2, 1);
  PlainAdam plain({b}, 1e-3, 1e-2, 1);
  b.mutable_grad() = gradient.clone();
  for (int step = 0; step < 8; ++step) {
    ours.step();
    plain.step();
  }
  EXPECT_LT(relative_error(a.detach() - start, b.detach() - start), 1e-5);
}

TEST(PlainMmim, TrainsBothStagesAndPredicts) {
  torch::manual_seed(6);
  const Workload workload = make_workload({.geometry = "tiny", .batch_size = 6, .batches = 2});
  PlainMmim plain(bench_options(), inputs_of(workload, {}));
  const Tensor word = plain.text().named_parameters()["embeddings.word_embeddings.weight"];
  const Tensor before = word.detach().clone();
  const PaddedBatch batch = pad_batch(workload.batches[0]);
  plain.update_likelihood(batch);
  EXPECT_TRUE(word.grad().defined());  // the published pass A has a backward pass through BERT
  EXPECT_TRUE(at::equal(word, before));
  plain.update_main(batch);
  EXPECT_FALSE(at::equal(word, before));
  EXPECT_EQ(plain.predict(batch).sizes(), (std::vector<int64_t>{6}));
}

TEST(OurMmim, HasTheParametersOfThePlainProgramAndAPoolerMore) {
  const Workload workload = make_workload({.geometry = "tiny", .batch_size = 6, .batches = 2});
  const OurMmim ours(workload, {});
  const PlainMmim plain(bench_options(), inputs_of(workload, {}));
  int64_t count = workload.text.width * (workload.text.width + 1);
  for (const Tensor& parameter : plain.parameters()) count += parameter.numel();
  EXPECT_EQ(ours.parameters(), count);
}

}  // namespace
}  // namespace mmim
