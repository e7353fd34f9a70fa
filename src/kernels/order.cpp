#include "kernels/order.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "tensor/upload.h"

namespace mmim {

PackedOrder packed_order(const Layout& layout) {
  std::vector<int64_t> order(static_cast<size_t>(layout.size()));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return layout.length(a) > layout.length(b); });
  std::vector<int64_t> gather, sizes, restore(order.size());
  gather.reserve(static_cast<size_t>(layout.total()));
  for (int64_t t = 0; t < layout.longest; ++t) {
    int64_t alive = 0;
    for (const int64_t i : order) {
      if (layout.length(i) <= t) break;
      gather.push_back(layout.begin(i) + t);
      ++alive;
    }
    sizes.push_back(alive);
  }
  for (size_t place = 0; place < order.size(); ++place)
    restore[static_cast<size_t>(order[place])] = static_cast<int64_t>(place);
  return {upload(gather, layout.device), at::tensor(sizes, at::kLong), upload(restore, layout.device)};
}

Padded pad_back(const Ragged& ragged) {
  const Layout& layout = *ragged.layout;
  const Tensor places = layout.utterances() * layout.longest + layout.positions();
  const int64_t width = ragged.values.size(1);
  const Tensor flat = at::zeros({layout.size() * layout.longest, width}, ragged.values.options());
  return {flat.index_copy(0, places, ragged.values).view({layout.size(), layout.longest, width}), places};
}

Tensor padding_mask(const Layout& layout, torch::Dtype dtype) {
  std::vector<float> values;
  values.reserve(static_cast<size_t>(layout.size() * layout.longest));
  for (int64_t i = 0; i < layout.size(); ++i)
    for (int64_t t = 0; t < layout.longest; ++t)
      values.push_back(t < layout.length(i) ? 0.0f : -std::numeric_limits<float>::infinity());
  return upload(values, layout.device).view({layout.size(), 1, 1, layout.longest}).to(dtype);
}

}  // namespace mmim
