#include "kernels/attention.h"

#include <cmath>

#include "kernels/dropout.h"
#include "kernels/order.h"

namespace mmim {

namespace {

/// (B, L, heads * d) -> (B, heads, L, d)
Tensor split_heads(const Tensor& x, int64_t heads) {
  return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

/// Dropout scales (B, heads, Q, K) of probabilities, the same whatever the batch's padding.
Tensor probability_scales(const Layout& queries, int64_t keys, int64_t heads, double p, const Draws& draws,
                          torch::Dtype dtype) {
  std::vector<int64_t> rows, columns;
  for (int64_t i = 0; i < queries.size(); ++i)
    for (int64_t t = 0; t < queries.longest; ++t)
      rows.push_back(queries.utterance_ids[static_cast<size_t>(i)] << 20 | t);
  for (int64_t head = 0; head < heads; ++head)
    for (int64_t k = 0; k < keys; ++k) columns.push_back(head << 16 | k);
  const Tensor scales = dropout_scales(at::tensor(rows, at::kLong), at::tensor(columns, at::kLong), p, draws, dtype);
  return scales.view({queries.size(), queries.longest, heads, keys}).transpose(1, 2).to(queries.device);
}

}  // namespace

Tensor attention(const Ragged& query, const Ragged& key, const Tensor& value, int64_t heads, double p,
                 const Draws& draws, const Tensor& mask) {
  const Padded queries = pad_back(query), keys = pad_back(key), values = pad_back(key.with(value));
  const Tensor q = split_heads(queries.values, heads), k = split_heads(keys.values, heads),
               v = split_heads(values.values, heads);
  Tensor hidden = padding_mask(*key.layout, q.scalar_type());
  if (mask.defined()) hidden = hidden + mask;
  const double scale = 1 / std::sqrt(static_cast<double>(q.size(3)));
  // Not scaled_dot_product_attention: with a mask its CPU kernels take twice as long at the lengths of utterances.
  Tensor probabilities = at::softmax(at::matmul(q * scale, k.transpose(2, 3)) + hidden, -1);
  if (draws.active && p > 0)
    probabilities =
        probabilities * probability_scales(*query.layout, key.layout->longest, heads, p, draws, q.scalar_type());
  const Tensor attended = at::matmul(probabilities, v);
  const Tensor rows = attended.transpose(1, 2).reshape({-1, query.values.size(1)});
  return rows.index_select(0, queries.places);
}

}  // namespace mmim
