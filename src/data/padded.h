#pragma once
#include "corpus/dataset.h"
#include "data/batch.h"

namespace mmim {

/// Rows that every utterance has where a system is defined on padded input, and where its padding goes.
struct FixedLength {
  int64_t length = 0;
  Side side = Side::back;
};

/// Every utterance with `fixed.length` rows: zeros are put, or rows beyond are cut, on the side of the padding (so that
/// with Side::front the last rows stay). Gradients pass. What is defined on padded input never depends on its batch.
Ragged padded(const Ragged& ragged, const FixedLength& fixed);

/// Rows of utterances of one length as a block: (B * T, d) -> (B, T, d), the same memory.
Tensor block_of(const Ragged& equal);

/// Of a set whose rows belong to words or pieces: the row of each word piece, zeros where it has none ([CLS], [SEP], a
/// word without a row): (N pieces, d), the layout of batch.tokens.
Ragged aligned(const Batch& batch, Modality stream);

}  // namespace mmim
