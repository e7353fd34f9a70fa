#include <cmath>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "experiments/search/search.h"
#include "experiments/table/experiment_file.h"
#include "experiments/table/table_reader.h"
#include "predict/config.h"

namespace mmim {

namespace {

SearchParameter list_of(const std::string& option, const Json& list, const std::string& where) {
  SearchParameter parameter{.option = option, .values = list.get<std::vector<Json>>()};
  std::set<std::string> different;
  for (const Json& value : parameter.values) different.insert(value.dump());
  if (different.empty() || different.size() != parameter.values.size())
    throw ConfigError(where + ": different values are wanted, not " + list.dump());
  return parameter;
}

SearchParameter range_of(const std::string& option, const Json& table, const std::string& where) {
  SearchParameter parameter{.option = option, .range = true};
  std::string scale = "linear";
  int64_t steps = 0;
  read_table(
      table, where,
      {{"low", into(parameter.low)}, {"high", into(parameter.high)}, {"scale", into(scale)}, {"steps", into(steps)}});
  const auto integer = [&](const char* key) { return table.contains(key) && table.at(key).is_number_integer(); };
  parameter.whole = integer("low") && integer("high");
  parameter.logarithmic = scale == "log";
  if (scale != "log" && scale != "linear")
    throw ConfigError(where + ": `scale` is \"linear\" or \"log\", not \"" + scale + "\"");
  if (!table.contains("low") || !table.contains("high") || !(parameter.low < parameter.high) ||
      !std::isfinite(parameter.high - parameter.low) || (parameter.logarithmic && parameter.low <= 0))
    throw ConfigError(where + ": `low` below `high`" + (parameter.logarithmic ? ", both above 0," : "") + " is wanted");
  if (table.contains("steps") && (steps < 2 || steps > 1000))
    throw ConfigError(where + ": `steps` are 2 to 1000, not " + std::to_string(steps));
  parameter.take_steps(steps);
  return parameter;
}

bool changes_no_number(const std::string& option) {
  RunConfig config;
  const Options options = config.options();
  return std::any_of(options.fields().begin(), options.fields().end(), [&](const Options::Field& field) {
    return field.path == option && field.effect != Effect::numbers;
  });
}

/// Every list and range of the tree under [search], by name.
void collect(const Json& tree, const std::string& prefix, const std::string& where,
             std::vector<SearchParameter>& parameters) {
  if (!tree.is_object()) throw ConfigError(where + ": a table of options is wanted, not " + tree.dump());
  for (const auto& [key, value] : tree.items()) {
    const std::string option = prefix + key, here = where + "." + key;
    if (option.starts_with("data.") || option == "text.encoder" || option == "seed" || option == "model" ||
        option == "preset")
      throw ConfigError(here + ": is not searched over: " +
                        (option == "seed" ? "`seeds` lists them" : "scores would not be comparable"));
    if (changes_no_number(option)) throw ConfigError(here + ": is not searched over: it changes no number");
    if (value.is_array())
      parameters.push_back(list_of(option, value, here));
    else if (value.is_object() && (value.contains("low") || value.contains("high")))
      parameters.push_back(range_of(option, value, here));
    else if (value.is_object())
      collect(value, option + ".", here, parameters);
    else
      throw ConfigError(here + ": a list or {low = ..., high = ...} is wanted, not " + value.dump());
  }
}

Search::Halving read_halving(const Json& table, const std::string& where) {
  Search::Halving halving;
  read_table(table, where, {{"epochs", into(halving.epochs)}, {"keep", into(halving.keep)}});
  for (size_t i = 0; i < halving.epochs.size(); ++i)
    if (halving.epochs[i] < 1 || (i > 0 && halving.epochs[i] <= halving.epochs[i - 1]))
      throw ConfigError(where + ": `epochs` grow from 1 up, as in [2, 6, 18]");
  if (halving.epochs.size() < 2) throw ConfigError(where + ": two or more `epochs` are wanted, as in [2, 6, 18]");
  if (!(halving.keep > 0 && halving.keep < 1)) throw ConfigError(where + ": `keep` is a share between 0 and 1");
  return halving;
}

void check(const Search& search, const std::string& where) {
  if (search.parameters.empty()) throw ConfigError(where + ": [search] names no option");
  const bool random = search.method == Search::Method::random;
  if (random != (search.trials > 0)) throw ConfigError(where + ": a random search needs `trials`, a grid has none");
  const std::set<int64_t> seeds(search.seeds.begin(), search.seeds.end());
  if (seeds.empty() || seeds.size() != search.seeds.size() || *seeds.begin() < 0)
    throw ConfigError(where + ": `seeds` are different whole numbers from 0 up");
  for (const SearchParameter& parameter : search.parameters)
    if (search.halving && parameter.option == "train.epochs")
      throw ConfigError(where + ": train.epochs is what `halving` sets; it cannot be searched over");
}

}  // namespace

Search read_search(const std::filesystem::path& file, const SearchChanges& changes) {
  const std::string where = file.string();
  Search search;
  std::string config, method = "grid";
  Json options = Json::object();
  const Json tree = read_toml(file);
  if (tree.contains("row") || tree.contains("variant"))
    throw ConfigError(where + ": is the file of an experiment: `mmim experiment " + where + "` runs it");
  read_table(tree, where,
             {{"name", into(search.name)},
              {"config", into(config)},
              {"options", into(options)},
              {"method", into(method)},
              {"trials", into(search.trials)},
              {"draw_seed", into(search.draw_seed)},
              {"seeds", into(search.seeds)},
              {"halving", [&](const Json& table) { search.halving = read_halving(table, where + ": halving"); }},
              {"search", [&](const Json& tree) { collect(tree, "", where + ": search", search.parameters); }}});
  if (changes.method) method = *changes.method;
  if (method != "grid" && method != "random")
    throw ConfigError(where + ": `method` is \"grid\" or \"random\", not \"" + method + "\"");
  search.method = method == "grid" ? Search::Method::grid : Search::Method::random;
  if (changes.method && search.method == Search::Method::grid) search.trials = 0;
  if (changes.trials) search.trials = *changes.trials;
  if (!changes.seeds.empty()) search.seeds = changes.seeds;
  if (search.name.empty()) search.name = file_word(file.stem().string());
  if (!config.empty()) search.base = read_toml((file.parent_path() / config).lexically_normal());
  search.base = merged(std::move(search.base), options);
  check(search, where);
  return search;
}

}  // namespace mmim
