#pragma once
#include "predict/model_folder.h"
#include "published/weight_report.h"

namespace mmim {

/// Which published weights become which model. The configuration is a file's tree (`where`: its name, or empty) and
/// assignments over it, as in RunConfig::resolve; what it does not say of the model, the tensors do.
struct WeightRequest {
  std::filesystem::path file;
  Json configuration = Json::object();
  std::string where{};
  std::vector<std::string> assignments;
  std::filesystem::path
      vocabulary{};      ///< vocab.txt, or a folder with it and perhaps config.json; empty: text.encoder's
  bool partial = false;  ///< parameters that the file lacks stay as the seed draws them
};

struct WeightImport {
  TrainedModel trained;
  WeightReport report;
};

/// Builds the model for data.folder and fills it. DataError when the file is none that can be read, a tensor is missing
/// (unless partial), mis-shaped (naming what decides its shape) or not finite, or the data lack what the model needs;
/// UsageError when a vocabulary or text encoder is needed that was not named, or the model has no published code.
WeightImport import_weights(const WeightRequest& request);

}  // namespace mmim
