#include "train/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/part_folder.h"
#include "core/stop.h"
#include "core/trace.h"
#include "kernels/on_cpu/threads.h"
#include "predict/calibration.h"
#include "results/outcome.h"
#include "tensor/device.h"
#include "train/clip.h"

namespace mmim {

namespace {

constexpr int64_t kDevBatches = 3;  // of each pass and of validation in a fast-dev-run

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

std::vector<Stage> prepared_stages(Model& model, const PreparedSplit& train) {
  model.prepare({train.labels()});
  return model.stages();
}

/// Batches whose loss values are read in one transfer.
int64_t read_together(const TrainOptions& options, torch::Device device) {
  constexpr int64_t kOnGpu = 16;
  if (options.read_every > 0) return options.read_every;
  return device.is_cpu() ? 1 : std::max(options.log_every, kOnGpu);
}

RunIdentity identity_of(const RunData& data, const RunConfig& config, const std::vector<Stage>& stages,
                        torch::Device device) {
  Json names = Json::array();
  for (const Stage& stage : stages) names.push_back(stage.name);
  Json identity{{"seed", config.seed},
                {"batch size", config.train.batch_size},
                {"training utterances", data.train.size()},
                {"stages", names}};
  identity.update(data.origin);
  return {identity, say_machine(device) + ", " + say_compute(config.train.compute, device)};
}

}  // namespace

Trainer::Trainer(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
                 const SaveBest& save_best, Observer& observer)
    : model_(model),
      data_(data),
      options_(config.train),
      folder_(folder),
      save_best_(save_best),
      observer_(observer),
      device_(model.parameters().front().device()),
      seed_(static_cast<uint64_t>(config.seed)),
      epochs_(config.train.fast_dev_run ? 1 : config.train.epochs),
      read_every_(read_together(config.train, device_)),
      stages_(prepared_stages(model, data.train)),
      identity_(identity_of(data, config, stages_, device_)),
      optimizer_(config.train.compute.route),
      state_(stages_, updates_of_run(), config.train.patience) {
  if (options_.reads_test() && !data.test) throw Error("watching test, or selecting with it, needs the test split");
  PartFolder::recover(folder_ / "best");
  if (has_checkpoint(folder_)) resume();
  if (!log_) log_.emplace(folder_, Json(), data_.mark);
}

void Trainer::resume() {
  Checkpoint checkpoint = load_checkpoint(folder_, model_, optimizer_, stages_, state_, identity_);
  if (checkpoint.machine != identity_.machine)
    observer_.on_warning("the run was saved on \"" + checkpoint.machine + "\" and goes on on \"" + identity_.machine +
                         "\": its numbers will not be bit for bit those of an uninterrupted run");
  log_.emplace(folder_, checkpoint.logs, data_.mark);
  if (state_.position.batch == 0)
    restore_model(checkpoint.model_state);
  else
    inside_pass_ = std::move(checkpoint.model_state);
}

void Trainer::restore_model(const Archive& state) {
  try {
    model_.load_state(state);
  } catch (const nlohmann::json::exception& error) {
    throw DataError((folder_ / "last" / "state.json").string() + ": is not a saved state of this model (" +
                    error.what() + ")");
  }
}

RunOutcome Trainer::run() {
  int64_t batches = 0;
  for (size_t stage = 0; stage < stages_.size(); ++stage)
    batches += static_cast<int64_t>(plan({0, static_cast<int64_t>(stage)}).size());
  observer_.on_start(epochs_, batches, data_.mark);
  while (state_.position.epoch < epochs_ && !state_.stopper.exhausted()) {
    const Span span("epoch", state_.position.epoch + 1);
    if (!run_passes()) return outcome(RunOutcome::End::interrupted);
    end_epoch();
    if (stop_requested && state_.position.epoch < epochs_ && !state_.stopper.exhausted())
      return outcome(RunOutcome::End::interrupted);
  }
  const RunOutcome result =
      outcome(state_.position.epoch < epochs_ ? RunOutcome::End::early : RunOutcome::End::finished);
  log_->end(say_end(result.end));
  write_outcome(folder_, result);
  if (!options_.keep_last) std::filesystem::remove_all(folder_ / "last");
  return result;
}

RunOutcome Trainer::outcome(RunOutcome::End end) const {
  observer_.on_end(say_end(end));
  return {end, state_.best.epoch, state_.position.epoch, state_.best.valid_loss};
}

bool Trainer::run_passes() {
  Position& position = state_.position;
  while (position.stage < static_cast<int64_t>(stages_.size())) {
    if (!run_pass({position.epoch, position.stage})) return false;
    position = {position.epoch, position.stage + 1, 0};
    if (position.epoch == 0) save();
  }
  return true;
}

std::vector<int64_t> Trainer::updates_of_run() const {
  std::vector<int64_t> updates;
  for (size_t stage = 0; stage < stages_.size(); ++stage) {
    const auto batches = static_cast<int64_t>(plan({0, static_cast<int64_t>(stage)}).size());
    if (stages_[stage].schedule.whole_batches) {
      const int64_t whole = data_.train.size() / options_.batch_size;
      updates.push_back(std::min(batches, whole) / stages_[stage].accumulate * epochs_);
      continue;
    }
    int64_t one_pass = 0;
    for (int64_t batch = 0; batch < batches; ++batch)
      one_pass += Accumulation::of(stages_[stage], batch, batches).completes;
    updates.push_back(one_pass * epochs_);
  }
  return updates;
}

std::vector<std::vector<int64_t>> Trainer::plan(const Pass& pass) const {
  const uint64_t key = Random(seed_).at(pass.epoch, pass.stage, 0).key("shuffle");
  auto batches = batches_of(data_.train.size(), options_.batch_size, key);
  const auto count = static_cast<double>(batches.size());
  const double share = stages_[static_cast<size_t>(pass.stage)].share;
  const auto beyond = [&](size_t i) {
    return static_cast<double>(i) / count >= share || (options_.fast_dev_run && i >= kDevBatches);
  };
  while (!batches.empty() && beyond(batches.size() - 1)) batches.pop_back();
  return batches;
}

bool Trainer::run_pass(const Pass& pass) {
  const Stage& stage = stages_[static_cast<size_t>(pass.stage)];
  const Span span(stage.name.c_str(), pass.epoch + 1);
  auto batches = plan(pass);
  const auto total = static_cast<int64_t>(batches.size());
  model_.begin(pass);
  if (inside_pass_) restore_model(*inside_pass_);
  inside_pass_.reset();
  const Frozen frozen(model_, stage);
  observer_.on_pass(pass, stage, total);
  int64_t& batch = state_.position.batch;
  batches.erase(batches.begin(), batches.begin() + std::min(batch, total));
  Prefetch loader(data_.train, std::move(batches), device_);
  while (batch < total) {
    const Accumulation accumulation = Accumulation::of(stage, batch, total);
    if (!run_batch(pass, accumulation, loader, total)) break;
    ++batch;
    if (!accumulation.completes) continue;  // gradients are in no saved state
    const bool due = seconds_since(saved_at_) > 60 * options_.save_minutes;
    if (due || stop_requested) {
      read_unread(total);
      save();
    }
    if (stop_requested) return false;
  }
  read_unread(total);
  return true;
}

bool Trainer::run_batch(const Pass& pass, const Accumulation& accumulation, Prefetch& loader, int64_t total) {
  const auto began = Clock::now();
  const int64_t number = state_.position.batch;
  const auto stage_number = static_cast<size_t>(pass.stage);
  const Stage& stage = stages_[stage_number];
  const Step step{pass, number, Random(seed_).at(pass.epoch, pass.stage, number)};
  const Batch batch = in_span("load", number + 1, [&] { return loader.next(); });
  Schedule& schedule = state_.schedules[stage_number];
  const double rate = schedule.rate();
  if (accumulation.completes) schedule.stepped();
  if (read_every_ == 1) {
    const UpdateResult result = update(model_, stage, optimizer_, rate, batch, step, accumulation);
    if (!result.nothing) record(step, batch.size(), result, seconds_since(began), total);
    return !result.nothing;
  }
  std::optional<UnreadUpdate> queued = queue_update(model_, stage, optimizer_, rate, batch, step, accumulation);
  if (!queued) return false;
  if (unread_.empty()) unread_since_ = began;
  unread_.push_back(std::move(*queued));
  if (static_cast<int64_t>(unread_.size()) == read_every_) read_unread(total);
  return true;
}

void Trainer::read_unread(int64_t total) {
  if (unread_.empty()) return;
  const std::vector<UpdateResult> results =
      in_span("read", unread_.back().step.batch + 1, [&] { return read_updates(unread_); });
  const double seconds = seconds_since(unread_since_) / static_cast<double>(unread_.size());
  for (size_t i = 0; i < results.size(); ++i)
    record(unread_[i].step, unread_[i].utterances, results[i], seconds, total);
  unread_.clear();
}

void Trainer::record(const Step& step, int64_t utterances, const UpdateResult& result, double seconds, int64_t total) {
  const std::string& stage = stages_[static_cast<size_t>(step.pass.stage)].name;
  state_.seconds += seconds;
  state_.means.add(stage, result);
  ++state_.updates;
  const Span span("log", step.batch + 1);
  if (state_.updates % options_.log_every == 0) log_->batch(step, stage, result, state_.updates, seconds);

  std::vector<std::pair<std::string, double>> terms;
  for (const UpdateResult::Term& term : result.terms) terms.emplace_back(term.name, term.value);
  observer_.on_batch(step, terms, result.gradient_norm, utterances, total);
}

EpochSummary Trainer::evaluate() {
  const Span span("evaluate", state_.position.epoch + 1);
  const auto began = Clock::now();
  const int64_t most = options_.fast_dev_run ? kDevBatches * options_.batch_size : std::numeric_limits<int64_t>::max();
  Predictions valid = predict_split(model_, data_.valid, options_.batch_size, device_, most);
  if (options_.calibration == TrainOptions::Calibration::videos && !options_.fast_dev_run)
    valid = without_videos(valid, calibration_videos(data_.valid.split()));
  EpochSummary summary;
  summary.epoch = state_.position.epoch + 1;
  summary.train = state_.means.means();
  summary.valid_loss = criterion_of(model_.criterion(), valid);
  summary.valid = score(valid.prediction, valid.truth, {}, 0);
  if (!std::isfinite(summary.valid_loss))
    throw Error("the validation loss is not finite in epoch " + std::to_string(summary.epoch) +
                ": training stops; try lower learning rates, and look at the data with `mmim inspect`");
  if (options_.reads_test()) {
    const Predictions test = predict_split(model_, *data_.test, options_.batch_size, device_, most);
    summary.test = score(test.prediction, test.truth, {}, 0);
    summary.test_loss = criterion_of(model_.criterion(), test);
  }
  select(summary);
  state_.seconds += seconds_since(began);
  summary.seconds = state_.seconds;
  return summary;
}

void Trainer::select(EpochSummary& summary) {
  summary.best = state_.stopper.observe(summary.valid_loss);
  if (options_.select == Protocol::as_published)
    summary.best = summary.best && summary.test_loss < state_.best.test_loss;
  if (summary.best) state_.best = {summary.epoch, summary.valid_loss, summary.test_loss};
  for (Schedule& schedule : state_.schedules) schedule.observe(summary.valid_loss);
}

void Trainer::end_epoch() {
  const EpochSummary summary = evaluate();
  if (summary.best) {
    const Span span("save");
    PartFolder part(folder_ / "best");
    save_best_(part.path(), summary);
    part.commit();
  }
  in_span("log", summary.epoch, [&] { log_->epoch(summary, state_.updates, watermark_of(options_.select)); });
  state_.position = {state_.position.epoch + 1, 0, 0};
  state_.means = {};
  state_.seconds = 0;
  const bool more = state_.position.epoch < epochs_ && !state_.stopper.exhausted();
  if (more || options_.keep_last) save();
  observer_.on_epoch(summary);
}

void Trainer::save() {
  const Span span("save");
  save_checkpoint(folder_, model_, optimizer_, state_, identity_, log_->lengths());
  saved_at_ = Clock::now();
}

}  // namespace mmim
