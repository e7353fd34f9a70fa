#include "nn/transformer_block.h"

#include <gtest/gtest.h>
#include <torch/nn/modules/transformerlayer.h>

#include <limits>

#include "core/error.h"

namespace mmim {
namespace {

Tensor waves(std::vector<int64_t> shape, double phase = 0) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return (at::arange(count, at::kDouble) * 0.731 + phase).sin().view(shape);
}

/// Every parameter another wave, so that a forgotten bias or scale shows up.
void fill_with_waves(torch::nn::Module& module) {
  const torch::NoGradGuard no_gradient;
  double phase = 0;
  for (auto& parameter : module.named_parameters())
    parameter.value().copy_(waves(parameter.value().sizes().vec(), phase += 0.3) * 0.4);
}

TEST(TransformerBlock, NormalisingAfterEqualsTorchsEncoderLayer) {
  TransformerBlock ours({.width = 6, .heads = 2, .inner = 10, .norm = BlockOptions::Norm::after});
  ours.to(at::kDouble);
  fill_with_waves(ours);
  torch::nn::TransformerEncoderLayer theirs(
      torch::nn::TransformerEncoderLayerOptions(6, 2).dim_feedforward(10).dropout(0));
  theirs->to(at::kDouble);
  const std::map<std::string, std::string> names{{"attention.in_proj_weight", "self_attn.in_proj_weight"},
                                                 {"attention.in_proj_bias", "self_attn.in_proj_bias"},
                                                 {"attention.out_proj.weight", "self_attn.out_proj.weight"},
                                                 {"attention.out_proj.bias", "self_attn.out_proj.bias"},
                                                 {"inner.weight", "linear1.weight"},
                                                 {"inner.bias", "linear1.bias"},
                                                 {"outer.weight", "linear2.weight"},
                                                 {"outer.bias", "linear2.bias"},
                                                 {"norm0.weight", "norm1.weight"},
                                                 {"norm0.bias", "norm1.bias"},
                                                 {"norm1.weight", "norm2.weight"},
                                                 {"norm1.bias", "norm2.bias"}};
  const torch::NoGradGuard no_gradient;
  auto target = theirs->named_parameters();
  for (const auto& parameter : ours.named_parameters()) target[names.at(parameter.key())].copy_(parameter.value());
  const Tensor x = waves({3, 4, 6}, 5);  // (B, T, d)
  const Ragged got = ours.forward({x.reshape({12, 6}), make_layout({4, 4, 4})}, Draws{});
  const Tensor want = theirs->forward(x.transpose(0, 1)).transpose(0, 1).reshape({12, 6});
  EXPECT_LT((got.values - want).abs().max().item<double>(), 1e-12);
}

TEST(TransformerBlock, ReadsAnotherStreamOfOtherLengthsEachUtteranceForItself) {
  TransformerBlock block({.width = 6, .heads = 3, .inner = 5, .norm = BlockOptions::Norm::before});
  block.to(at::kDouble);
  fill_with_waves(block);
  const Ragged x{waves({5, 6}), make_layout({3, 2})}, source{waves({6, 6}, 1), make_layout({2, 4})};
  const Tensor together = block.forward(x, source, source.values, {}).values;
  const Ragged x0{x.values.narrow(0, 0, 3), make_layout({3})}, s0{source.values.narrow(0, 0, 2), make_layout({2})};
  const Ragged x1{x.values.narrow(0, 3, 2), make_layout({2})}, s1{source.values.narrow(0, 2, 4), make_layout({4})};
  const Tensor alone =
      at::cat({block.forward(x0, s0, s0.values, {}).values, block.forward(x1, s1, s1.values, {}).values});
  EXPECT_LT((together - alone).abs().max().item<double>(), 1e-13);
}

TEST(TransformerBlock, AMaskHidesWhatItSays) {
  MultiHeadAttention attention(4, 2);
  attention.to(at::kDouble);
  fill_with_waves(attention);
  const Ragged x{waves({3, 4}), make_layout({3})};
  const double none = -std::numeric_limits<double>::infinity();
  const Tensor causal = torch::tensor({{0., none, none}, {0., 0., none}, {0., 0., 0.}}, at::kDouble);
  const Tensor masked = attention.forward(x, x, x.values, 0, {}, causal);
  const Ragged first{x.values.narrow(0, 0, 1), make_layout({1})};
  EXPECT_LT((masked[0] - attention.forward(first, first, first.values, 0, {})[0]).abs().max().item<double>(), 1e-14);
  EXPECT_GT((masked - attention.forward(x, x, x.values, 0, {})).abs().max().item<double>(), 1e-3);
}

TEST(TransformerBlock, RefusesHeadsThatDoNotDivideTheWidth) { EXPECT_THROW(MultiHeadAttention(10, 3), ConfigError); }

}  // namespace
}  // namespace mmim
