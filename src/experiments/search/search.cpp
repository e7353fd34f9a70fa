#include "experiments/search/search.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "core/error.h"
#include "core/keys.h"
#include "experiments/table/experiment_file.h"

namespace mmim {

namespace {

constexpr size_t kMostCombinations = 100'000;

/// The value at `share` of the way through a range; four digits are enough for what was drawn.
Json value_at(const SearchParameter& parameter, double share) {
  const double value = parameter.logarithmic ? parameter.low * std::pow(parameter.high / parameter.low, share)
                                             : parameter.low + share * (parameter.high - parameter.low);
  if (parameter.whole) return std::llround(value);
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.4g", value);
  return std::stod(digits);
}

Json drawn_value(const SearchParameter& parameter, KeyedDraws& draws) {
  if (!parameter.values.empty()) return parameter.values[draws.below(parameter.values.size())];
  if (!parameter.whole || parameter.logarithmic) return value_at(parameter, draws.uniform());
  const auto count = static_cast<uint64_t>(parameter.high - parameter.low) + 1;
  return static_cast<int64_t>(parameter.low) + static_cast<int64_t>(draws.below(count));
}

std::vector<Combination> grid(const Search& search) {
  std::vector<Combination> all{{}};
  for (const SearchParameter& parameter : search.parameters) {
    if (parameter.values.empty())
      throw ConfigError("search." + parameter.option + ": a grid needs a list, or `steps` of the range");
    if (all.size() * parameter.values.size() > kMostCombinations)
      throw ConfigError("the grid has more than " + std::to_string(kMostCombinations) + " combinations");
    std::vector<Combination> longer;
    for (const Combination& shorter : all)
      for (const Json& value : parameter.values) {
        longer.push_back(shorter);
        longer.back().push_back(value);
      }
    all = std::move(longer);
  }
  return all;
}

std::vector<Combination> random_draws(const Search& search) {
  constexpr int64_t kMostAttempts = 1000;  // for each trial
  std::vector<Combination> all;
  std::set<std::string> known;
  for (int64_t attempt = 0; static_cast<int64_t>(all.size()) < search.trials; ++attempt) {
    if (attempt == kMostAttempts * search.trials)
      throw ConfigError("there are not " + std::to_string(search.trials) +
                        " different combinations; a grid tries all there are");
    KeyedDraws draws(subkey(subkey(search.draw_seed, "search"), static_cast<uint64_t>(attempt)));
    Combination one;
    for (const SearchParameter& parameter : search.parameters) one.push_back(drawn_value(parameter, draws));
    if (known.insert(Json(one).dump()).second) all.push_back(std::move(one));
  }
  return all;
}

Json* place_of(Json& tree, const std::string& option) {
  Json* place = &tree;
  for (size_t begin = 0, dot; begin <= option.size(); begin = dot + 1) {
    dot = std::min(option.find('.', begin), option.size());
    place = &(*place)[option.substr(begin, dot - begin)];
  }
  return place;
}

}  // namespace

void SearchParameter::take_steps(int64_t steps) {
  for (int64_t i = 0; i < steps; ++i) {
    const Json value = value_at(*this, steps == 1 ? 0 : static_cast<double>(i) / static_cast<double>(steps - 1));
    if (values.empty() || values.back() != value) values.push_back(value);
  }
}

std::vector<Combination> combinations(const Search& search) {
  return search.method == Search::Method::grid ? grid(search) : random_draws(search);
}

Json tree_of(const Search& search, const Combination& combination) {
  Json values = Json::object();
  for (size_t i = 0; i < combination.size(); ++i) *place_of(values, search.parameters[i].option) = combination[i];
  return merged(search.base, values);
}

}  // namespace mmim
