#include "kernels/floats.h"
#include "kernels/on_cpu/dropout.h"
#include "kernels/on_cpu/threads.h"

namespace mmim::on_cpu {

namespace {

cpu::Attention attention_of(const AttentionRows& rows, const DropoutKeys& keys) {
  cpu::Attention a;
  a.heads = rows.heads;
  a.head = rows.query.size(1) / rows.heads;
  a.key_offsets = rows.keys->offsets.data();
  a.query_offsets = rows.queries->offsets.data();
  a.query = read(rows.query);
  a.key = read(rows.key);
  a.value = read(rows.value);
  a.mask = mask_of(keys);
  if (rows.bias.defined()) {
    a.bias = read(rows.bias);
    a.bias_width = rows.bias.size(1);
  }
  a.longest = rows.keys->longest;
  a.column_stride = (a.longest + cpu::kPadding - 1) / cpu::kPadding * cpu::kPadding;
  return a;
}

Attended attention(const AttentionRows& rows, const DropoutKeys& keys) {
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
                                       const DropoutKeys& keys, bool of_bias) {
  AttentionGradients result{at::empty_like(rows.query), at::empty_like(rows.key), at::empty_like(rows.value), {}};
  cpu::Attention a = attention_of(rows, keys);
  a.scales = write(scales);
  a.d_out = read(gradient);
  a.d_query = write(result.query);
  a.d_key = write(result.key);
  a.d_value = write(result.value);
  const int64_t utterances = rows.keys->size();
  const Tensor d_bias = of_bias ? at::zeros({utterances, rows.heads, a.bias_width}, rows.query.options()) : Tensor();
  if (of_bias) a.d_bias = write(d_bias);
  share_range(rows.keys->size() * rows.heads, 4, [&](int64_t begin, int64_t end) {
    cpu_kernels().attention_back(a, thread_scratch(cpu_kernels().attention_scratch(a)), begin, end);
  });
  if (of_bias) result.bias = d_bias.sum(0);
  return result;
}

}  // namespace

void add_attention(Operations& table) {
  table.attention = attention;
  table.attention_gradients = attention_gradients;
}

}  // namespace mmim::on_cpu
