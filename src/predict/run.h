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
};

/// Opens data and encoder, builds the model with weights drawn from the seed, then takes the encoder's. DataError when
/// a split is empty or lacks a stream that the model needs; ConfigError when the text limit exceeds the encoder's
/// positions or batches are smaller than the model needs.
std::unique_ptr<Run> prepare_run(RunConfig config);

}  // namespace mmim
