#include "kernels/on_cuda/dropout.h"

#include "kernels/on_cpu/dropout.h"
#include "kernels/on_cuda/queue.h"

namespace mmim::on_cuda {

namespace {

Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype) {
  if (dtype != at::kFloat) return on_cpu::dropout_scales(rows, columns, p, draws, dtype);
  const CudaQueue queue(rows.device());
  const Tensor ids = rows.contiguous(), column_ids = columns.to(rows.device()).contiguous();
  Tensor scales = at::empty({ids.numel(), column_ids.numel()}, rows.options().dtype(at::kFloat));
  queue->scales({.count = ids.numel(),
                 .width = column_ids.numel(),
                 .columns = column_ids.const_data_ptr<int64_t>(),
                 .mask = mask_of({.p = p, .identities = ids, .key = draws.key}),
                 .out = scales.mutable_data_ptr<float>()},
                queue.stream());
  return scales;
}

/// Kernels draw from identities and columns themselves.
DropoutKeys keys_of(const Layout& rows, double p, const Draws& draws) {
  if (!draws.active || p <= 0) return {};
  return {.p = p, .identities = rows.row_ids(), .key = draws.key};
}

DropoutKeys feature_keys(const Layout& rows, int64_t width, double p, const Draws& draws) {
  return keys_of(rows, p, draws);
}

DropoutKeys attention_keys(const Layout& queries, const Layout& keys, int64_t heads, double p, const Draws& draws) {
  return keys_of(queries, p, draws);
}

}  // namespace

cuda::DropoutMask mask_of(const DropoutKeys& keys) {
  if (!keys.identities.defined()) return {};
  return {keys.identities.const_data_ptr<int64_t>(), keys.key, dropout_threshold(keys.p),
          static_cast<float>(1 / (1 - keys.p))};
}

void add_dropout(Operations& table) {
  table.dropout_scales = dropout_scales;
  table.feature_keys = feature_keys;
  table.attention_keys = attention_keys;
}

}  // namespace mmim::on_cuda
