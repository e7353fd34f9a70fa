#include "tensor/ragged.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace mmim {

namespace {

Tensor integers(const std::vector<int64_t>& values, torch::Device device) {
  return at::tensor(values, at::kLong).to(device);
}

}  // namespace

std::shared_ptr<const Layout> make_layout(const std::vector<int64_t>& lengths, std::vector<int64_t> rows,
                                          torch::Device device) {
  auto layout = std::make_shared<Layout>();
  layout->offsets.push_back(0);
  for (const int64_t length : lengths) {
    layout->offsets.push_back(layout->offsets.back() + length);
    layout->longest = std::max(layout->longest, length);
  }
  if (rows.empty()) {
    rows.resize(lengths.size());
    std::iota(rows.begin(), rows.end(), int64_t{0});
  }
  if (rows.size() != lengths.size()) throw Error("a layout needs one data-set row for each utterance");
  layout->rows = std::move(rows);
  layout->device = device;
  return layout;
}

Tensor Layout::positions() const {
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(total()));
  for (int64_t i = 0; i < size(); ++i)
    for (int64_t t = 0; t < length(i); ++t) values.push_back(t);
  return integers(values, device);
}

Tensor Layout::utterances() const {
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(total()));
  for (int64_t i = 0; i < size(); ++i) values.insert(values.end(), static_cast<size_t>(length(i)), i);
  return integers(values, device);
}

std::vector<int64_t> Layout::row_identities() const {
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(total()));
  for (int64_t i = 0; i < size(); ++i)
    for (int64_t t = 0; t < length(i); ++t) values.push_back(rows[static_cast<size_t>(i)] << 20 | t);
  return values;
}

Tensor Layout::identities() const { return integers(row_identities(), device); }

Tensor Layout::firsts() const { return integers({offsets.begin(), offsets.end() - 1}, device); }

std::shared_ptr<const Layout> first_layout(const Layout& layout) {
  return make_layout(std::vector<int64_t>(static_cast<size_t>(layout.size()), 1), layout.rows, layout.device);
}

Ragged firsts(const Ragged& ragged) {
  const Layout& layout = *ragged.layout;
  return {ragged.values.index_select(0, layout.firsts()), first_layout(layout)};
}

Tensor means(const Ragged& ragged) {
  const Layout& layout = *ragged.layout;
  std::vector<int64_t> lengths;
  for (int64_t i = 0; i < layout.size(); ++i) lengths.push_back(layout.length(i));
  const Tensor sums = at::zeros({layout.size(), ragged.values.size(1)}, ragged.values.options())
                          .index_add(0, layout.utterances(), ragged.values);
  return sums / integers(lengths, layout.device).to(sums.scalar_type()).unsqueeze(1);
}

}  // namespace mmim
