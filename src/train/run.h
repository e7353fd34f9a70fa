#pragma once
#include "data/loader.h"
#include "train/encoder.h"
#include "train/model_folder.h"

namespace mmim {

/// A configuration brought to life: data, text encoder and model on their device. Not movable: the splits point into
/// it.
struct Run {
  std::unique_ptr<RunConfig> config;
  torch::Device device = torch::kCPU;
  Dataset dataset;
  EncoderSource encoder;
  std::optional<PreparedSplit> train, valid, test;
  std::shared_ptr<Model> model;

  Run() = default;
  Run(const Run&) = delete;
  /// What best/ holds beside the weights.
  TrainedModel trained() const;
  /// "MMIM on MOSI, text encoder bert-base-uncased, seed 1111".
  std::string title() const;
};

/// The data set of the options: a folder's, or a synthetic one in memory.
Dataset open_data(const DataOptions& options);

/// Opens data and encoder, builds the model with weights drawn from the seed, then takes the encoder's. DataError when
/// a split is empty or lacks a stream that the model needs; ConfigError when the text limit exceeds the encoder's
/// positions or batches are smaller than the model needs.
std::unique_ptr<Run> prepare_run(std::unique_ptr<RunConfig> config);

}  // namespace mmim
