#include "train/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/part_folder.h"
#include "core/stop.h"
#include "core/trace.h"
#include "predict/calibration.h"
#include "train/pass.h"

namespace mmim {

namespace {

/// MAE, by which MMIM's published program selects; infinite where test is not read.
double error_on_test(const EpochSummary& summary) {
  for (const Score& score : summary.test)
    if (score.name == "MAE") return score.value;
  return std::numeric_limits<double>::infinity();
}

}  // namespace

RunOutcome Trainer::run() {
  int64_t batches = 0;
  for (size_t stage = 0; stage < run_.stages.size(); ++stage)
    batches += static_cast<int64_t>(run_.batches_of({0, static_cast<int64_t>(stage)}).size());
  run_.observer.on_start(run_.epochs, batches, run_.data.mark);
  while (more()) {
    const Span span("epoch", run_.state.position.epoch + 1);
    if (!run_passes()) return outcome(RunOutcome::End::interrupted);
    end_epoch();
    if (stop_requested && more()) return outcome(RunOutcome::End::interrupted);
  }
  const bool early = run_.state.position.epoch < run_.epochs;
  const RunOutcome result = outcome(early ? RunOutcome::End::early : RunOutcome::End::finished);
  run_.log->end(say_end(result.end));
  write_outcome(run_.folder, result);
  if (!run_.options.keep_last) std::filesystem::remove_all(run_.folder / "last");
  return result;
}

bool Trainer::more() const { return run_.state.position.epoch < run_.epochs && !run_.state.stopper.exhausted(); }

RunOutcome Trainer::outcome(RunOutcome::End end) const {
  run_.observer.on_end(say_end(end));
  return {end, run_.state.best.epoch, run_.state.position.epoch, run_.state.best.valid_loss};
}

bool Trainer::run_passes() {
  Position& position = run_.state.position;
  while (position.stage < static_cast<int64_t>(run_.stages.size())) {
    if (PassRun(run_, {position.epoch, position.stage}).run() == PassRun::End::interrupted) return false;
    position = {position.epoch, position.stage + 1, 0};
    if (position.epoch == 0) run_.save();
  }
  return true;
}

EpochSummary Trainer::evaluate_and_keep() {
  std::optional<InPlaceOfWeights> mean;
  if (run_.average.active()) mean.emplace(run_.average);
  EpochSummary summary = evaluate();
  if (!summary.best) return summary;
  const Span span("save");
  PartFolder part(run_.folder / "best");
  save_best_(part.path(), summary, valid_);
  part.commit();
  return summary;
}

void Trainer::end_epoch() {
  const EpochSummary summary = evaluate_and_keep();
  RunState& state = run_.state;
  in_span("log", summary.epoch, [&] { run_.log->epoch(summary, state.updates, watermark_of(run_.options.select)); });
  state.position = {state.position.epoch + 1, 0, 0};
  state.means = {};
  state.seconds = 0;
  if (more() || run_.options.keep_last) run_.save();
  run_.observer.on_epoch(summary);
}

EpochSummary Trainer::evaluate() {
  const Span span("evaluate", run_.state.position.epoch + 1);
  const auto began = std::chrono::steady_clock::now();
  const TrainOptions& options = run_.options;
  const int64_t most = options.fast_dev_run ? kDevBatches * options.batch_size : std::numeric_limits<int64_t>::max();
  SplitView view = view_split(run_.model, run_.data.valid, options.batch_size, run_.device, most);
  valid_ = std::move(view.predictions);
  Predictions valid = valid_;
  if (options.calibration == TrainOptions::Calibration::videos && !options.fast_dev_run)
    valid = without_videos(valid, calibration_videos(run_.data.valid.split()));
  EpochSummary summary;
  summary.epoch = run_.state.position.epoch + 1;
  summary.utterances = run_.data.train.size();
  summary.train = run_.state.means.means();
  summary.valid_summary = std::move(view.summary);
  summary.valid_loss = criterion_of(run_.model.criterion(), valid);
  const auto scored = [&](const Predictions& p) {
    return score(p.prediction, p.truth, {}, 0, 0, F1Weight::truth, run_.data.scale);
  };
  summary.scale = run_.data.scale;
  summary.valid = scored(valid);
  if (!std::isfinite(summary.valid_loss))
    throw Error("the validation loss is not finite in epoch " + std::to_string(summary.epoch) +
                ": training stops; try lower learning rates, and look at the data with `mmim inspect`");
  if (options.reads_test()) {
    const Predictions test = predict_split(run_.model, *run_.data.test, options.batch_size, run_.device, most);
    summary.test = scored(test);
    summary.test_loss = criterion_of(run_.model.criterion(), test);
  }
  select(summary);
  run_.state.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  summary.seconds = run_.state.seconds;
  return summary;
}

void Trainer::select(EpochSummary& summary) {
  RunState& state = run_.state;
  summary.best = state.stopper.observe(summary.valid_loss);
  if (run_.options.select == Protocol::as_published)
    summary.best = summary.best && error_on_test(summary) < state.best.test_mae;
  if (summary.best) state.best = {summary.epoch, summary.valid_loss, error_on_test(summary)};
  for (Schedule& schedule : state.schedules) schedule.observe(summary.valid_loss);
}

}  // namespace mmim
