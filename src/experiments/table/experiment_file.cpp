#include "experiments/table/experiment_file.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "experiments/table/table_reader.h"

namespace mmim {

namespace {

std::function<void(const Json&)> seeds_into(std::vector<int64_t>& target) {
  return [&target](const Json& value) {
    into(target)(value);
    if (target.empty() || !are_seeds(target))
      throw ConfigError("`seeds`: different whole numbers from 0 up are wanted, not " + value.dump());
  };
}

ExperimentRow read_row(const Json& table, const std::string& where, const std::filesystem::path& folder) {
  ExperimentRow row;
  std::string config;
  read_table(table, where,
             {{"label", into(row.label)},
              {"note", into(row.note)},
              {"config", into(config)},
              {"seeds", seeds_into(row.seeds)},
              {"options", into(row.options)}});
  if (row.label.empty()) throw ConfigError(where + ": a `label` is missing");
  if (!config.empty()) row.config = (folder / config).lexically_normal();
  return row;
}

std::vector<ExperimentRow> read_rows(const Json& list, const std::string& where, const std::filesystem::path& folder) {
  if (!list.is_array()) throw ConfigError(where + ": a list of tables is wanted ([[row]])");
  std::vector<ExperimentRow> rows;
  std::set<std::string> words;
  for (const Json& table : list) {
    rows.push_back(read_row(table, where + " " + std::to_string(rows.size() + 1), folder));
    if (!words.insert(file_word(rows.back().label)).second)
      throw ConfigError(where + " " + std::to_string(rows.size()) + ": label `" + rows.back().label +
                        "` has the folder name of another one");
  }
  return rows;
}

std::vector<ExperimentRow> with_variants(const std::vector<ExperimentRow>& rows,
                                         const std::vector<ExperimentRow>& variants) {
  if (variants.empty()) return rows;
  std::vector<ExperimentRow> all;
  for (const ExperimentRow& row : rows)
    for (const ExperimentRow& variant : variants) {
      all.push_back(row);
      all.back().label += ", " + variant.label;
      all.back().note += (row.note.empty() || variant.note.empty() ? "" : "; ") + variant.note;
      all.back().options = merged(row.options, variant.options);
      if (!variant.seeds.empty()) all.back().seeds = variant.seeds;
    }
  return all;
}

}  // namespace

bool are_seeds(const std::vector<int64_t>& seeds) {
  const std::set<int64_t> different(seeds.begin(), seeds.end());
  return different.size() == seeds.size() && (seeds.empty() || *different.begin() >= 0);
}

Json merged(Json under, const Json& over) {
  for (const auto& [key, value] : over.items()) {
    const bool tables = value.is_object() && under.contains(key) && under.at(key).is_object();
    under[key] = tables ? merged(under.at(key), value) : value;
  }
  return under;
}

ExperimentFile read_experiment(const std::filesystem::path& file) {
  ExperimentFile experiment;
  const std::string where = file.string();
  const auto folder = file.parent_path();
  std::vector<ExperimentRow> variants;
  const KeyReaders readers{
      {"name", into(experiment.name)},
      {"title", into(experiment.title)},
      {"baseline", into(experiment.baseline)},
      {"seeds", seeds_into(experiment.seeds)},
      {"data", into(experiment.data)},
      {"watch_test", into(experiment.watch_test)},
      {"robustness", into(experiment.robustness)},
      {"keep_weights", into(experiment.keep_weights)},
      {"options", into(experiment.options)},
      {"row", [&](const Json& list) { experiment.rows = read_rows(list, where + ": row", folder); }},
      {"variant", [&](const Json& list) {
         variants = read_rows(list, where + ": variant", folder);
         for (const ExperimentRow& variant : variants)
           if (!variant.config.empty())
             throw ConfigError("variant `" + variant.label + "` has a `config`: only rows have one");
       }}};
  const Json tree = read_toml(file);
  if (tree.contains("search"))
    throw ConfigError(where + ": is the file of a search: `mmim tune " + where + "` runs it");
  read_table(tree, where, readers);
  if (experiment.rows.empty()) throw ConfigError(where + ": there is no [[row]]");
  experiment.rows = with_variants(experiment.rows, variants);
  if (experiment.name.empty()) experiment.name = file_word(file.stem().string());
  if (experiment.title.empty()) experiment.title = experiment.name;
  const auto has_label = [&](const ExperimentRow& row) { return row.label == experiment.baseline; };
  if (experiment.baseline.empty()) experiment.baseline = experiment.rows.front().label;
  if (std::none_of(experiment.rows.begin(), experiment.rows.end(), has_label))
    throw ConfigError(where + ": no row has the label of the baseline, `" + experiment.baseline + "`");
  return experiment;
}

}  // namespace mmim
