#include "serve/model_shelf.h"

#include <set>

#include "core/error.h"
#include "tensor/device.h"

namespace mmim {

ModelShelf::ModelShelf(std::vector<ModelPlace> places, torch::Device device)
    : places_(std::move(places)), device_(device) {
  std::set<std::string> names;
  for (const ModelPlace& place : places_)
    if (!names.insert(place.name).second)
      throw UsageError("two models have the name `" + place.name +
                       "`; give one another: NAME=" + place.folder.string());
}

void ModelShelf::load() {
  std::vector<std::shared_ptr<const ServedModel>> models;
  for (const ModelPlace& place : places_) models.push_back(std::make_shared<ServedModel>(place, device_));
  const std::lock_guard lock(mutex_);
  models_ = std::move(models);
}

std::vector<std::string> ModelShelf::reload() {
  std::vector<std::string> complaints;
  std::vector<std::shared_ptr<const ServedModel>> models = all();
  for (size_t i = 0; i < models.size(); ++i) try {
      models[i] = std::make_shared<ServedModel>(places_[i], device_);
    } catch (const std::exception& error) {
      complaints.push_back("model `" + places_[i].name + "` stays as it was: " + plain_message(error));
    }
  const std::lock_guard lock(mutex_);
  models_ = std::move(models);
  return complaints;
}

bool ModelShelf::ready() const {
  const std::lock_guard lock(mutex_);
  return models_.size() == places_.size();
}

std::vector<std::shared_ptr<const ServedModel>> ModelShelf::all() const {
  const std::lock_guard lock(mutex_);
  return models_;
}

std::shared_ptr<const ServedModel> ModelShelf::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  if (name.empty() && models_.size() == 1) return models_.front();
  for (const auto& model : models_)
    if (model->name == name) return model;
  return nullptr;
}

}  // namespace mmim
