#include "corpus/feature_set.h"

#include "core/error.h"
#include "core/sha256.h"

namespace mmim {

namespace {

constexpr size_t kShownDigits = 12;

/// What the hash is of: keys in the order of the alphabet, so that the order of insertion does not matter.
Json hashed(const FeatureSet& set) {
  Json columns = Json::object();
  for (const Modality m : kModalities)
    if (!set.columns[m].empty()) columns[word(m)] = set.columns[m];
  return {{"name", set.name}, {"settings", set.settings}, {"columns", columns}};
}

}  // namespace

std::string FeatureSet::hash() const {
  if (!known()) return "";
  const std::string text = nlohmann::json(hashed(*this)).dump();
  return sha256(std::as_bytes(std::span(text)));
}

std::string FeatureSet::said() const {
  return known() ? name + " (" + hash().substr(0, kShownDigits) + ")" : "features of an unknown make";
}

Json FeatureSet::to_json() const {
  if (!known()) return nullptr;
  Json json = hashed(*this);
  json["hash"] = hash();
  return json;
}

FeatureSet FeatureSet::from_json(const Json& json, const std::string& where) {
  FeatureSet set;
  if (json.is_null()) return set;
  try {
    set.name = json.at("name").get<std::string>();
    set.settings = json.at("settings");
    for (const Modality m : kModalities)
      if (json.at("columns").contains(word(m)))
        set.columns[m] = json.at("columns").at(word(m)).get<std::vector<std::string>>();
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": `features` is damaged (" + error.what() + ")");
  }
  if (set.name.empty() || !set.settings.is_object())
    throw DataError(where + ": `features` is damaged: a name and an object of settings are wanted");
  return set;
}

}  // namespace mmim
