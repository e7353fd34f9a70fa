#pragma once
#include <functional>

#include "data/batch.h"
#include "models/model.h"

namespace mmim {

/// What a missing row of a visual or acoustic stream is to a model. A missing word piece is always removed.
enum class Absence { removed, zeroed };
std::string word(Absence absence);  ///< "removed" or "zeroed"

/// zeroed for systems defined on padded input, where zeros are padding, and for those that read the row of each word:
/// there a row of zeros is a word without a row, and removing it would give later words the rows of others. removed
/// for all others, which read a stream as long as it is.
Absence absence_of(const Needs& needs);

/// For an utterance (its data-set row) of `rows` rows, or pieces between [CLS] and [SEP]: which of them are missing.
using MissingRows = std::function<std::vector<bool>(int64_t utterance, int64_t rows)>;

/// The batch without the missing rows of one stream. text: pieces are removed, [CLS] and [SEP] stay, each piece keeps
/// its word or row, and frozen features are left out, so that the model's own encoder reads what is left. A stream of
/// which nothing is left is one zero row. Where rows are removed word_of_piece is left out, as it would no longer hold.
Batch without_rows(const Batch& batch, Modality modality, Absence absence, const MissingRows& missing);

/// The batch with a stream of length zero for every utterance, as predict makes it of one that was not given: one zero
/// row; a text of [CLS] and [SEP]. The other streams keep their words.
Batch without_modality(const Batch& batch, Modality modality);

}  // namespace mmim
