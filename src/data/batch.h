#pragma once
#include "core/names.h"
#include "tensor/ragged.h"

namespace mmim {

/// Utterances as a model sees them. Every Ragged has B utterances in the same order.
struct Batch {
  Ragged tokens;         ///< word-piece ids (N) int64, [CLS] ... [SEP]
  Ragged word_of_piece;  ///< (N) int64, layout of tokens: row of the aligned streams that belongs to the piece's word,
                         ///< in an unaligned set the word's index; -1: [CLS], [SEP] or a word without a row
  PerModality<Ragged>
      streams;    ///< (N, d) float; a stream of length zero is one zero row. text: frozen features, where needed
  Tensor labels;  ///< (B) float; undefined when predicting

  int64_t size() const { return tokens.size(); }
};

}  // namespace mmim
