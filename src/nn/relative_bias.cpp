#include "nn/relative_bias.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "tensor/upload.h"

namespace mmim {

int64_t relative_bucket(int64_t distance) {
  constexpr std::array<int64_t, 7> kSteps{12, 16, 23, 32, 46, 64, 91};  // where 9 to 15 begin
  constexpr int64_t kExact = 8, kBehind = kRelativeBuckets / 2;
  const int64_t away = std::abs(distance), side = distance > 0 ? kBehind : 0;
  if (away < kExact) return side + away;
  return side + kExact + (std::upper_bound(kSteps.begin(), kSteps.end(), away) - kSteps.begin());
}

Tensor by_distance(const Tensor& table, int64_t columns) {
  std::vector<int64_t> buckets;
  for (int64_t i = 0; i < columns; ++i) buckets.push_back(relative_bucket(i - columns / 2));
  return at::embedding(table, upload(buckets, table.device())).t().contiguous();
}

Tensor scores_at(const Tensor& bias, const Tensor& places, int64_t keys) {
  const Tensor key_places = at::arange(keys, places.options());
  const Tensor columns = key_places - places.unsqueeze(2) + bias.size(1) / 2;  // (B, Q, K)
  return bias.index_select(1, columns.reshape(-1))
      .view({bias.size(0), columns.size(0), columns.size(1), keys})
      .transpose(0, 1);
}

}  // namespace mmim
