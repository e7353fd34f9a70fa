#include "experiments/table/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "core/sentence.h"
#include "predict/encoder.h"
#include "predict/open_data.h"
#include "predict/program.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::vector<ExperimentRow> wanted_rows(const ExperimentFile& file, const std::vector<std::string>& labels) {
  if (labels.empty()) return file.rows;
  std::vector<std::string> known;
  for (const ExperimentRow& row : file.rows) known.push_back(row.label);
  for (const std::string& label : labels)
    if (std::find(known.begin(), known.end(), label) == known.end())
      throw UsageError("there is no row `" + label + "`" + did_you_mean(label, known) + "; there are " +
                       listing(known));
  std::vector<ExperimentRow> rows;
  for (const ExperimentRow& row : file.rows)
    if (std::find(labels.begin(), labels.end(), row.label) != labels.end()) rows.push_back(row);
  return rows;
}

/// The options of a row as its files have them, beneath what the command line says.
Json tree_of_row(const ExperimentFile& file, const ExperimentRow& row) {
  if (!row.config.empty() && !fs::exists(row.config))
    throw ConfigError(
        sentence("row {}: its config {} is not there; a path is relative to the folder of the experiment's "
                 "file",
                 row.label, row.config));
  Json tree = row.config.empty() ? Json::object() : read_toml(row.config);
  return merged(merged(std::move(tree), file.options), row.options);
}

RunConfig configuration_of(const ExperimentFile& file, const ExperimentRow& row, const PlanOptions& options,
                           const std::string& data, int64_t seed) {
  std::vector<std::string> assignments = options.assignments;
  if (file.watch_test) assignments.push_back("train.watch_test=true");
  for (const std::string& assignment : assignments)
    if (assignment.starts_with("seed="))
      throw UsageError("--set " + assignment + ": --seeds lists the seeds of all cells");
  auto config = RunConfig::resolve(tree_of_row(file, row), "row " + row.label, assignments);
  config.seed = seed;
  if (!data.empty()) config.data.folder = data;
  if (!options.encoder.empty()) config.text.encoder = options.encoder;
  config.make_paths_absolute();
  return config;
}

/// What the command line changes of a row.
std::vector<std::string> changes_of_row(const ExperimentFile& file, const ExperimentRow& row, const RunConfig& config) {
  auto before = RunConfig::resolve(tree_of_row(file, row), "row " + row.label, {});
  before.seed = config.seed;
  return config.changes_from(before);
}

/// Data sets and encoders, opened once each.
class Sources {
 public:
  const Dataset& data(const DataOptions& options) {
    DataOptions copy = options;
    const std::string key =
        options.folder.empty() ? Options(copy).to_json().dump() : options.label + " " + options.folder;
    const auto found = data_.find(key);
    return found != data_.end() ? found->second : data_.emplace(key, open_data(options)).first->second;
  }
  std::string encoder_sha256(const TextOptions& options, const Dataset& dataset) {
    if (options.encoder.empty()) return "";
    const auto found = encoders_.find(options.encoder);
    return found != encoders_.end()
               ? found->second
               : encoders_.emplace(options.encoder, find_encoder(options, dataset).sha256).first->second;
  }

 private:
  std::map<std::string, Dataset> data_;
  std::map<std::string, std::string> encoders_;
};

}  // namespace

std::vector<CellPlan> plan_cells(const ExperimentFile& file, const PlanOptions& options) {
  std::vector<std::string> folders = options.data.empty() ? file.data : options.data;
  if (folders.empty()) folders.emplace_back();  // each configuration's own, else the synthetic source
  if (!are_seeds(options.seeds)) throw UsageError("--seeds: different whole numbers from 0 up are wanted");
  const auto rows = wanted_rows(file, options.rows);
  Sources sources;
  std::set<std::string> names;
  std::vector<CellPlan> cells;
  for (const std::string& folder : folders)
    for (const ExperimentRow& row : rows) {
      const auto& seeds = !options.seeds.empty() ? options.seeds : !row.seeds.empty() ? row.seeds : file.seeds;
      for (const int64_t seed : seeds) {
        const auto config = configuration_of(file, row, options, folder, seed);
        const Dataset& dataset = sources.data(config.data);
        const std::string name = file_word(row.label) + "-" + file_word(dataset.info.name) + "-" + std::to_string(seed);
        const std::string encoder = sources.encoder_sha256(config.text, dataset);
        CellPlan cell{row.label, row.note, name, {}, config.to_json(), changes_of_row(file, row, config)};
        cell.provenance = {
            .data = dataset.info.name,
            .fingerprint = dataset.info.fingerprint,
            .synthetic = dataset.info.synthetic,
            .label = dataset.info.label,
            .labels = dataset.info.labels,
            .encoder = config.text.encoder.empty() ? kRandomEncoder : encoder_name(encoder, config.text.encoder),
            .encoder_sha256 = encoder,
            .program = program_sha256(),
            .configuration_sha256 = configuration_sha256(config.numbers())};
        if (!names.insert(cell.name).second)
          throw ConfigError("two cells are named " + cell.name + ": data sets and rows need different names");
        cells.push_back(std::move(cell));
      }
    }
  return cells;
}

}  // namespace mmim
