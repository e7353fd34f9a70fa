#include "corpus/feature_difference.h"

#include <map>
#include <set>

namespace mmim {

namespace {

constexpr size_t kLongestValue = 40;  ///< a checksum is known by fewer characters

std::string value_text(const Json& value) {
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  return text.size() > kLongestValue ? text.substr(0, kLongestValue / 2) + "..." : text;
}

/// Values by the names of settings: options by their own, models behind `models.`.
std::map<std::string, std::string> values_of(const FeatureSet& set) {
  std::map<std::string, std::string> values;
  const Json flat = set.settings.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    if (value.is_null()) continue;  // of an empty object, which holds no setting
    std::string name;
    for (const char c : pointer.substr(pointer.starts_with("/options/") ? 9 : 1)) name += c == '/' ? '.' : c;
    values[name] = value_text(value);
  }
  return values;
}

std::string or_none(const std::map<std::string, std::string>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? "none" : found->second;
}

}  // namespace

std::string maker_of(const FeatureSet& set) { return set.known() ? set.name : "features of an unknown make"; }

std::string difference(const FeatureSet& set, const FeatureSet& other) {
  if (set.name != other.name) return "";
  const std::map<std::string, std::string> ours = values_of(set), theirs = values_of(other);
  std::set<std::string> names;
  for (const auto* values : {&ours, &theirs})
    for (const auto& [name, unused] : *values) names.insert(name);
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  for (const std::string& name : names)
    if (or_none(ours, name) != or_none(theirs, name))
      add("`" + name + "` is " + or_none(ours, name) + " instead of " + or_none(theirs, name));
  if (!text.empty()) return text;
  for (const Modality m : kModalities)
    if (set.columns[m] != other.columns[m])
      add("the " + std::to_string(set.columns[m].size()) + " " + word(m) + " columns are not the " +
          std::to_string(other.columns[m].size()) + " of these names");
  return text;
}

}  // namespace mmim
