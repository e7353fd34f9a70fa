#include <stdexcept>

#include "kernels/adam.h"
#include "kernels/close.h"
#include "kernels/dropout.h"
#include "kernels/lstm.h"
#include "kernels/operations.h"
#include "kernels/transformer_layer.h"
#include "support/cuda_on_host.h"

namespace mmim {
namespace {

constexpr Draws kDraws{.active = true, .key = 41};

TEST(CudaOnHost, RefusesABarrierOrShuffleThatNotAllThreadsReach) {
  const auto launched = [](const std::function<void()>& thread) { on_host::launch(2, 64, 0, thread); };
  EXPECT_THROW(launched([] {
                 if (threadIdx.x < 40) __syncthreads();
               }),
               std::logic_error);
  EXPECT_THROW(launched([] {
                 if (threadIdx.x != 7) __shfl_xor_sync(~0u, 1.0f, 1);
               }),
               std::logic_error);
  int runs = 0;
  launched([&] {
    __syncthreads();
    ++runs;
  });
  EXPECT_EQ(runs, 128);
}

TEST(CudaOnHost, AForgottenBarrierShowsInOneOfTheTwoOrders) {
  std::vector<int> seen;
  for_each_cuda_order([&] {
    int shared[32] = {}, out[32] = {};
    on_host::launch(1, 32, 0, [&] {
      shared[threadIdx.x] = 1;
      out[threadIdx.x] = shared[31 - threadIdx.x];
    });
    seen.push_back(out[0]);
  });
  EXPECT_NE(seen[0], seen[1]);
}

/// What the body gives in both orders, and that it is the same bit for bit.
std::vector<Tensor> in_both_orders(const std::function<std::vector<Tensor>()>& body) {
  std::vector<std::vector<Tensor>> results;
  for_each_cuda_order([&] { results.push_back(body()); });
  for (size_t i = 0; i < results[0].size(); ++i) EXPECT_TRUE(at::equal(results[0][i], results[1][i])) << i;
  return results[0];
}

TEST(CudaKernels, DropWhatTheCpuDropsBitForBit) {
  const Tensor rows = at::tensor(std::vector<int64_t>{7 << 20, 7 << 20 | 3, int64_t{1234567} << 20}),
               columns = at::arange(70, at::kLong);
  const Tensor theirs = dropout_scales(rows, columns, 0.3, kDraws, at::kFloat);
  const auto ours =
      in_both_orders([&] { return std::vector<Tensor>{dropout_scales(rows, columns, 0.3, kDraws, at::kFloat)}; });
  EXPECT_TRUE(at::equal(ours[0], theirs));
}

/// Steps of the layer on rows of these lengths, with dropout: the same calls on the CPU and on CUDA.
std::vector<Tensor> parts_of(const std::vector<int64_t>& lengths, int64_t heads, int64_t head, bool cls,
                             torch::Device device = torch::kCPU) {
  const auto keys = make_layout(lengths, {}, device), queries = cls ? first_layout(*keys) : keys;
  const Operations& on = operations(device);
  const int64_t width = heads * head, count = queries->total();
  const auto there = [&](const Tensor& tensor) { return tensor.to(device); };
  const Tensor x = there(waves({count, width}, 0.1)), residual = there(waves({count, width}, 0.2)),
               slope = there(waves({count, width}, 0.3)), weight = there(waves({width}, 0.4) + 1),
               bias = there(waves({width}, 0.5));
  const DropoutKeys features = on.feature_keys(*queries, width, 0.2, kDraws);
  const Normalised norm = on.add_norm(x, residual, weight, bias, 1e-5, features);
  const AddNormGradients d = on.add_norm_gradients(slope, norm.normal, norm.deviation, weight, features);
  const AttentionRows rows{x * 3,
                           there(waves({keys->total(), width}, 0.6)),
                           there(waves({keys->total(), width}, 0.7)),
                           queries,
                           keys,
                           heads,
                           there(waves({heads, bias_columns(keys->longest)}, 0.8))};
  const DropoutKeys pairs = on.attention_keys(*queries, *keys, heads, 0.25, kDraws);
  const Attended attended = on.attention(rows, pairs);
  const AttentionGradients a = on.attention_gradients(rows, attended.scales, slope, pairs, true);
  const Tensor active = on.gelu(x * 4);
  const Tensor gelu_slope = slope.clone();
  on.gelu_gradient(x * 4, gelu_slope);
  return {norm.out,     norm.normal,          norm.deviation, d.residual, d.x,     d.weight, d.bias,
          attended.out, attended.scales,      a.query,        a.key,      a.value, a.bias,   active,
          gelu_slope,   on.sum_of_rows(slope)};
}

TEST(CudaKernels, TakeTheStepsOfALayerAsTheCpuDoes) {
  struct Setting {
    std::vector<int64_t> lengths;
    int64_t heads, head;
  };
  const Setting settings[] = {{{1}, 1, 5}, {{33, 1, 2, 64, 31}, 3, 20}, {{7, 70}, 1, 128}, {{32, 9}, 1, 33}};
  for (const Setting& s : settings)
    for (const bool cls : {false, true}) {
      SCOPED_TRACE(std::to_string(s.heads) + " heads of " + std::to_string(s.head) + (cls ? ", [CLS] alone" : ""));
      const auto theirs = parts_of(s.lengths, s.heads, s.head, cls);
      const auto ours = in_both_orders([&] { return parts_of(s.lengths, s.heads, s.head, cls); });
      constexpr size_t kQueryGradient = 9, kKeyGradient = 10, kBiasGradient = 12;  // of one key: 0 or rounding
      for (size_t i = 0; i < ours.size(); ++i) {
        if (s.lengths.size() == 1 && (i == kQueryGradient || i == kKeyGradient || i == kBiasGradient)) continue;
        EXPECT_LT(relative_error(ours[i], theirs[i]), 2e-6) << "output " << i;
      }
    }
}

TEST(CudaKernels, OnAGpuTakeTheStepsOfALayerAsTheCpuDoes) {
  if (!at::hasCUDA() || !cuda_kernels(torch::kCUDA)) GTEST_SKIP() << "no GPU, or a build without kernels for one";
  for (const bool cls : {false, true}) {
    const auto theirs = parts_of({33, 1, 2, 64, 31}, 3, 20, cls);
    const auto ours = parts_of({33, 1, 2, 64, 31}, 3, 20, cls, torch::kCUDA);
    for (size_t i = 0; i < ours.size(); ++i)
      EXPECT_LT(relative_error(ours[i].cpu(), theirs[i]), 4e-6) << "output " << i;
  }
}

TEST(CudaKernels, PassOverEmptyUtterances) {
  const Tensor x = waves({8, 6}, 0.1);
  const auto attended = [&](const std::vector<int64_t>& lengths) {
    const auto layout = make_layout(lengths);
    const AttentionRows rows{x, x * 2, x * 3, layout, layout, 2};
    const Operations& on = operations(torch::kCPU);
    const Attended result = on.attention(rows, {});
    const AttentionGradients d = on.attention_gradients(rows, result.scales, x, {}, false);
    return std::vector<Tensor>{result.out, d.query, d.key, d.value};
  };
  const auto with = in_both_orders([&] {
    return attended({0, 5, 0, 3});
  }),
             without = in_both_orders([&] {
               return attended({5, 3});
             });
  for (size_t i = 0; i < with.size(); ++i) EXPECT_TRUE(at::equal(with[i], without[i])) << i;
  for_each_cuda_order([] {
    EXPECT_EQ(operations(torch::kCPU).sum_of_rows(at::zeros({0, 3})).abs().sum().item<double>(), 0);
    EXPECT_EQ(operations(torch::kCPU).gelu(at::zeros({0, 3})).numel(), 0);
  });
}

TEST(CudaKernels, TakeHeadsAndStatesUpToAWidth) {
  const Tensor x = at::zeros({1, 512}), weight = at::zeros({512, 512}), state = at::zeros({4 * 1032, 1032});
  EXPECT_TRUE(fits_transformer_layer(x, weight, 2));
  EXPECT_TRUE(fits_packed_lstm(x, state));
  for_each_cuda_order([&] {
    EXPECT_FALSE(fits_transformer_layer(x, weight, 2));
    EXPECT_TRUE(fits_transformer_layer(x, weight, 4));
    EXPECT_FALSE(fits_packed_lstm(x, state));
    EXPECT_FALSE(fits_transformer_layer(x.to(at::kDouble), weight, 4));
  });
}

TEST(CudaKernels, RunAnLstmOfAnyWidthTheSameInEveryOrder) {
  for (const int64_t hidden : {1, 8, 33, 300}) {  // 300: more gates than a block has threads
    const LstmWeights w{waves({4 * hidden, 5}, 0.1, 0.2), waves({4 * hidden, hidden}, 0.2, 0.2),
                        waves({4 * hidden}, 0.3, 0.2), waves({4 * hidden}, 0.4, 0.2)};
    const Ragged x{waves({12, 5}, 0.5), make_layout({3, 0, 1, 8})};
    const LstmStates theirs = packed_lstm(x, {w, w}, true);
    const auto ours = in_both_orders([&] {
      const LstmStates states = packed_lstm(x, {w, w}, true);
      return std::vector<Tensor>{states.final_states, states.rows};
    });
    EXPECT_LT(relative_error(ours[0], theirs.final_states), 2e-6) << hidden;
    EXPECT_LT(relative_error(ours[1], theirs.rows), 2e-6) << hidden;
  }
}

TEST(CudaKernels, StepManyTensorsWithAFactorThatOnlyTheDeviceKnows) {
  const AdamOptions options{.rate = 1e-2, .decay = 1e-2};
  const auto stepped = [&](const GradientClip& clip) {
    std::vector<AdamParameter> parameters;
    std::vector<Tensor> values;
    for (int64_t i = 0; i < 100; ++i) {  // three launches
      const int64_t size = i == 50 ? 1000 : 1 + i % 5;
      const auto phase = static_cast<double>(i);
      parameters.push_back({waves({size}, phase), waves({size}, phase + 0.5), at::zeros({size}), at::zeros({size}), 3});
      values.push_back(parameters.back().value);
    }
    adam_step(parameters, options, clip);
    return values;
  };
  const auto theirs = stepped({.scale = 0.25, .limit = 0.2});
  const auto ours =
      in_both_orders([&] { return stepped({.scale = 0.5, .limit = 0.2, .factor = at::scalar_tensor(0.5f)}); });
  for (size_t i = 0; i < ours.size(); ++i) EXPECT_LT(relative_error(ours[i], theirs[i]), 2e-7) << i;
  const Tensor norm = joint_norm(theirs);
  const auto on_device = in_both_orders([&] { return std::vector<Tensor>{joint_norm(theirs)}; });
  EXPECT_NEAR(on_device[0].item<double>(), norm.item<double>(), 1e-7 * norm.item<double>());
}

}  // namespace
}  // namespace mmim
