#include "tensor/row_selection.h"

#include "tensor/upload.h"

namespace mmim {

void RowSelection::end_utterance() {
  const auto taken = static_cast<int64_t>(rows_.size());
  lengths_.push_back(taken - ended_);
  ended_ = taken;
}

Ragged RowSelection::of(const Ragged& ragged) const {
  const torch::Device device = ragged.values.device();
  return {ragged.values.index_select(0, upload(rows_, device)),
          make_layout(lengths_, ragged.layout->utterance_ids, ragged.layout->device)};
}

}  // namespace mmim
