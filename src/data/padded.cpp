#include "data/padded.h"

#include <algorithm>

#include "tensor/upload.h"

namespace mmim {

namespace {

/// Rows of `values` at `places`; -1: a row of zeros.
Tensor rows_or_zeros(const Tensor& values, const std::vector<int64_t>& places) {
  std::vector<int64_t> shifted(places.size());
  std::transform(places.begin(), places.end(), shifted.begin(), [](int64_t place) { return place + 1; });
  const Tensor with_zeros = at::cat({at::zeros({1, values.size(1)}, values.options()), values});
  return with_zeros.index_select(0, upload(shifted, values.device()));
}

}  // namespace

Ragged padded(const Ragged& ragged, const FixedLength& fixed) {
  const Layout& layout = *ragged.layout;
  std::vector<int64_t> places(static_cast<size_t>(layout.size() * fixed.length), -1);
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t begin = layout.begin(i), length = layout.length(i);
    const int64_t kept = std::min(length, fixed.length), front = fixed.side == Side::front ? fixed.length - kept : 0;
    const int64_t first = fixed.side == Side::front ? length - kept : 0;
    for (int64_t t = 0; t < kept; ++t) places[static_cast<size_t>(i * fixed.length + front + t)] = begin + first + t;
  }
  const std::vector<int64_t> lengths(static_cast<size_t>(layout.size()), fixed.length);
  return {rows_or_zeros(ragged.values, places), make_layout(lengths, layout.utterance_ids, layout.device)};
}

Tensor block_of(const Ragged& equal) {
  return equal.values.view({equal.size(), equal.layout->longest, equal.values.size(1)});
}

Ragged aligned(const Batch& batch, Modality stream) {
  const Layout &pieces = *batch.tokens.layout, &rows = *batch.streams[stream].layout;
  const Tensor host = batch.word_of_piece.values.to(torch::kCPU);
  const int64_t* row_of = host.const_data_ptr<int64_t>();
  std::vector<int64_t> places(static_cast<size_t>(pieces.total()), -1);
  for (int64_t i = 0; i < pieces.size(); ++i)
    for (int64_t k = pieces.begin(i); k < pieces.begin(i + 1); ++k)
      if (row_of[k] >= 0 && row_of[k] < rows.length(i)) places[static_cast<size_t>(k)] = rows.begin(i) + row_of[k];
  return batch.tokens.with(rows_or_zeros(batch.streams[stream].values, places));
}

}  // namespace mmim
