#include "kernels/operations.h"

#include <cmath>

#include "kernels/attention.h"
#include "kernels/close.h"
#include "kernels/transformer_layer.h"

namespace mmim {
namespace {

constexpr double kLimit = 2e-6;
constexpr Draws kDraws{true, 77};

/// Those that run now on tensors of the host.
const Operations& here() { return operations(torch::kCPU); }

Tensor exact(const Tensor& x) { return x.to(at::kDouble).set_requires_grad(true); }

/// Each kernel's values and gradients against the same in double precision, at widths around whole vectors.
constexpr int64_t kWidths[] = {1, 7, 16, 40, 384};
constexpr int64_t kRows = 11;

TEST(AddNorm, ValuesAndGradientsEqualDoublePrecision) {
  for_each_kernels([] {
    for (const int64_t width : kWidths)
      for (const double p : {0.0, 0.3}) {
        if (width == 1) continue;  // a row of one number has no deviation: all that is left is rounding
        SCOPED_TRACE("width " + std::to_string(width) + ", dropout " + std::to_string(p));
        const auto layout = make_layout({3, 8});
        const Tensor x = waves({kRows, width}, 0.1), residual = waves({kRows, width}, 0.2),
                     weight = waves({width}, 0.3) + 1, bias = waves({width}, 0.4), slope = waves({kRows, width}, 0.5);
        const DropoutKeys keys = here().feature_keys(*layout, width, p, kDraws);
        const Normalised ours = here().add_norm(x, residual, weight, bias, 1e-5, keys);
        const AddNormGradients gradients = here().add_norm_gradients(slope, ours.normal, ours.deviation, weight, keys);

        const Tensor xe = exact(x), re = exact(residual), we = exact(weight), be = exact(bias);
        const Tensor theirs = at::layer_norm(re + dropout(xe, p, layout->row_ids(), kDraws), {width}, we, be, 1e-5);
        theirs.backward(slope.to(at::kDouble));
        EXPECT_LT(relative_error(ours.out, theirs), kLimit);
        EXPECT_LT(relative_error(gradients.x, xe.grad()), kLimit) << "x";
        EXPECT_LT(relative_error(gradients.residual, re.grad()), kLimit) << "residual";
        EXPECT_LT(relative_error(gradients.weight, we.grad()), kLimit) << "weight";
        EXPECT_LT(relative_error(gradients.bias, be.grad()), kLimit) << "bias";
      }
  });
}

TEST(Gelu, ValueAndGradientEqualDoublePrecisionFarFromZeroToo) {
  for_each_kernels([] {
    for (const double size : {0.01, 1.0, 12.0}) {
      const Tensor x = waves({kRows, 37}, 0.1, size), slope = waves({kRows, 37}, 0.2), xe = exact(x);
      const Tensor theirs = at::gelu(xe);
      theirs.backward(slope.to(at::kDouble));
      Tensor gradient = slope.clone();
      here().gelu_gradient(x, gradient);
      EXPECT_LT(relative_error(here().gelu(x), theirs), kLimit) << size;
      EXPECT_LT(relative_error(gradient, xe.grad()), kLimit) << size;
    }
  });
}

TEST(SumOfRows, EqualsDoublePrecision) {
  for_each_kernels([] {
    for (const int64_t width : kWidths)
      for (const int64_t rows : {0, 1, 300}) {
        const Tensor x = waves({rows, width}, 0.1);
        EXPECT_LT(relative_error(here().sum_of_rows(x), x.to(at::kDouble).sum(0)), kLimit) << rows << " x " << width;
      }
  });
}

TEST(Linear, ValuesAndGradientsEqualDoublePrecision) {
  for_each_kernels([] {
    for (const int64_t rows : {0, 1, 33}) {
      const Tensor x = waves({rows, 40}, 0.1), weight = waves({24, 40}, 0.2), bias = waves({24}, 0.3),
                   slope = waves({rows, 24}, 0.4), there = waves({rows, 40}, 0.5);
      const Tensor xe = exact(x), we = exact(weight), be = exact(bias);
      const Tensor theirs = at::linear(xe, we, be);
      theirs.backward(slope.to(at::kDouble));
      constexpr Precision kFull = Precision::fp32;
      EXPECT_LT(relative_error(here().linear(x, weight, bias, kFull), theirs), kLimit) << rows;
      EXPECT_LT(relative_error(here().linear_input_gradient(slope, weight, kFull, {}), xe.grad()), kLimit) << rows;
      EXPECT_LT(relative_error(here().linear_input_gradient(slope, weight, kFull, there.clone()), xe.grad() + there),
                kLimit);
      EXPECT_LT(relative_error(here().linear_weight_gradient(slope, x, kFull), we.grad()), kLimit) << rows;
    }
  });
}

struct Setting {
  int64_t heads, head;
  std::vector<int64_t> keys;
  bool firsts;  ///< queries are first rows alone
};
const Setting kSettings[] = {{2, 64, {1, 2, 15, 16, 17, 33}, false},
                             {12, 8, {30, 5}, true},
                             {3, 5, {70, 129, 1}, false},
                             {1, 32, {500, 257}, false},
                             {2, 16, {500, 3}, true}};

TEST(FusedAttention, ValuesAndGradientsEqualDoublePrecisionUpToFiveHundredRows) {
  for_each_kernels([] {
    for (const Setting& s : kSettings)
      for (const double p : {0.0, 0.2}) {
        SCOPED_TRACE("heads " + std::to_string(s.heads) + ", longest " + std::to_string(s.keys[0]) + ", dropout " +
                     std::to_string(p));
        const auto layout = make_layout(s.keys);
        const auto queries = s.firsts ? first_layout(*layout) : layout;
        const int64_t width = s.heads * s.head;
        const Tensor query = waves({queries->total(), width}, 0.1), key = waves({layout->total(), width}, 0.2),
                     value = waves({layout->total(), width}, 0.3), slope = waves({queries->total(), width}, 0.4);
        const DropoutKeys keys = here().attention_keys(*queries, *layout, s.heads, p, kDraws);
        const AttentionRows rows{query, key, value, queries, layout, s.heads};
        const Attended ours = here().attention(rows, keys);
        const AttentionGradients gradients = here().attention_gradients(rows, ours.scales, slope, keys, false);

        const Tensor qe = exact(query), ke = exact(key), ve = exact(value);
        const Tensor theirs = attention({qe, queries}, {ke, layout}, ve, s.heads, p, kDraws);
        theirs.backward(slope.to(at::kDouble));
        EXPECT_LT(relative_error(ours.out, theirs), kLimit);
        EXPECT_LT(relative_error(gradients.query, qe.grad()), kLimit) << "query";
        EXPECT_LT(relative_error(gradients.key, ke.grad()), kLimit) << "key";
        EXPECT_LT(relative_error(gradients.value, ve.grad()), kLimit) << "value";
        EXPECT_FALSE(gradients.bias.defined());
      }
  });
}

TEST(FusedAttention, OfABiasByDistanceValuesAndGradientsEqualDoublePrecision) {
  for_each_kernels([] {
    for (const Setting& s : kSettings)
      for (const double p : {0.0, 0.2}) {
        if (s.keys[0] > 200 && !s.firsts) continue;  // fibres of a host take minutes for it
        SCOPED_TRACE("heads " + std::to_string(s.heads) + ", longest " + std::to_string(s.keys[0]) + ", dropout " +
                     std::to_string(p));
        const auto layout = make_layout(s.keys);
        const auto queries = s.firsts ? first_layout(*layout) : layout;
        const int64_t width = s.heads * s.head;
        const Tensor query = waves({queries->total(), width}, 0.1), key = waves({layout->total(), width}, 0.2),
                     value = waves({layout->total(), width}, 0.3), slope = waves({queries->total(), width}, 0.4),
                     bias = waves({s.heads, bias_columns(layout->longest)}, 0.5);
        const DropoutKeys keys = here().attention_keys(*queries, *layout, s.heads, p, kDraws);
        const AttentionRows rows{query, key, value, queries, layout, s.heads, bias};
        const Attended ours = here().attention(rows, keys);
        const AttentionGradients gradients = here().attention_gradients(rows, ours.scales, slope, keys, true);

        const Tensor qe = exact(query), ke = exact(key), ve = exact(value), be = exact(bias);
        const Tensor distance = at::arange(layout->longest).unsqueeze(0) - at::arange(queries->longest).unsqueeze(1);
        const Tensor theirs = attention({qe, queries}, {ke, layout}, ve, s.heads, p, kDraws,
                                        be.index({torch::indexing::Slice(), distance + bias.size(1) / 2}));
        theirs.backward(slope.to(at::kDouble));
        EXPECT_LT(relative_error(ours.out, theirs), kLimit);
        EXPECT_LT(relative_error(gradients.query, qe.grad()), kLimit) << "query";
        EXPECT_LT(relative_error(gradients.key, ke.grad()), kLimit) << "key";
        EXPECT_LT(relative_error(gradients.value, ve.grad()), kLimit) << "value";
        EXPECT_LT(relative_error(gradients.bias, be.grad()), kLimit) << "bias";
      }
  });
}

TEST(Kernels, LetNaNThrough) {
  const double nan = std::nan("");
  for_each_kernels([&] {
    const Tensor x = waves({3, 24}, 0.1);
    x[1][5] = nan;
    const auto rows_with_nan = [](const Tensor& y) { return at::isnan(y).any(1); };
    const Tensor middle = at::tensor({0, 1, 0}).to(at::kBool);
    EXPECT_TRUE(at::equal(rows_with_nan(here().gelu(x)), middle));
    Tensor gradient = at::ones_like(x);
    here().gelu_gradient(x, gradient);
    EXPECT_TRUE(at::equal(rows_with_nan(gradient), middle));
    EXPECT_TRUE(at::equal(rows_with_nan(here().add_norm(x, x, at::ones({24}), at::zeros({24}), 1e-5, {}).out), middle));
    const auto layout = make_layout({1, 2});
    for (const bool of_keys : {true, false}) {  // a NaN in the second row reaches the second utterance
      const Tensor good = waves({3, 24}, 0.2), &key = of_keys ? x : good, &value = of_keys ? good : x;
      const Tensor out = here().attention({good, key, value, layout, layout, 2}, {}).out;
      EXPECT_TRUE(at::equal(rows_with_nan(out), at::tensor({0, 1, 1}).to(at::kBool))) << of_keys;
    }
  });
}

}  // namespace
}  // namespace mmim
