#pragma once
#include "tensor/torch.h"

namespace mmim {

/// T5's bucket, 0 to 31, of a key `distance` places behind its query, as MPNet fixes it: distances up to 7 each have
/// one, up to 127 share them by logarithm; 16 is added for keys behind the query. In whole numbers, since logarithms at
/// 16, 32 and 64 fall on an edge.
int64_t relative_bucket(int64_t distance);

inline constexpr int64_t kRelativeBuckets = 32;

/// The table (32, heads) by distance, (heads, columns), as transformer_layer() takes it: column columns / 2 + key's
/// place - query's. Gradients reach the table.
Tensor by_distance(const Tensor& table, int64_t columns);

/// What a bias by distance adds to scores, (B or 1, heads, Q, keys), of queries at `places` (B or 1, Q) of their texts.
Tensor scores_at(const Tensor& bias, const Tensor& places, int64_t keys);

}  // namespace mmim
