#pragma once
#include "predict/model_folder.h"

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

/// What became of the tensors. Names are those of the file; of missing ones, those of published code.
struct WeightReport {
  std::string model, sha256;
  std::string encoder;  ///< whose weights the text encoder has: the file's, or those of a folder
  int64_t tensors = 0, matched = 0;
  std::vector<std::string> missing;
  std::vector<std::string> idle;        ///< left over, and read by no prediction of published code
  std::vector<std::string> left_over;   ///< all others without a place here
  Json shown = Json::object();          ///< option -> value, as the tensors tell
  Json without_trace = Json::object();  ///< option -> value: changes predictions, and no tensor tells
  std::vector<std::string> notes;       ///< what else may part predictions here from those there
  Json to_json() const;
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
