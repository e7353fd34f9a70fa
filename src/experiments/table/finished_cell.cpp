#include "experiments/table/finished_cell.h"

#include <algorithm>

#include "core/error.h"
#include "core/version.h"
#include "experiments/analyses/robustness.h"
#include "metrics/slices.h"
#include "predict/calibration.h"
#include "predict/open_data.h"
#include "predict/predict_dataset.h"
#include "results/cases.h"
#include "results/run_report.h"
#include "tensor/device.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

RunConfig configuration_of(const fs::path& run) {
  const fs::path file = run / (fs::exists(run / "config.toml") ? "config.toml" : "wanted.toml");
  return RunConfig::stored(read_toml(file), file.string());
}

/// What the experiment knows of a cell before the run says anything.
void put_in_table(Cell& cell, const CellWish& wish) {
  cell.experiment = wish.experiment;
  cell.row = wish.plan.row;
  cell.note = wish.plan.note;
  cell.name = wish.plan.name;
  cell.changes = wish.plan.changes;
}

/// The cell of a run that is the one that was wished.
Cell read_wished(const fs::path& run, const CellWish& wish, const RunConfig& config) {
  const Provenance& wished = wish.plan.provenance;
  if (configuration_sha256(config.numbers()) != wished.configuration_sha256)
    throw DataError(run.string() + ": holds a run of another configuration; remove this folder");
  Cell cell = read_run(run, changes_of);
  cell.provenance.configuration_sha256 = wished.configuration_sha256;
  cell.provenance.program = wished.program;
  if (const std::string other = cell.provenance.difference(wished); !other.empty())
    throw DataError(run.string() + ": holds a run with another state of " + other + "; remove this folder");
  put_in_table(cell, wish);
  cell.configuration = config.numbers();
  return cell;
}

/// What the run predicted of test when it ended, one prediction for each utterance of the split in its order.
Predictions read_test(const fs::path& run, const Split& test) {
  const fs::path file = run / "predictions.csv";
  Predictions predictions = read_predictions(file);
  bool same = static_cast<int64_t>(predictions.id.size()) == test.size();
  for (int64_t i = 0; same && i < test.size(); ++i) same = predictions.id[static_cast<size_t>(i)] == test.id(i);
  if (!same) throw DataError(file.string() + ": holds other utterances than the test split");
  return predictions;
}

Json intervals(const TrainedModel& trained, const Dataset& dataset, const Predictions& test, torch::Device device) {
  const auto [conformal, approximate] =
      calibrated_on(predict_dataset(trained, dataset, SplitName::valid, device), dataset.split(SplitName::valid),
                    trained.config.train.calibration, trained.data.labels);
  return conformal_json(conformal, coverage(conformal, test.prediction, test.truth, test.video), approximate);
}

Json slices_of(const Dataset& dataset, const Predictions& test) {
  const Split& split = dataset.split(SplitName::test);
  std::vector<int64_t> words;
  for (int64_t i = 0; i < split.size(); ++i) {
    const std::string_view text = split.text(i);
    words.push_back(text.empty() ? 0 : 1 + std::count(text.begin(), text.end(), ' '));
  }
  const std::vector<double> apart = disagreement(test);
  return slices_json({test.prediction, test.truth, words, apart, scale_of(dataset.info.labels)});
}

}  // namespace

Cell finish_cell(const fs::path& run, const CellWish& wish) {
  const RunConfig config = configuration_of(run);
  Cell cell = read_wished(run, wish, config);
  const torch::Device device = device_of(config.train.device);
  const TrainedModel trained = load_model(run / "best", device);
  cell.parameters = 0;  // runs of older programs did not count them
  for (const Tensor& parameter : trained.model->parameters()) cell.parameters += parameter.numel();
  const Dataset dataset = open_data(config.data);
  if (dataset.info.fingerprint != cell.provenance.fingerprint)
    throw DataError(config.data.folder + ": the data changed after " + run.string() +
                    " was trained on them; import as before, or remove that folder, and the cell is trained anew");
  const Predictions test = read_test(run, dataset.split(SplitName::test));
  add_predictions(cell, test);
  cell.conformal = intervals(trained, dataset, test, device);
  cell.slices = slices_of(dataset, test);
  if (wish.robustness) cell.robustness = robustness(trained, dataset, SplitName::test, device, {});
  return cell;
}

Cell failed_cell(const fs::path& run, const CellWish& wish, const std::string& reason) {
  Cell cell;
  put_in_table(cell, wish);
  cell.provenance = wish.plan.provenance;
  cell.provenance.version = program_version();
  cell.reason = reason;
  try {
    const RunConfig config = configuration_of(run);
    cell.configuration = config.numbers();
    cell.system = config.system();
    cell.seed = config.seed;
    cell.provenance.protocol = word(config.train.select);
    cell.provenance.watermark = watermark_of(config.train.select);
    read_curves(cell, run);
  } catch (const Error& error) {  // a damaged folder is no reason to stop the others
    cell.reason += "; " + std::string(error.what());
  }
  cell.epochs = static_cast<int64_t>(cell.curve.size());
  return cell;
}

}  // namespace mmim
