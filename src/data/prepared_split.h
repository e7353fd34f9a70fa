#pragma once
#include <span>

#include "corpus/dataset.h"
#include "data/batch.h"
#include "text/context.h"

namespace mmim {

/// A split ready for batches: text cut into pieces once, rows where they lie. The split and what it maps must outlive
/// it.
class PreparedSplit {
 public:
  PreparedSplit(const Split& split, const DatasetInfo& info, const WordPieces& pieces, PieceLimits limits);
  int64_t size() const { return split_->size(); }
  const Split& split() const { return *split_; }
  /// The utterances at `rows`, gathered into a batch on `device`.
  Batch batch(std::span<const int64_t> rows, torch::Device device) const;
  Tensor labels() const;         ///< (n) float on the CPU
  NamedTensors columns() const;  ///< further labels by name, (n) float each on the CPU
  /// Utterances of a set aligned to word pieces whose rows are not as many as the pieces of the text.
  int64_t unmatched_pieces() const { return unmatched_pieces_; }
  /// Utterances before whose pieces stand some of what was said before them.
  int64_t in_context() const { return in_context_; }
  int64_t total_pieces() const { return offsets_.back(); }
  const std::vector<int64_t>& ids() const { return ids_; }          ///< word pieces of all texts, one after the other
  const std::vector<int64_t>& offsets() const { return offsets_; }  ///< of each text in them (n + 1)
  /// From now on batches carry these rows as streams.text: one for each piece of the split (total_pieces(), d), or
  /// `each` for every text (size() * each, d).
  void attach_text_rows(Tensor rows, int64_t each = 0);

 private:
  Ragged gather_text_rows(const std::vector<int64_t>& utterances, const Ragged& tokens) const;
  const Split* split_;
  PerModality<StreamInfo> streams_;
  std::vector<LabelColumn> columns_;
  std::vector<int64_t> ids_, words_, offsets_, contexts_;  ///< contexts_: of each text, empty without any
  Tensor text_rows_;
  int64_t text_rows_each_ = 0, unmatched_pieces_ = 0, in_context_ = 0;
};

/// Rows 0 .. count-1 in batches of `batch_size` (the last may be smaller), shuffled by `key`; in order without one.
std::vector<std::vector<int64_t>> batches_of(int64_t count, int64_t batch_size, std::optional<uint64_t> key);

}  // namespace mmim
