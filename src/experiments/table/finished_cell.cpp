#include "experiments/table/finished_cell.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/version.h"
#include "experiments/analyses/robustness.h"
#include "metrics/conformal.h"
#include "metrics/draws.h"
#include "metrics/slices.h"
#include "predict/calibration.h"
#include "predict/open_data.h"
#include "predict/predict_dataset.h"
#include "results/cases.h"
#include "results/metrics_log.h"
#include "results/run_report.h"
#include "tensor/device.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

Cell begun(const CellWish& wish) {
  Cell cell;
  cell.experiment = wish.experiment;
  cell.row = wish.plan.row;
  cell.note = wish.plan.note;
  cell.name = wish.plan.name;
  cell.data = wish.plan.data;
  cell.synthetic = wish.plan.synthetic;
  cell.encoder = wish.plan.encoder;
  cell.configuration_sha256 = wish.plan.identity.configuration;
  cell.fingerprint = wish.plan.identity.data;
  cell.encoder_sha256 = wish.plan.identity.encoder;
  cell.program = wish.plan.identity.program;
  cell.version = program_version();
  return cell;
}

RunConfig read_configuration(Cell& cell, const fs::path& run) {
  const fs::path file = run / (fs::exists(run / "config.toml") ? "config.toml" : "wanted.toml");
  RunConfig config = RunConfig::resolve(read_toml(file), file.string(), {});
  cell.configuration = config.numbers();
  cell.system = config.system();
  cell.seed = config.seed;
  cell.protocol = word(config.train.select);
  cell.watermark = watermark_of(config.train.select);
  return config;
}

void read_curves(Cell& cell, const fs::path& run) {
  const fs::path metrics = run / "metrics.jsonl";
  if (!fs::exists(metrics)) return;
  MetricsLog log = MetricsLog::read(metrics);
  cell.curve = std::move(log.epochs);
  cell.steps = std::move(log.steps);
  cell.seconds = log.seconds;
  cell.published_epoch = published_epoch(cell.curve);
  for (const EpochPoint& point : cell.curve)
    if (point.epoch == cell.published_epoch) cell.published = point.test;
}

/// Intervals from the residuals of validation, or of the half of its videos that selected nothing.
Json intervals(const TrainedModel& trained, const Dataset& dataset, const Predictions& test, torch::Device device) {
  Predictions valid = predict_dataset(trained, dataset, SplitName::valid, device);
  const bool held_out = trained.config.train.calibration == TrainOptions::Calibration::videos;
  if (held_out) valid = of_videos(valid, calibration_videos(dataset.split(SplitName::valid)));
  const std::set<std::string> videos(valid.video.begin(), valid.video.end());
  const std::string approximate = (held_out ? "" : "validation also selected the epoch, and ") + std::string("its ") +
                                  std::to_string(valid.prediction.size()) + " utterances come from " +
                                  std::to_string(videos.size()) + " videos";
  const LabelRange range{trained.data.label_low, trained.data.label_high};
  const Conformal conformal = calibrate(valid.prediction, valid.truth, .1, range);
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
  return slices_json({test.prediction, test.truth, words, apart});
}

}  // namespace

Cell finish_cell(const fs::path& run, const CellWish& wish) {
  Cell cell = begun(wish);
  const auto config = read_configuration(cell, run);
  if (configuration_sha256(cell.configuration) != cell.configuration_sha256)
    throw DataError(run.string() + ": holds a run of another configuration; remove this folder");
  read_curves(cell, run);
  static_cast<RunFacts&>(cell) = read_run_result(run, changes_of);
  if (cell.encoder_sha256 != wish.plan.identity.encoder)
    throw DataError(run.string() + ": holds a run with another text encoder; remove this folder");
  const torch::Device device = device_of(config.train.device);
  TrainedModel trained = load_model(run / "best", device);
  for (const Tensor& parameter : trained.model->parameters()) cell.parameters += parameter.numel();
  const Dataset dataset = open_data(config.data);
  if (dataset.info.fingerprint != cell.fingerprint)
    throw DataError(config.data.folder + ": the data changed after " + run.string() + " was trained on them");
  const Predictions test = predict_dataset(trained, dataset, SplitName::test, device);
  cell.videos = static_cast<int64_t>(std::set<std::string>(test.video.begin(), test.video.end()).size());
  cell.draws = to_json(draw_metrics(test.prediction, test.truth, test.video));
  cell.conformal = intervals(trained, dataset, test, device);
  cell.slices = slices_of(dataset, test);
  if (wish.robustness) cell.robustness = robustness(trained, dataset, SplitName::test, device, {});
  cell.finished = true;
  return cell;
}

Cell failed_cell(const fs::path& run, const CellWish& wish, const std::string& reason) {
  Cell cell = begun(wish);
  cell.reason = reason;
  try {
    read_configuration(cell, run);
    read_curves(cell, run);
  } catch (const Error& error) {  // a damaged folder is no reason to stop the others
    cell.reason += "; " + std::string(error.what());
  }
  cell.epochs = static_cast<int64_t>(cell.curve.size());
  return cell;
}

}  // namespace mmim
