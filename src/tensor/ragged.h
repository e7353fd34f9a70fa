#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Where the utterances of a batch lie in ragged rows. Host offsets: learning a length never waits for a device.
struct Layout {
  std::vector<int64_t> offsets;        ///< (B + 1), from 0 to N
  int64_t longest = 0;                 ///< rows of the longest utterance
  std::vector<int64_t> utterance_ids;  ///< data-set row of each utterance (B): keys per-utterance draws and memories
  torch::Device device = torch::kCPU;
  Tensor on_device;  ///< on a GPU: all_indices(), sent by make_layout(); else undefined

  int64_t size() const { return static_cast<int64_t>(offsets.size()) - 1; }   ///< B
  int64_t total() const { return offsets.back(); }                            ///< N
  int64_t begin(int64_t i) const { return offsets[static_cast<size_t>(i)]; }  ///< first row of utterance i
  int64_t length(int64_t i) const { return begin(i + 1) - begin(i); }

  std::vector<int64_t> host_row_ids() const;  ///< row_ids() on the host

  Tensor positions() const;    ///< (N) int64: place of each row within its utterance
  Tensor utterances() const;   ///< (N) int64: place of each row's utterance within the batch
  Tensor row_ids() const;      ///< (N) int64: data-set row << 20 | position; the same in every batch
  Tensor firsts() const;       ///< (B) int64: index of each utterance's first row, e.g. [CLS]
  Tensor bounds() const;       ///< (B + 1) int64: offsets
  Tensor ids() const;          ///< (B) int64: utterance_ids
  Tensor all_indices() const;  ///< bounds, ids, positions, utterances and row_ids, one after the other
};

/// `lengths` (B) rows each; `utterance_ids` their data-set rows (default: 0 .. B-1). On a GPU its index tensors are
/// sent now, on the current stream, without waiting.
std::shared_ptr<const Layout> make_layout(const std::vector<int64_t>& lengths, std::vector<int64_t> utterance_ids = {},
                                          torch::Device device = torch::kCPU);

/// The rows of all utterances one after the other, no padding.
struct Ragged {
  Tensor values;  ///< (N) ids or (N, d) features
  std::shared_ptr<const Layout> layout;

  int64_t size() const { return layout ? layout->size() : 0; }
  Ragged with(Tensor other) const { return {std::move(other), layout}; }  ///< same layout, other values
};

/// One row for each utterance of `layout`, same utterances.
std::shared_ptr<const Layout> first_layout(const Layout& layout);

/// The first row of each utterance, e.g. [CLS]: values (B, d), a layout of one row each, same utterances.
Ragged firsts(const Ragged& ragged);

/// The mean of each utterance's rows: (N, d) -> (B, d); every utterance has a row.
Tensor means(const Ragged& ragged);

}  // namespace mmim
