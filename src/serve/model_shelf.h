#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "serve/served_model.h"

namespace mmim {

/// The models that requests can ask for. Any thread may call anything.
class ModelShelf {
 public:
  /// UsageError for two models of one name.
  ModelShelf(std::vector<ModelPlace> places, torch::Device device);
  /// Reads every folder. Errors as Predictor's.
  void load();
  /// Reads every folder again. A model whose folder cannot be read stays as it was; returns the complaints. Requests
  /// that have begun keep the model with which they began.
  std::vector<std::string> reload();
  /// Whether load() has ended.
  bool ready() const;
  /// In the order of the places; empty before load() has ended.
  std::vector<std::shared_ptr<const ServedModel>> all() const;
  /// The model of a name, or the only one where the name is empty; null when there is none.
  std::shared_ptr<const ServedModel> find(const std::string& name) const;

 private:
  const std::vector<ModelPlace> places_;
  const torch::Device device_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const ServedModel>> models_;
};

}  // namespace mmim
