#include "train/pass.h"

#include <algorithm>

#include "core/stop.h"
#include "core/trace.h"
#include "train/clip.h"

namespace mmim {

namespace {

/// On a GPU a step does not wait for the numbers of the one before.
int64_t read_together(const TrainOptions& options, torch::Device device) {
  constexpr int64_t kOnGpu = 16;
  if (options.read_every > 0) return options.read_every;
  return device.is_cpu() ? 1 : std::max(options.log_every, kOnGpu);
}

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

PassRun::PassRun(LiveRun& run, const Pass& pass)
    : run_(run),
      pass_(pass),
      stage_(run.stages[static_cast<size_t>(pass.stage)]),
      schedule_(run.state.schedules[static_cast<size_t>(pass.stage)]),
      read_together_(read_together(run.options, run.device)),
      batches_(run.batches_of(pass)),
      updater_{run.model, run.optimizer, stage_} {
  updater_.read = read_together_ == 1 ? Updater::Read::now : Updater::Read::later;
}

PassRun::End PassRun::run() {
  const Span span(stage_.name.c_str(), pass_.epoch + 1);
  const auto total = static_cast<int64_t>(batches_.size());
  run_.begin(pass_);
  const Frozen frozen(run_.model, stage_);
  run_.observer.on_pass(pass_, stage_, total);
  int64_t& number = run_.state.position.batch;
  Prefetch loader(run_.data.train, {batches_.begin() + std::min(number, total), batches_.end()}, run_.device);
  while (number < total) {
    const Accumulation accumulation = Accumulation::of(stage_, number, total);
    if (unread_.empty()) read_at_ = Clock::now();
    const Batch batch = in_span("load", number + 1, [&] { return loader.next(); });
    if (!run_batch(batch, accumulation)) break;
    ++number;
    if (!accumulation.completes) continue;  // gradients are in no saved state
    if (stop_requested || run_.seconds_since_save() > 60 * run_.options.save_minutes) save();
    if (stop_requested) return End::interrupted;
  }
  read();
  return End::done;
}

bool PassRun::run_batch(const Batch& batch, const Accumulation& accumulation) {
  const int64_t number = run_.state.position.batch;
  const Step step{pass_, number, Random(run_.seed).at(pass_.epoch, pass_.stage, number)};
  updater_.rate = schedule_.rate();
  if (accumulation.completes) schedule_.stepped();
  std::optional<Update> update = updater_.step(batch, step, accumulation);
  if (!update) return false;
  const bool last = pass_.stage + 1 == static_cast<int64_t>(run_.stages.size());
  if (accumulation.completes && last) run_.average.update();
  unread_.push_back(std::move(*update));
  if (static_cast<int64_t>(unread_.size()) == read_together_) read();
  return true;
}

void PassRun::save() {
  read();
  run_.save();
}

void PassRun::read() {
  if (unread_.empty()) return;
  const std::vector<UpdateResult> results =
      in_span("read", unread_.back().step.batch + 1, [&] { return read_updates(unread_); });
  const double seconds = seconds_since(read_at_) / static_cast<double>(unread_.size());
  for (size_t i = 0; i < results.size(); ++i) record(unread_[i], results[i], seconds);
  unread_.clear();
}

void PassRun::record(const Update& update, const UpdateResult& result, double seconds) {
  RunState& state = run_.state;
  state.seconds += seconds;
  state.means.add(stage_.name, result);
  ++state.updates;
  const Span span("log", update.step.batch + 1);
  if (state.updates % run_.options.log_every == 0) run_.log->batch(update, result, state.updates, seconds);
  std::vector<std::pair<std::string, double>> terms;
  for (const UpdateResult::Term& term : result.terms) terms.emplace_back(term.name, term.value);
  run_.observer.on_batch(update.step, terms, result.gradient_norm, update.utterances,
                         static_cast<int64_t>(batches_.size()));
}

}  // namespace mmim
