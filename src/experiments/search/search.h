#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace mmim {

/// The values that one option may take: a list, or a range.
struct SearchParameter {
  std::string option = "";        ///< "mmim.alpha"
  std::vector<Json> values = {};  ///< of a list, or the `steps` of a range; empty: a range without steps
  double low = 0, high = 0;
  bool range = false, logarithmic = false;
  bool whole = false;              ///< only whole numbers
  void take_steps(int64_t steps);  ///< `values` become so many of the range, both ends among them
};

/// A search over options as its TOML file has it (docs/data-formats.md has every key).
struct Search {
  enum class Method { grid, random };
  /// Successive halving: all trials run for the first number of epochs, the best share goes on to the next. Each time
  /// a trial is run anew, as schedules may depend on train.epochs.
  struct Halving {
    std::vector<int64_t> epochs;
    double keep = 1.0 / 3;
  };
  std::string name;
  Json base = Json::object();  ///< configuration and options
  Method method = Method::grid;
  int64_t trials = 0;
  uint64_t draw_seed = 1;
  std::vector<int64_t> seeds{1111};
  std::optional<Halving> halving;
  std::vector<SearchParameter> parameters;  ///< by name
};

/// What the command line says over the file.
struct SearchChanges {
  std::optional<std::string> method = {};
  std::optional<int64_t> trials = {};
  std::vector<int64_t> seeds = {};  ///< empty: the file's
};

/// ConfigError names the file and the key that is unknown, missing or of the wrong type.
Search read_search(const std::filesystem::path& file, const SearchChanges& changes = {});

/// One combination: a value for each parameter, in their order.
using Combination = std::vector<Json>;

/// The combinations to try. grid: all, the last parameter changing first. random: `trials` different ones, each a
/// function of (draw_seed, its number), so that more trials keep those before. ConfigError when a grid has a range
/// without steps, or when there are not so many different combinations.
std::vector<Combination> combinations(const Search& search);

/// The base with the values of a combination in it.
Json tree_of(const Search& search, const Combination& combination);

}  // namespace mmim
