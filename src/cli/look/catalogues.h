#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace mmim {

/// A list for people and documents: rows of named columns. The first column is the name, the last may be long.
struct Catalogue {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  Json entries;  ///< the same with types kept

  const Json& to_json() const { return entries; }
};

Catalogue models_catalogue();
Catalogue metrics_catalogue();
Catalogue presets_catalogue();
/// Every option of a run of `model`: default (of `preset`), what it may be, meaning, and what paper and code say.
Catalogue options_catalogue(const std::string& model, const std::optional<std::string>& preset);

/// What `mmim import` lets one choose: D17, and which rows count.
Catalogue import_catalogue();

/// Names with the other columns indented below where they do not fit, at most 80 columns wide.
std::string to_text(const Catalogue& catalogue);
std::string to_markdown(const Catalogue& catalogue);

}  // namespace mmim
