#include "kernels/on_cuda/steps.h"

#include "kernels/floats.h"
namespace mmim::on_cuda {

namespace {

Tensor product(const Tensor& a, const Tensor& b, Precision precision) {
  if (precision == Precision::fp32) return at::mm(a, b);
  return at::mm(a.to(at::kBFloat16), b.to(at::kBFloat16), at::kFloat);
}

/// Offsets on the device, and what kernels/cuda makes of them.
struct Job {
  Tensor keys, queries;
  cuda::Attention attention;

  Job(const AttentionRows& rows, const DropoutKeys& dropout)
      : keys(rows.keys->bounds()), queries(rows.queries->bounds()) {
    attention = {.utterances = rows.keys->size(),
                 .heads = rows.heads,
                 .head = rows.query.size(1) / rows.heads,
                 .longest_keys = rows.keys->longest,
                 .longest_queries = rows.queries->longest,
                 .key_offsets = keys.const_data_ptr<int64_t>(),
                 .query_offsets = queries.const_data_ptr<int64_t>(),
                 .query = read(rows.query),
                 .key = read(rows.key),
                 .value = read(rows.value),
                 .zeros = dropout.cuda_zeros()};
  }
};

}  // namespace

Tensor linear_rows(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision) {
  if (precision == Precision::fp32) return at::addmm(bias, x, weight.t());
  return product(x, weight.t(), precision).add_(bias);
}

Tensor linear_input_gradient(const Tensor& gradient, const Tensor& weight, Precision precision, const Tensor& sum) {
  if (!sum.defined()) return product(gradient, weight, precision);
  if (precision == Precision::fp32) return sum.addmm_(gradient, weight);
  return sum.add_(product(gradient, weight, precision));
}

Tensor linear_weight_gradient(const Tensor& gradient, const Tensor& x, Precision precision) {
  return product(gradient.t(), x, precision);
}

Tensor sum_of_rows(const Tensor& gradient) {
  const CudaQueue queue(gradient.device());
  Tensor sums = at::empty({gradient.size(1)}, gradient.options());
  queue->column_sums(read(gradient), gradient.size(0), gradient.size(1), write(sums), queue.stream());
  return sums;
}

Normalised add_norm(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias, double epsilon,
                    const DropoutKeys& keys) {
  const CudaQueue queue(x.device());
  Normalised result{at::empty_like(x), at::empty_like(x), at::empty({x.size(0)}, x.options())};
  queue->add_norm({.rows = x.size(0),
                   .width = x.size(1),
                   .epsilon = static_cast<float>(epsilon),
                   .x = read(x),
                   .residual = read(residual),
                   .weight = read(weight),
                   .bias = read(bias),
                   .zeros = keys.cuda_zeros(),
                   .out = write(result.out),
                   .normal = write(result.normal),
                   .deviation = write(result.deviation)},
                  queue.stream());
  return result;
}

AddNormGradients add_norm_gradients(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                    const Tensor& weight, const DropoutKeys& keys) {
  const CudaQueue queue(gradient.device());
  AddNormGradients result{at::empty_like(gradient), {}, at::empty_like(weight), at::empty_like(weight)};
  result.x = keys.active() ? at::empty_like(gradient) : result.residual;
  queue->add_norm_back({.rows = gradient.size(0),
                        .width = gradient.size(1),
                        .d_out = read(gradient),
                        .normal = read(normal),
                        .deviation = read(deviation),
                        .weight = read(weight),
                        .zeros = keys.cuda_zeros(),
                        .d_residual = write(result.residual),
                        .d_x = write(result.x),
                        .d_weight = write(result.weight),
                        .d_bias = write(result.bias)},
                       queue.stream());
  return result;
}

Tensor gelu_rows(const Tensor& x) {
  const CudaQueue queue(x.device());
  Tensor out = at::empty_like(x);
  queue->gelu(read(x), write(out), x.numel(), queue.stream());
  return out;
}

void gelu_gradient(const Tensor& x, const Tensor& gradient) {
  const CudaQueue queue(x.device());
  queue->gelu_back(read(x), write(gradient), x.numel(), queue.stream());
}

DropoutKeys row_keys(const Layout& rows, double p, const Draws& draws) {
  DropoutKeys keys;
  keys.p = p;
  keys.identities = rows.identities();
  keys.key = draws.key;
  return keys;
}

Attended attend(const AttentionRows& rows, const DropoutKeys& keys) {
  const CudaQueue queue(rows.query.device());
  Attended result{at::empty_like(rows.query), at::empty({rows.query.size(0), rows.heads, 2}, rows.query.options())};
  Job job(rows, keys);
  job.attention.out = write(result.out);
  job.attention.scales = write(result.scales);
  queue->attention(job.attention, queue.stream());
  return result;
}

AttentionGradients attention_gradients(const AttentionRows& rows, const Tensor& scales, const Tensor& gradient,
                                       const DropoutKeys& keys) {
  const CudaQueue queue(rows.query.device());
  AttentionGradients result{at::empty_like(rows.query), at::empty_like(rows.key), at::empty_like(rows.value)};
  const Tensor means = at::empty({rows.query.size(0), rows.heads}, rows.query.options());
  Job job(rows, keys);
  job.attention.scales = write(scales);
  job.attention.d_out = read(gradient);
  job.attention.means = write(means);
  job.attention.d_query = write(result.query);
  job.attention.d_key = write(result.key);
  job.attention.d_value = write(result.value);
  queue->attention_back(job.attention, queue.stream());
  return result;
}

}  // namespace mmim::on_cuda
