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

/// (L, heads * d) -> (heads, L, d)
Tensor heads_first(const Tensor& x, int64_t heads) {
  return x.view({x.size(0), heads, x.size(1) / heads}).transpose(0, 1).contiguous();
}

/// attention() without dropout, of one utterance after the other: no sum depends on what stands beside an utterance.
Tensor attention_of_each(const Ragged& query, const Ragged& key, const Tensor& value, int64_t heads,
                         const Tensor& mask) {
  const int64_t width = query.values.size(1) / heads;
  const double scale = 1 / std::sqrt(static_cast<double>(width));
  std::vector<Tensor> rows;
  for (int64_t i = 0; i < query.layout->size(); ++i) {
    const int64_t queries = query.layout->length(i), from = key.layout->begin(i), keys = key.layout->length(i);
    if (queries == 0) continue;
    const Tensor q = heads_first(query.values.narrow(0, query.layout->begin(i), queries), heads),
                 k = heads_first(key.values.narrow(0, from, keys), heads),
                 v = heads_first(value.narrow(0, from, keys), heads);
    Tensor scores = at::matmul(q * scale, k.transpose(1, 2));
    if (mask.defined()) {
      const Tensor own = mask.dim() == 4 ? mask[mask.size(0) == 1 ? 0 : i] : mask;
      scores = scores + own.narrow(-2, 0, queries).narrow(-1, 0, keys);
    }
    rows.push_back(at::matmul(at::softmax(scores, -1), v).transpose(0, 1).reshape({queries, -1}));
  }
  return rows.empty() ? at::empty_like(query.values) : at::cat(rows);
}

}  // namespace

Tensor attention(const Ragged& query, const Ragged& key, const Tensor& value, int64_t heads, double p,
                 const Draws& draws, const Tensor& mask) {
  if (!at::GradMode::is_enabled() && query.values.is_cpu() && !(draws.active && p > 0))
    return attention_of_each(query, key, value, heads, mask);
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
