#include "results/mean_json.h"

#include <algorithm>
#include <cmath>

namespace mmim {

namespace {

using Trees = std::vector<const Json*>;

bool all_of(const Trees& trees, bool (*is)(const Json&)) {
  return std::all_of(trees.begin(), trees.end(), [&](const Json* tree) { return is(*tree); });
}

Json mean_number(const Trees& trees) {
  double sum = 0;
  int64_t count = 0;
  bool whole = true;
  for (const Json* tree : trees) {
    const double value = number_or_nan(*tree);
    if (std::isnan(value)) continue;
    whole = whole && *tree == *trees.front() && tree->is_number_integer();
    sum += value;
    ++count;
  }
  if (count == 0) return nullptr;
  return whole ? *trees.front() : Json(sum / static_cast<double>(count));
}

Json mean_object(const Trees& trees) {
  Json mean = Json::object();
  for (const auto& [key, value] : trees.front()->items()) {
    Trees below;
    for (const Json* tree : trees)
      if (tree->contains(key)) below.push_back(&tree->at(key));
    if (below.size() < trees.size()) continue;
    Json child = mean_json(below);
    if (!child.is_discarded()) mean[key] = std::move(child);
  }
  return mean;
}

Json mean_list(const Trees& trees) {
  const size_t size = trees.front()->size();
  if (!std::all_of(trees.begin(), trees.end(), [&](const Json* tree) { return tree->size() == size; }))
    return Json(Json::value_t::discarded);
  Json mean = Json::array();
  for (size_t i = 0; i < size; ++i) {
    Trees below;
    for (const Json* tree : trees) below.push_back(&(*tree)[i]);
    Json child = mean_json(below);
    mean.push_back(child.is_discarded() ? Json() : std::move(child));
  }
  return mean;
}

}  // namespace

double number_or_nan(const Json& json) { return json.is_number() ? json.get<double>() : std::nan(""); }

Json mean_json(const Trees& trees) {
  if (trees.empty()) return nullptr;
  if (all_of(trees, [](const Json& tree) { return tree.is_object(); })) return mean_object(trees);
  if (all_of(trees, [](const Json& tree) { return tree.is_array(); })) return mean_list(trees);
  if (all_of(trees, [](const Json& tree) { return tree.is_number() || tree.is_null(); })) return mean_number(trees);
  return *trees.front();
}

}  // namespace mmim
