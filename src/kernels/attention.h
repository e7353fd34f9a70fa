#pragma once
#include "tensor/ragged.h"
#include "tensor/random.h"

namespace mmim {

/// Multi-head scaled dot-product attention of each utterance over its own rows, or over those of another stream:
///   softmax(q k' / sqrt(width / heads) + mask) v of each head, computed on rows padded behind, (B, heads, longest, d).
/// query (M, width) with its layout (all rows, one row per utterance: [CLS], or another stream's); key, value (N,
/// width) with theirs. Dropout `p` on the probabilities, keyed by (utterance, place of the query, head, place of the
/// key). `mask`, if defined, is added to the scores (B, heads, longest query, longest key); it may lack the first
/// dimensions. Returns (M, width). On a CPU without gradients and without dropout each utterance is computed by itself:
/// the result for it is the same to the last bit whatever the batch.
Tensor attention(const Ragged& query, const Ragged& key, const Tensor& value, int64_t heads, double p,
                 const Draws& draws, const Tensor& mask = {});

}  // namespace mmim
