#include "train/train_run.h"

#include "core/error.h"
#include "core/files.h"
#include "core/folder_lock.h"
#include "core/trace.h"
#include "predict/calibration.h"

namespace mmim {
namespace fs = std::filesystem;

RunOutcome train_run(Run& run, const fs::path& folder, Observer& observer) {
  make_folder(folder);
  const FolderLock lock(folder, 2);
  write_file_atomically(folder / "config.toml", to_toml(run.config.to_json()));
  const RunData data{*run.train,
                     *run.valid,
                     run.config.train.reads_test() ? &*run.test : nullptr,
                     mark_of(run.dataset.info.synthetic, run.config.train.select),
                     {{"data", run.dataset.info.fingerprint},
                      {"text encoder", run.encoder.sha256},
                      {"vocabulary", run.encoder.pieces->fingerprint()}},
                     scale_of(run.dataset.info.labels)};
  const auto save_best = [&](const fs::path& best, const EpochSummary& summary, const Predictions& valid) {
    TrainedModel trained = run.trained();
    trained.record["epoch"] = summary.epoch;
    trained.record["valid_loss"] = summary.valid_loss;
    const auto [conformal, approximate] =
        calibrated_on(valid, run.valid->split(), run.config.train.calibration, trained.data.labels);
    trained.record[kIntervals] = calibration_json(conformal, approximate);
    save_model(best, trained);
  };
  return fit(*run.model, data, run.config, folder, save_best, observer);
}

Evaluation test_run(const Run& run, const fs::path& folder, const RunOutcome& outcome) {
  const Span span("test");
  TrainedModel best = load_model(folder / "best", run.device);
  if (best.data.fingerprint != run.dataset.info.fingerprint)
    throw DataError(folder.string() + ": the data changed since this run was trained, by another import of " +
                    run.dataset.info.name + " (hash " + best.data.fingerprint.substr(0, 12) + " then, " +
                    run.dataset.info.fingerprint.substr(0, 12) + " now); import as before, or train a new run");
  best.record["epochs"] = outcome.epochs;
  Evaluation evaluation = evaluate(best, run.dataset, SplitName::test, F1Weight::truth, run.device);
  evaluation.write_into_run(folder);
  return evaluation;
}

}  // namespace mmim
