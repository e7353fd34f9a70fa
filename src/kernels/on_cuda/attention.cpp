#include "kernels/floats.h"
#include "kernels/on_cuda/dropout.h"
#include "kernels/on_cuda/queue.h"

namespace mmim::on_cuda {

namespace {

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
                 .mask = mask_of(dropout)};
    if (!rows.bias.defined()) return;
    attention.bias = read(rows.bias);
    attention.bias_width = rows.bias.size(1);
  }
};

Attended attention(const AttentionRows& rows, const DropoutKeys& keys) {
  const CudaQueue queue(rows.query.device());
  Attended result{at::empty_like(rows.query), at::empty({rows.query.size(0), rows.heads, 2}, rows.query.options())};
  Job job(rows, keys);
  job.attention.out = write(result.out);
  job.attention.scales = write(result.scales);
  queue->attention(job.attention, queue.stream());
  return result;
}

AttentionGradients attention_gradients(const AttentionRows& rows, const Tensor& scales, const Tensor& gradient,
                                       const DropoutKeys& keys, bool of_bias) {
  const CudaQueue queue(rows.query.device());
  AttentionGradients result{at::empty_like(rows.query), at::empty_like(rows.key), at::empty_like(rows.value), {}};
  const Tensor means = at::empty({rows.query.size(0), rows.heads}, rows.query.options());
  Job job(rows, keys);
  job.attention.scales = write(scales);
  job.attention.d_out = read(gradient);
  job.attention.means = write(means);
  job.attention.d_query = write(result.query);
  job.attention.d_key = write(result.key);
  job.attention.d_value = write(result.value);
  const int64_t tiles = (rows.queries->longest + cuda::kBiasRows - 1) / cuda::kBiasRows;
  Tensor parts;
  if (of_bias) {
    parts =
        at::zeros({rows.keys->size(), rows.heads, tiles, rows.keys->longest + cuda::kBiasRows}, rows.query.options());
    result.bias = at::empty_like(rows.bias);
    job.attention.bias_parts = write(parts);
    job.attention.bias_tiles = tiles;
    job.attention.d_bias = write(result.bias);
  }
  queue->attention_back(job.attention, queue.stream());
  return result;
}

}  // namespace

void add_attention(Operations& table) {
  table.widest_head = cuda::kWidestHead;
  table.attention = attention;
  table.attention_gradients = attention_gradients;
}

}  // namespace mmim::on_cuda
