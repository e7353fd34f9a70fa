#include "tensor/ragged.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "tensor/upload.h"

namespace mmim {

namespace {

std::vector<int64_t> positions_of(const Layout& layout) {
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(layout.total()));
  for (int64_t i = 0; i < layout.size(); ++i)
    for (int64_t t = 0; t < layout.length(i); ++t) values.push_back(t);
  return values;
}

std::vector<int64_t> utterances_of(const Layout& layout) {
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(layout.total()));
  for (int64_t i = 0; i < layout.size(); ++i) values.insert(values.end(), static_cast<size_t>(layout.length(i)), i);
  return values;
}

}  // namespace

std::shared_ptr<const Layout> make_layout(const std::vector<int64_t>& lengths, std::vector<int64_t> utterance_ids,
                                          torch::Device device) {
  auto layout = std::make_shared<Layout>();
  layout->offsets.push_back(0);
  for (const int64_t length : lengths) {
    layout->offsets.push_back(layout->offsets.back() + length);
    layout->longest = std::max(layout->longest, length);
  }
  if (utterance_ids.empty()) {
    utterance_ids.resize(lengths.size());
    std::iota(utterance_ids.begin(), utterance_ids.end(), int64_t{0});
  }
  if (utterance_ids.size() != lengths.size()) throw Error("a layout needs one data-set row for each utterance");
  layout->utterance_ids = std::move(utterance_ids);
  layout->device = device;
  if (!device.is_cpu()) layout->on_device = layout->all_indices();
  return layout;
}

std::vector<int64_t> Layout::host_row_ids() const {
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(total()));
  for (int64_t i = 0; i < size(); ++i)
    for (int64_t t = 0; t < length(i); ++t) values.push_back(utterance_ids[static_cast<size_t>(i)] << 20 | t);
  return values;
}

Tensor Layout::all_indices() const {
  std::vector<int64_t> all = offsets;
  for (const std::vector<int64_t>& part : {utterance_ids, positions_of(*this), utterances_of(*this), host_row_ids()})
    all.insert(all.end(), part.begin(), part.end());
  return upload(all, device);
}

Tensor Layout::bounds() const {
  return on_device.defined() ? on_device.narrow(0, 0, size() + 1) : upload(offsets, device);
}

Tensor Layout::ids() const {
  return on_device.defined() ? on_device.narrow(0, size() + 1, size()) : upload(utterance_ids, device);
}

Tensor Layout::positions() const {
  return on_device.defined() ? on_device.narrow(0, 2 * size() + 1, total()) : upload(positions_of(*this), device);
}

Tensor Layout::utterances() const {
  return on_device.defined() ? on_device.narrow(0, 2 * size() + 1 + total(), total())
                             : upload(utterances_of(*this), device);
}

Tensor Layout::row_ids() const {
  return on_device.defined() ? on_device.narrow(0, 2 * size() + 1 + 2 * total(), total())
                             : upload(host_row_ids(), device);
}

Tensor Layout::firsts() const { return bounds().narrow(0, 0, size()); }

std::shared_ptr<const Layout> first_layout(const Layout& layout) {
  return make_layout(std::vector<int64_t>(static_cast<size_t>(layout.size()), 1), layout.utterance_ids, layout.device);
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
  return sums / upload(lengths, layout.device).to(sums.scalar_type()).unsqueeze(1);
}

}  // namespace mmim
