#pragma once
#include <string>
#include <vector>

#include "core/json.h"
#include "core/names.h"

namespace mmim {

/// How rows were made from clips: what made them, with which settings and models. Rows that were made otherwise mean
/// something else, however wide they are. Without a name: not known, as of published features.
struct FeatureSet {
  std::string name{};                               ///< of what made them, with its version: "mmim-clips-1"
  Json settings = Json::object();                   ///< settings, and the SHA-256 of each model
  PerModality<std::vector<std::string>> columns{};  ///< of each stream that has rows

  bool known() const { return !name.empty(); }
  /// SHA-256 of name, settings and columns; "" when not known.
  std::string hash() const;
  /// "mmim-clips-1 (3f2a9c41d07e)": the name and the begin of the hash; "features of an unknown make".
  std::string said() const;

  Json to_json() const;
  static FeatureSet from_json(const Json& json, const std::string& where);  ///< DataError names the key
};

}  // namespace mmim
