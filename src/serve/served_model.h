#pragma once
#include <filesystem>
#include <string>

#include "predict/predictor.h"

namespace mmim {

/// A model folder, and the name by which requests ask for it.
struct ModelPlace {
  std::string name;
  std::filesystem::path folder;
};

/// "NAME=FOLDER", or a folder, whose name is that of the model: of best/ the run's. UsageError for a name that is empty
/// or holds other than letters, digits, `-`, `_` and `.`.
ModelPlace read_model_place(const std::string& word);

/// A model that answers requests. Many threads share one.
struct ServedModel {
  std::string name;
  std::filesystem::path folder;
  Predictor predictor;

  ServedModel(const ModelPlace& place, torch::Device device)
      : name(place.name), folder(place.folder), predictor(place.folder, device) {}
  /// What clients may know of it: name, system, scale, streams, what it was trained on, its mark.
  Json info() const;
  /// Rows that a prediction reads: word pieces of the text, and rows of the streams.
  int64_t tokens(const Request& request) const;
};

}  // namespace mmim
