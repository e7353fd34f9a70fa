#pragma once
#include "tensor/ragged.h"
#include "tensor/random.h"

namespace mmim {

/// Multi-head scaled dot-product attention of each utterance over its own rows.
/// query (M, width) with the layout of queries (all rows, or one row per utterance: [CLS]); key, value (N, width).
/// Dropout `p` on the probabilities, keyed by (query's identity, head, key position). Returns (M, width).
/// The query at place t of its layout is taken for place t of the utterance: one row each is [CLS].
Tensor attention(const Ragged& query, const Ragged& key, const Tensor& value, int64_t heads, double p,
                 const Draws& draws);

}  // namespace mmim
