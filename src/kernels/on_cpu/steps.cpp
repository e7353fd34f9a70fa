#include "kernels/floats.h"
#include "kernels/on_cpu/dropout.h"
#include "kernels/on_cpu/threads.h"

namespace mmim::on_cpu {

namespace {

/// Rows that one task takes, so that a task is worth starting.
int64_t rows_a_task(int64_t width) { return std::max<int64_t>(1, 8192 / std::max<int64_t>(1, width)); }

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision) {
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

Tensor linear_input_gradient(const Tensor& gradient, const Tensor& weight, Precision precision, const Tensor& sum) {
  const int64_t rows = gradient.size(0), in = weight.size(1), out = weight.size(0);
  const bool accumulate = sum.defined();
  Tensor total = accumulate ? sum : floats({rows, in});
  multiply({.m = rows,
            .n = in,
            .k = out,
            .a = read(gradient),
            .a_row = out,
            .b = read(weight),
            .b_row = in,
            .c = write(total),
            .c_row = in,
            .accumulate = accumulate,
            .bf16 = precision == Precision::bf16});
  return total;
}

Tensor linear_weight_gradient(const Tensor& gradient, const Tensor& x, Precision precision) {
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
  Normalised result{at::empty_like(x), at::empty_like(x), floats({x.size(0)})};
  const cpu::AddNorm norm{.width = x.size(1),
                          .epsilon = static_cast<float>(epsilon),
                          .x = read(x),
                          .residual = read(residual),
                          .weight = read(weight),
                          .bias = read(bias),
                          .mask = mask_of(keys),
                          .out = write(result.out),
                          .normal = write(result.normal),
                          .deviation = write(result.deviation)};
  share_range(x.size(0), rows_a_task(x.size(1)),
              [&](int64_t begin, int64_t end) { cpu_kernels().add_norm(norm, begin, end); });
  return result;
}

AddNormGradients add_norm_gradients(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                    const Tensor& weight, const DropoutKeys& keys) {
  const int64_t rows = gradient.size(0), width = gradient.size(1);
  AddNormGradients result{at::empty_like(gradient), {}, floats({width}), floats({width})};
  result.x = keys.active() ? at::empty_like(gradient) : result.residual;
  const cpu::AddNormBack back{.width = width,
                              .d_out = read(gradient),
                              .normal = read(normal),
                              .deviation = read(deviation),
                              .weight = read(weight),
                              .mask = mask_of(keys),
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

Tensor gelu(const Tensor& x) {
  Tensor out = at::empty_like(x);
  share_range(x.numel(), 8192,
              [&](int64_t begin, int64_t end) { cpu_kernels().gelu(read(x), write(out), begin, end); });
  return out;
}

void gelu_gradient(const Tensor& x, const Tensor& gradient) {
  share_range(x.numel(), 8192,
              [&](int64_t begin, int64_t end) { cpu_kernels().gelu_back(read(x), write(gradient), begin, end); });
}

}  // namespace

void add_steps(Operations& table) {
  table.linear = linear;
  table.linear_input_gradient = linear_input_gradient;
  table.linear_weight_gradient = linear_weight_gradient;
  table.sum_of_rows = sum_of_rows;
  table.add_norm = add_norm;
  table.add_norm_gradients = add_norm_gradients;
  table.gelu = gelu;
  table.gelu_gradient = gelu_gradient;
}

}  // namespace mmim::on_cpu
