#include "kernels/transformer_parts.h"

#include <numeric>

#include "kernels/floats.h"
#include "kernels/on_cuda/steps.h"

namespace mmim {

namespace {

Tensor floats(at::IntArrayRef shape) { return at::empty(shape, at::kFloat); }

/// Rows that one task takes, so that a task is worth starting.
int64_t rows_a_task(int64_t width) { return std::max<int64_t>(1, 8192 / std::max<int64_t>(1, width)); }

std::vector<int64_t> counted(int64_t count) {
  std::vector<int64_t> numbers(static_cast<size_t>(count));
  std::iota(numbers.begin(), numbers.end(), int64_t{0});
  return numbers;
}

cpu::Attention attention_of(const AttentionRows& rows, const DropoutKeys& keys) {
  cpu::Attention a;
  a.heads = rows.heads;
  a.head = rows.query.size(1) / rows.heads;
  a.key_offsets = rows.keys->offsets.data();
  a.query_offsets = rows.queries->offsets.data();
  a.query = read(rows.query);
  a.key = read(rows.key);
  a.value = read(rows.value);
  a.zeros = keys.zeros();
  a.longest = rows.keys->longest;
  a.column_stride = (a.longest + cpu::kPadding - 1) / cpu::kPadding * cpu::kPadding;
  return a;
}

}  // namespace

Tensor linear_rows(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision) {
  if (cuda_kernels(x.device())) return on_cuda::linear_rows(x, weight, bias, precision);
  const int64_t rows = x.size(0), in = x.size(1), out = weight.size(0);
  Tensor y = floats({rows, out});
  multiply({.m = rows,
            .n = out,
            .k = in,
            .a = read(x),
            .a_row = in,
            .b = read(weight),
            .b_row = 1,
            .b_column = in,
            .c = write(y),
            .c_row = out,
            .bias = read(bias),
            .bf16 = precision == Precision::bf16});
  return y;
}

Tensor linear_input_gradient(const Tensor& gradient, const Tensor& weight, Precision precision, Tensor sum) {
  if (cuda_kernels(gradient.device())) return on_cuda::linear_input_gradient(gradient, weight, precision, sum);
  const int64_t rows = gradient.size(0), in = weight.size(1), out = weight.size(0);
  const bool accumulate = sum.defined();
  if (!accumulate) sum = floats({rows, in});
  multiply({.m = rows,
            .n = in,
            .k = out,
            .a = read(gradient),
            .a_row = out,
            .b = read(weight),
            .b_row = in,
            .c = write(sum),
            .c_row = in,
            .accumulate = accumulate,
            .bf16 = precision == Precision::bf16});
  return sum;
}

Tensor linear_weight_gradient(const Tensor& gradient, const Tensor& x, Precision precision) {
  if (cuda_kernels(x.device())) return on_cuda::linear_weight_gradient(gradient, x, precision);
  const int64_t rows = gradient.size(0), in = x.size(1), out = gradient.size(1);
  Tensor d_weight = floats({out, in});
  multiply({.m = out,
            .n = in,
            .k = rows,
            .a = read(gradient),
            .a_row = 1,
            .a_column = out,
            .b = read(x),
            .b_row = in,
            .c = write(d_weight),
            .c_row = in,
            .bf16 = precision == Precision::bf16});
  return d_weight;
}

Tensor sum_of_rows(const Tensor& gradient) {
  if (cuda_kernels(gradient.device())) return on_cuda::sum_of_rows(gradient);
  const int64_t rows = gradient.size(0), width = gradient.size(1);
  Tensor sums = floats({width});
  const int64_t blocks = (width + 63) / 64;  // 64 columns: whole vectors of every instruction set
  share_tasks(blocks, [&](int64_t block) {
    cpu_kernels().column_sums(read(gradient), rows, width, write(sums), block * 64, std::min(width, block * 64 + 64));
  });
  return sums;
}

Normalised add_norm(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias, double epsilon,
                    const DropoutKeys& keys) {
  if (cuda_kernels(x.device())) return on_cuda::add_norm(x, residual, weight, bias, epsilon, keys);
  Normalised result{at::empty_like(x), at::empty_like(x), floats({x.size(0)})};
  const cpu::AddNorm norm{.width = x.size(1),
                          .epsilon = static_cast<float>(epsilon),
                          .x = read(x),
                          .residual = read(residual),
                          .weight = read(weight),
                          .bias = read(bias),
                          .zeros = keys.zeros(),
                          .out = write(result.out),
                          .normal = write(result.normal),
                          .deviation = write(result.deviation)};
  share_range(x.size(0), rows_a_task(x.size(1)),
              [&](int64_t begin, int64_t end) { cpu_kernels().add_norm(norm, begin, end); });
  return result;
}

AddNormGradients add_norm_gradients(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                    const Tensor& weight, const DropoutKeys& keys) {
  if (cuda_kernels(gradient.device())) return on_cuda::add_norm_gradients(gradient, normal, deviation, weight, keys);
  const int64_t rows = gradient.size(0), width = gradient.size(1);
  AddNormGradients result{at::empty_like(gradient), {}, floats({width}), floats({width})};
  result.x = keys.active() ? at::empty_like(gradient) : result.residual;
  const cpu::AddNormBack back{.width = width,
                              .d_out = read(gradient),
                              .normal = read(normal),
                              .deviation = read(deviation),
                              .weight = read(weight),
                              .zeros = keys.zeros(),
                              .d_residual = write(result.residual),
                              .d_x = write(result.x)};
  share_range(rows, rows_a_task(width),
              [&](int64_t begin, int64_t end) { cpu_kernels().add_norm_back(back, begin, end); });
  share_tasks((width + 63) / 64, [&](int64_t block) {
    cpu_kernels().norm_parameters(back, rows, write(result.weight), write(result.bias), block * 64,
                                  std::min(width, block * 64 + 64));
  });
  return result;
}

Tensor gelu_rows(const Tensor& x) {
  if (cuda_kernels(x.device())) return on_cuda::gelu_rows(x);
  Tensor out = at::empty_like(x);
  share_range(x.numel(), 8192,
              [&](int64_t begin, int64_t end) { cpu_kernels().gelu(read(x), write(out), begin, end); });
  return out;
}

void gelu_gradient(const Tensor& x, Tensor& gradient) {
  if (cuda_kernels(x.device())) return on_cuda::gelu_gradient(x, gradient);
  share_range(x.numel(), 8192,
              [&](int64_t begin, int64_t end) { cpu_kernels().gelu_back(read(x), write(gradient), begin, end); });
}

DropoutKeys feature_keys(const Layout& rows, int64_t width, double p, const Draws& draws) {
  if (!draws.active || p <= 0) return {};
  if (cuda_kernels(rows.device)) return on_cuda::row_keys(rows, p, draws);
  return dropout_keys(rows.row_identities(), counted(width), p, draws);
}

DropoutKeys attention_keys(const Layout& queries, const Layout& keys, int64_t heads, double p, const Draws& draws) {
  if (!draws.active || p <= 0) return {};
  if (cuda_kernels(queries.device)) return on_cuda::row_keys(queries, p, draws);
  const int64_t stride = (keys.longest + cpu::kPadding - 1) / cpu::kPadding * cpu::kPadding;
  std::vector<int64_t> columns;
  for (int64_t head = 0; head < heads; ++head)
    for (const int64_t k : counted(stride)) columns.push_back(head << 16 | k);
  return dropout_keys(queries.row_identities(), columns, p, draws);
}

Attended attend(const AttentionRows& rows, const DropoutKeys& keys) {
  if (cuda_kernels(rows.query.device())) return on_cuda::attend(rows, keys);
  Attended result{at::empty_like(rows.query), floats({rows.query.size(0), rows.heads, 2})};
  cpu::Attention a = attention_of(rows, keys);
  a.out = write(result.out);
  a.scales = write(result.scales);
  share_range(rows.keys->size() * rows.heads, 4, [&](int64_t begin, int64_t end) {
    cpu_kernels().attention(a, thread_scratch(cpu_kernels().attention_scratch(a)), begin, end);
  });
  return result;
}

AttentionGradients attention_gradients(const AttentionRows& rows, const Tensor& scales, const Tensor& gradient,
                                       const DropoutKeys& keys) {
  if (cuda_kernels(rows.query.device())) return on_cuda::attention_gradients(rows, scales, gradient, keys);
  AttentionGradients result{at::empty_like(rows.query), at::empty_like(rows.key), at::empty_like(rows.value)};
  cpu::Attention a = attention_of(rows, keys);
  a.scales = write(scales);
  a.d_out = read(gradient);
  a.d_query = write(result.query);
  a.d_key = write(result.key);
  a.d_value = write(result.value);
  share_range(rows.keys->size() * rows.heads, 4, [&](int64_t begin, int64_t end) {
    cpu_kernels().attention_back(a, thread_scratch(cpu_kernels().attention_scratch(a)), begin, end);
  });
  return result;
}

}  // namespace mmim
