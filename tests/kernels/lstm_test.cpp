#include "kernels/lstm.h"

#include <torch/autograd.h>

#include <cmath>

#include "core/error.h"
#include "kernels/close.h"
#include "kernels/order.h"

namespace mmim {
namespace {

std::vector<LstmWeights> weights_of(int64_t in, int64_t hidden, int directions) {
  std::vector<LstmWeights> all;
  const double size = 1 / std::sqrt(static_cast<double>(hidden));
  for (int d = 0; d < directions; ++d)
    all.push_back({waves({4 * hidden, in}, 0.1 + d, size), waves({4 * hidden, hidden}, 0.2 + d, size),
                   waves({4 * hidden}, 0.3 + d, size), waves({4 * hidden}, 0.4 + d, size)});
  return all;
}

std::vector<Tensor> leaves(std::vector<LstmWeights>& weights, at::ScalarType type) {
  std::vector<Tensor> all;
  for (LstmWeights& w : weights)
    for (Tensor* part : {&w.input, &w.state, &w.input_bias, &w.state_bias}) {
      *part = part->to(type).detach().clone().set_requires_grad(true);
      all.push_back(*part);
    }
  return all;
}

/// The same by LibTorch, in double precision: states and rows.
LstmStates oracle(const Ragged& x, const std::vector<Tensor>& weights, int64_t hidden, int64_t directions) {
  const PackedOrder order = packed_order(*x.layout);
  const Tensor start = at::zeros({directions, x.size(), hidden}, x.values.options());
  const auto [rows, final_states, cells] = at::lstm(x.values.index_select(0, order.gather), order.batch_sizes,
                                                    {start, start}, weights, true, 1, 0.0, false, directions == 2);
  const Tensor by_utterance = final_states.index_select(1, order.restore).transpose(0, 1).reshape({x.size(), -1});
  const Tensor back = at::empty_like(order.gather).index_copy(0, order.gather, at::arange(order.gather.numel()));
  return {by_utterance, rows.index_select(0, back)};
}

struct Setting {
  int64_t in, hidden;
  int directions;
  std::vector<int64_t> lengths;
};

std::vector<int64_t> many_lengths(int64_t count, int64_t longest) {
  std::vector<int64_t> lengths;
  for (int64_t i = 0; i < count; ++i) lengths.push_back(1 + i * i * 7919 % longest);
  return lengths;
}

std::vector<Setting> settings() {
  return {{20, 32, 1, many_lengths(32, 60)}, {5, 16, 2, many_lengths(33, 20)}, {3, 1, 1, {4, 1, 7}}, {1, 5, 2, {1}},
          {35, 64, 1, {500, 1, 30}},         {7, 9, 2, many_lengths(17, 5)}};
}

void compare(const Setting& s, bool use_rows, bool use_final) {
  auto fused = weights_of(s.in, s.hidden, s.directions), exact = fused;
  const std::vector<Tensor> ours = leaves(fused, at::kFloat), theirs = leaves(exact, at::kDouble);
  const auto layout = make_layout(s.lengths);
  const Tensor x = waves({layout->total(), s.in}, 0.5);
  const Tensor our_x = x.clone().set_requires_grad(true), their_x = x.to(at::kDouble).set_requires_grad(true);
  const LstmStates got = packed_lstm({our_x, layout}, fused, use_rows);
  const LstmStates want = oracle({their_x, layout}, theirs, s.hidden, s.directions);
  const auto weigh = [](const Tensor& t, double phase) { return (t * waves(t.sizes(), phase)).sum(); };
  Tensor our_loss = at::zeros({}), their_loss = at::zeros({}, at::kDouble);
  if (use_final)
    our_loss = our_loss + weigh(got.final_states, 0.6), their_loss = their_loss + weigh(want.final_states, 0.6);
  if (use_rows) our_loss = our_loss + weigh(got.rows, 0.7), their_loss = their_loss + weigh(want.rows, 0.7);
  EXPECT_LT(relative_error(got.final_states, want.final_states), 2e-6);
  if (use_rows) {
    EXPECT_LT(relative_error(got.rows, want.rows), 2e-6);
  }
  our_loss.backward();
  their_loss.backward();
  EXPECT_LT(relative_error(our_x.grad(), their_x.grad()), 2e-6) << "x";
  for (size_t i = 0; i < ours.size(); ++i)
    EXPECT_LT(relative_error(ours[i].grad(), theirs[i].grad()), 2e-6) << "weight " << i;
}

TEST(PackedLstm, FinalStatesAndGradientsEqualLibTorch) {
  for_each_kernels([] {
    for (const Setting& s : settings()) {
      SCOPED_TRACE(std::to_string(s.in) + " to " + std::to_string(s.hidden));
      compare(s, false, true);
    }
  });
}

TEST(PackedLstm, RowsAndTheirGradientsEqualLibTorch) {
  for_each_kernels([] {
    for (const Setting& s : settings()) {
      SCOPED_TRACE(std::to_string(s.in) + " to " + std::to_string(s.hidden));
      compare(s, true, true);
      compare(s, true, false);
    }
  });
}

TEST(PackedLstm, WithoutGradientsGivesTheSameStates) {
  for_each_kernels([] {
    const auto layout = make_layout(many_lengths(20, 30));
    auto weights = weights_of(4, 6, 2);
    leaves(weights, at::kFloat);
    const Ragged x{waves({layout->total(), 4}, 0.5), layout};
    const LstmStates kept = packed_lstm(x, weights, true);
    const torch::NoGradGuard no_gradient;
    const LstmStates alone = packed_lstm(x, weights, true);
    EXPECT_TRUE(at::equal(kept.final_states, alone.final_states));
    EXPECT_TRUE(at::equal(kept.rows, alone.rows));
  });
}

TEST(PackedLstm, AnUtteranceWithoutRowsHasZeroStatesAndDisturbsNobody) {
  for_each_kernels([] {
    auto weights = weights_of(3, 4, 2);
    const std::vector<Tensor> parts = leaves(weights, at::kFloat);
    const auto layout = make_layout({2, 0, 3});
    const Tensor x = waves({5, 3}, 0.5);
    const Tensor states = packed_lstm({x, layout}, weights, false).final_states;
    EXPECT_TRUE((states[1] == 0).all().item<bool>());
    const Tensor without = packed_lstm({x, make_layout({2, 3})}, weights, false).final_states;
    EXPECT_TRUE(at::equal(states[0], without[0]));
    EXPECT_TRUE(at::equal(states[2], without[1]));
    states.sum().backward();
    EXPECT_TRUE(at::isfinite(parts[0].grad()).all().item<bool>());
    const Tensor none = packed_lstm({at::empty({0, 3}), make_layout({0, 0})}, weights, false).final_states;
    EXPECT_TRUE((none == 0).all().item<bool>());
  });
}

TEST(PackedLstm, WeightsThatAreFrozenLeaveTheRestAlone) {
  auto weights = weights_of(3, 4, 1);
  const Ragged x{waves({5, 3}, 0.5).set_requires_grad(true), make_layout({2, 3})};
  packed_lstm(x, weights, false).final_states.sum().backward();
  EXPECT_TRUE(x.values.grad().defined());
}

TEST(PackedLstm, NoUtterancesGiveGradientsOfZero) {
  for_each_kernels([] {
    auto weights = weights_of(3, 4, 1);
    const std::vector<Tensor> parts = leaves(weights, at::kFloat);
    const Tensor states = packed_lstm({at::empty({0, 3}), make_layout({})}, weights, false).final_states;
    EXPECT_EQ(states.size(0), 0);
    states.sum().backward();
    for (const Tensor& part : parts) EXPECT_EQ(part.grad().abs().sum().item<double>(), 0);
  });
}

TEST(PackedLstm, FeaturesAsLargeAsFloatsAreCloseItsGatesAsLibTorchDoes) {
  for_each_kernels([] {  // data sets hold them where infinities were replaced as published
    auto fused = weights_of(2, 4, 1), plain = fused;
    const std::vector<Tensor> ours = leaves(fused, at::kFloat), theirs = leaves(plain, at::kFloat);
    const auto layout = make_layout({3});
    const Tensor x = waves({3, 2}, 0.5);
    x[1][0] = 3.4e38f;
    packed_lstm({x, layout}, fused, false).final_states.sum().backward();
    oracle({x, layout}, theirs, 4, 1).final_states.sum().backward();
    for (size_t i = 0; i < ours.size(); ++i)
      EXPECT_TRUE(at::allclose(ours[i].grad(), theirs[i].grad(), 1e-5, 1e-6)) << "weight " << i;
  });
}

TEST(PackedLstm, LetsNaNThrough) {
  for_each_kernels([] {
    auto weights = weights_of(3, 4, 1);
    weights[0].input[0][1] = std::nanf("");
    const Tensor states = packed_lstm({waves({5, 3}, 0.5), make_layout({2, 3})}, weights, false).final_states;
    EXPECT_TRUE(at::isnan(states).any(1).all().item<bool>());
  });
}

TEST(PackedLstm, GivesItsGradientsOnce) {
  for_each_kernels([] {
    const Tensor x = waves({5, 3}, 0.5).set_requires_grad(true);
    const Tensor sum = packed_lstm({x, make_layout({2, 3})}, weights_of(3, 4, 1), false).final_states.sum();
    torch::autograd::grad({sum}, {x}, {}, true);
    EXPECT_THROW(torch::autograd::grad({sum}, {x}, {}, true), Error);
  });
}

TEST(PackedLstm, RefusesWhatDoesNotFit) {
  for_each_kernels([] {
    const auto weights = weights_of(3, 4, 1);
    EXPECT_THROW(packed_lstm({waves({5, 4}, 0.5), make_layout({2, 3})}, weights, false), Error) << "width";
    EXPECT_THROW(packed_lstm({waves({5, 3}, 0.5), make_layout({2, 2})}, weights, false), Error) << "rows";
    const Tensor x = waves({5, 3}, 0.5).set_requires_grad(true);
    const Tensor sum = packed_lstm({x, make_layout({2, 3})}, weights, false).final_states.sum();
    EXPECT_THROW(torch::autograd::grad({sum}, {x}, {}, true, true), Error) << "second gradients";
  });
}

}  // namespace
}  // namespace mmim
