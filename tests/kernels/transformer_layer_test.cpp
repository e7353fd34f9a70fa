#include "kernels/transformer_layer.h"

#include <torch/autograd.h>

#include <cmath>

#include "core/error.h"
#include "kernels/attention.h"
#include "kernels/close.h"
#include "kernels/dropout.h"

namespace mmim {
namespace {

constexpr double kLimit = 2e-6;

TransformerWeights weights_of(int64_t width, int64_t inner) {
  const auto matrix = [](int64_t out, int64_t in, double phase) {
    return waves({out, in}, phase, 1 / std::sqrt(static_cast<double>(in)));
  };
  return {
      matrix(width, width, 0.1),    waves({width}, 0.15, 0.1), matrix(width, width, 0.2),    waves({width}, 0.25, 0.1),
      matrix(width, width, 0.3),    waves({width}, 0.35, 0.1), matrix(width, width, 0.4),    waves({width}, 0.45, 0.1),
      waves({width}, 0.5, 0.2) + 1, waves({width}, 0.55, 0.1), matrix(inner, width, 0.6),    waves({inner}, 0.65, 0.1),
      matrix(width, inner, 0.7),    waves({width}, 0.75, 0.1), waves({width}, 0.8, 0.2) + 1, waves({width}, 0.85, 0.1)};
}

std::vector<Tensor*> parts(TransformerWeights& w) {
  return {&w.query,
          &w.query_bias,
          &w.key,
          &w.key_bias,
          &w.value,
          &w.value_bias,
          &w.attention_output,
          &w.attention_output_bias,
          &w.attention_norm,
          &w.attention_norm_bias,
          &w.inner,
          &w.inner_bias,
          &w.outer,
          &w.outer_bias,
          &w.outer_norm,
          &w.outer_norm_bias};
}

void make_leaves(TransformerWeights& w, at::ScalarType type) {
  for (Tensor* part : parts(w)) *part = part->to(type).detach().clone().set_requires_grad(true);
}

/// A bias by distance as scores (heads, queries, keys).
Tensor scores_of(const Tensor& bias, int64_t queries, int64_t keys) {
  const Tensor distance = at::arange(keys).unsqueeze(0) - at::arange(queries).unsqueeze(1);
  return bias.index({torch::indexing::Slice(), distance + bias.size(1) / 2});
}

/// The same of plain operations, in the type of x.
Tensor oracle(const Ragged& x, bool cls, const TransformerWeights& w, const TransformerOptions& o, const Draws& draws,
              const Tensor& bias) {
  const Ragged wanted = cls ? firsts(x) : x;
  const Tensor identities = wanted.layout->row_ids();
  const auto norm = [&](const Tensor& rows, const Tensor& weight, const Tensor& bias) {
    return at::layer_norm(rows, {rows.size(1)}, weight, bias, o.epsilon);
  };
  const Tensor attended = attention(
      wanted.with(at::linear(wanted.values, w.query, w.query_bias)), x.with(at::linear(x.values, w.key, w.key_bias)),
      at::linear(x.values, w.value, w.value_bias), o.heads, o.attention_dropout, draws.stream("attention"),
      bias.defined() ? scores_of(bias, wanted.layout->longest, x.layout->longest) : Tensor());
  const Tensor y = norm(wanted.values + dropout(at::linear(attended, w.attention_output, w.attention_output_bias),
                                                o.dropout, identities, draws.stream("mixed")),
                        w.attention_norm, w.attention_norm_bias);
  const Tensor output = at::linear(at::gelu(at::linear(y, w.inner, w.inner_bias)), w.outer, w.outer_bias);
  return norm(y + dropout(output, o.dropout, identities, draws.stream("raised")), w.outer_norm, w.outer_norm_bias);
}

struct Setting {
  int64_t width, heads, inner;
  std::vector<int64_t> lengths;
};
const Setting kSettings[] = {{64, 4, 96, {5, 1, 17, 33}}, {24, 3, 40, {2, 8}}, {128, 2, 64, {70, 3}}, {10, 5, 7, {1}}};

/// Output and gradients of x and of every weight, after the same slope on the output.
std::vector<Tensor> outcome(
    const std::function<Tensor(const Ragged&, const TransformerWeights&, const Tensor& bias)>& layer, const Setting& s,
    bool biased, at::ScalarType type) {
  TransformerWeights w = weights_of(s.width, s.inner);
  make_leaves(w, type);
  const auto layout = make_layout(s.lengths);
  const Tensor x = waves({layout->total(), s.width}, 0.9).to(type).set_requires_grad(true);
  Tensor bias;
  if (biased) bias = waves({s.heads, bias_columns(layout->longest)}, 0.97).to(type).set_requires_grad(true);
  const Tensor z = layer({x, layout}, w, bias);
  (z * waves(z.sizes(), 0.95).to(type)).sum().backward();
  std::vector<Tensor> all{z.detach(), x.grad()};
  for (const Tensor* part : parts(w)) all.push_back(part->grad());
  if (biased && layout->longest > 1) all.push_back(bias.grad());  // one key has the probability 1 with any bias
  return all;
}

/// Ours in float32 against plain operations in float64: within `limit`, or at most three times as far as plain
/// operations in float32 are where a gradient is a small difference of large numbers.
void compare(const Setting& s, bool cls, bool biased, const Draws& draws, const TransformerOptions& given,
             double limit) {
  SCOPED_TRACE("width " + std::to_string(s.width) + (cls ? ", [CLS] alone" : "") + (biased ? ", biased" : ""));
  TransformerOptions options = given;
  options.heads = s.heads;
  const auto plain = [&](const Ragged& x, const TransformerWeights& w, const Tensor& bias) {
    return oracle(x, cls, w, options, draws, bias);
  };
  const auto fused = [&](const Ragged& x, const TransformerWeights& w, const Tensor& bias) {
    return transformer_layer(x, cls, w, options, draws, bias).values;
  };
  const auto exact = outcome(plain, s, biased, at::kDouble), reference = outcome(plain, s, biased, at::kFloat);
  const auto ours = outcome(fused, s, biased, at::kFloat);
  constexpr size_t kKeyBias = 5;  // softmax does not see it: the true gradient is zero
  EXPECT_LT(ours[kKeyBias].norm().item<double>(), 2 * limit * exact[kKeyBias + 2].norm().item<double>());
  for (size_t i = 0; i < ours.size(); ++i) {
    if (i == kKeyBias) continue;
    EXPECT_LT(relative_error(ours[i], exact[i]), std::max(limit, 3 * relative_error(reference[i], exact[i])))
        << "output " << i;
  }
}

TEST(TransformerLayer, ValuesAndGradientsEqualPlainOperations) {
  for_each_kernels([] {
    for (const Setting& s : kSettings)
      for (const bool cls : {false, true})
        for (const bool biased : {false, true})
          compare(s, cls, biased, {}, {.dropout = 0, .attention_dropout = 0}, kLimit);
  });
}

TEST(TransformerLayer, DropsWhatTheReferenceDrops) {
  for_each_kernels([] {
    for (const Setting& s : kSettings)
      for (const bool cls : {false, true})
        for (const bool biased : {false, true})
          compare(s, cls, biased, {.active = true, .key = 77}, {.dropout = 0.2, .attention_dropout = 0.3}, kLimit);
  });
}

TEST(TransformerLayer, InBf16StaysWithinItsRounding) {
  for_each_cpu([] {
    compare(kSettings[0], false, true, {}, {.dropout = 0, .attention_dropout = 0, .precision = Precision::bf16}, 5e-2);
  });
}

TEST(TransformerLayer, APredictionDoesNotDependOnItsBatch) {
  for_each_cpu([] {
    const TransformerWeights w = weights_of(64, 96);
    const TransformerOptions options{.heads = 4};
    const Tensor x = waves({12, 64}, 0.9);
    const Tensor together = transformer_layer({x, make_layout({5, 7})}, false, w, options, {}).values;
    const Tensor alone = transformer_layer({x.narrow(0, 5, 7), make_layout({7})}, false, w, options, {}).values;
    EXPECT_TRUE(at::equal(together.narrow(0, 5, 7), alone));
  });
}

TEST(TransformerLayer, FrozenWeightsGetNoGradientAndXStillDoes) {
  TransformerWeights w = weights_of(24, 40);
  make_leaves(w, at::kFloat);
  w.inner.set_requires_grad(false);
  const Tensor x = waves({6, 24}, 0.9).set_requires_grad(true);
  transformer_layer({x, make_layout({4, 2})}, true, w, {.heads = 3}, {}).values.square().sum().backward();
  EXPECT_FALSE(w.inner.grad().defined());
  EXPECT_TRUE(w.outer.grad().defined());
  EXPECT_TRUE(x.grad().defined());
}

TEST(TransformerLayer, RefusesWhatDoesNotFit) {
  TransformerWeights w = weights_of(24, 40);
  make_leaves(w, at::kFloat);
  const Ragged x{waves({6, 24}, 0.9), make_layout({4, 2})};
  EXPECT_THROW(transformer_layer(x, false, w, {.heads = 5}, {}), Error) << "heads";
  EXPECT_THROW(transformer_layer(x, false, w, {.heads = 3}, {}, waves({3, 7}, 0.9)), Error) << "a narrow bias";
  EXPECT_THROW(transformer_layer(x.with(waves({6, 20}, 0.9)), false, w, {.heads = 4}, {}), Error) << "width";
  EXPECT_THROW(transformer_layer({x.values, make_layout({4, 0, 2})}, true, w, {.heads = 3}, {}), Error) << "no [CLS]";
  const Tensor sum = transformer_layer(x, false, w, {.heads = 3}, {}).values.square().sum();
  EXPECT_THROW(torch::autograd::grad({sum}, {w.query}, {}, true, true), Error) << "second gradients";
}

}  // namespace
}  // namespace mmim
