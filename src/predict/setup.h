#pragma once
#include "predict/encoder.h"
#include "predict/model_folder.h"

namespace mmim {

/// A configuration brought to life: data, text encoder and model on their device.
struct Setup {
  RunConfig config;
  torch::Device device = torch::kCPU;
  Dataset dataset;
  EncoderSource encoder;
  std::shared_ptr<Model> model;

  /// Builds the model with weights drawn from the seed; the text encoder's are read where there are some.
  void build();
  /// What a model folder holds of it, with the weights as they are.
  TrainedModel trained() const;
};

}  // namespace mmim
