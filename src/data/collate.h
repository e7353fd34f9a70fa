#pragma once
#include <functional>
#include <span>

#include "corpus/dataset.h"
#include "corpus/utterance.h"
#include "data/batch.h"
#include "text/context.h"

namespace mmim {

/// Rows of one stream of a batch: `rows_of(i)` gives those of utterance i, `width` features each; no rows become one
/// zero row. `places`: of the utterances in their set.
Ragged gather_rows(int64_t count, int64_t width, const std::vector<int64_t>& places, torch::Device device,
                   const std::function<std::span<const float>(int64_t)>& rows_of);

/// For each word piece of a text, as Batch::word_of_piece has it: its stored word (-1: none) or, where the set is
/// aligned, its row among `rows`.
std::vector<int64_t> places_of(const Pieces& pieces, std::string_view text, Alignment alignment, int64_t rows);

/// The utterances as a batch, numbered from 0, no labels; word_of_piece as in a set of that alignment. Error when there
/// are none.
Batch collate(std::span<const Utterance> utterances, const WordPieces& pieces, PieceLimits limits,
              const PerModality<int64_t>& widths, torch::Device device, Alignment alignment = Alignment::none);

}  // namespace mmim
