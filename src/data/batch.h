#pragma once
#include "core/names.h"
#include "tensor/ragged.h"

namespace mmim {

/// Utterances as a model sees them. Every Ragged has B utterances in the same order.
struct Batch {
  Ragged tokens;  ///< word-piece ids (N) int64, [CLS] ... [SEP]
  /// (N) int64, layout of tokens. In a set aligned by words the row that belongs to the piece's word; aligned by pieces
  /// the piece's own row, [CLS] and [SEP] included; else the index of its word. -1: none. Words are those stored: a
  /// space or line break ends one, other white space (U+00A0) does not.
  Ragged word_of_piece;
  /// (N, d) float; a stream of length zero is one zero row. text: the rows of the text encoder as it was before
  /// training, layout of tokens; without a layout where they were not computed ahead
  PerModality<Ragged> streams;
  std::vector<int64_t> context{};  ///< (B) pieces behind [CLS] that were said before the text; empty: none of any
  Tensor labels;                   ///< (B) float; undefined when predicting

  int64_t size() const { return tokens.size(); }
};

/// One key per utterance, (B) int64, the same in every batch: for dropout on (B, d).
Tensor utterance_ids(const Batch& batch);

}  // namespace mmim
