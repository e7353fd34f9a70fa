#pragma once
#include "models/catalog.h"

namespace mmim {

/// Inputs of a tiny BERT and streams of 3 visual and 2 acoustic features.
inline ModelInputs small_inputs() {
  ModelInputs inputs;
  inputs.widths = {0, 3, 2};
  inputs.text = {.vocabulary = 20, .width = 8, .layers = 3, .heads = 2, .inner = 8, .positions = 16};
  return inputs;
}

/// `count` utterances of those widths with one to four rows, the first being data-set row `first`.
inline Batch small_batch(int64_t count, int64_t first = 0) {
  std::vector<int64_t> lengths, rows;
  for (int64_t i = first; i < first + count; ++i) {
    lengths.push_back(1 + i % 4);
    rows.push_back(i);
  }
  const auto layout = make_layout(lengths, rows);
  const auto identities = layout->row_ids();
  const auto features = [&](int64_t width) {
    return Ragged{(identities.unsqueeze(1) * (at::arange(width) + 1)).to(at::kFloat).mul(0.73).sin(), layout};
  };
  Batch batch;
  batch.tokens = {identities.remainder(19) + 1, layout};
  batch.word_of_piece = {layout->positions(), layout};
  batch.streams.visual = features(3);
  batch.streams.acoustic = features(2);
  batch.labels = at::tensor(rows, at::kLong).to(at::kFloat).sin() * 3;
  return batch;
}

}  // namespace mmim
