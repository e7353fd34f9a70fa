#pragma once
#include "data/prepared_split.h"
#include "predict/setup.h"

namespace mmim {

/// A configuration ready to train. Not movable: the splits point into it.
struct Run : Setup {
  std::optional<PreparedSplit> train, valid, test;

  Run() = default;
  Run(const Run&) = delete;
  /// "MMIM on MOSI, text encoder bert-base-uncased, seed 1111".
  std::string title() const;
  /// What is likely wrong with the data for this encoder, as sentences: tensors of the
  /// encoder that are left out, rows that belong to the pieces of another BERT, and texts more than a fifth of whose
  /// pieces are [UNK].
  std::vector<std::string> doubts() const;
};

/// Opens data and encoder, builds the model with weights drawn from the seed, then takes the encoder's. DataError when
/// a split is empty (test: only where `test` or the configuration asks for it) or lacks a stream that the model needs;
/// ConfigError when the text limit exceeds the encoder's positions or batches are smaller than the model needs.
std::unique_ptr<Run> prepare_run(RunConfig config, bool test = true);

}  // namespace mmim
