#include "train/live_run.h"

#include <algorithm>

#include "core/error.h"
#include "core/part_folder.h"
#include "core/trace.h"
#include "kernels/operations.h"
#include "tensor/device.h"

namespace mmim {

namespace {

using Clock = std::chrono::steady_clock;

std::vector<Stage> prepared_stages(Model& model, const PreparedSplit& train, const RecipeOptions& recipe) {
  model.prepare({train.labels(), train.columns()});
  return with_recipe(model.stages(), recipe);
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

LiveRun::LiveRun(Model& given, const RunData& run_data, const RunConfig& config,
                 const std::filesystem::path& run_folder, Observer& listener)
    : model(given),
      data(run_data),
      options(config.train),
      folder(run_folder),
      observer(listener),
      device(model.parameters().front().device()),
      seed(static_cast<uint64_t>(config.seed)),
      epochs(config.train.fast_dev_run ? 1 : config.train.epochs),
      stages(prepared_stages(model, data.train, config.train.recipe)),
      identity(identity_of(data, config, stages, device)),
      optimizer(config.train.compute.route),
      average(model, config.train.recipe.average),
      state(stages, updates_of_stages(), config.train.patience) {
  if (options.reads_test() && !data.test) throw Error("watching test, or selecting with it, needs the test split");
  PartFolder::recover(folder / "best");
  if (has_checkpoint(folder)) resume();
  if (!log) log.emplace(folder, Json(), data.mark);
}

std::vector<int64_t> LiveRun::updates_of_stages() const {
  std::vector<int64_t> updates;
  for (size_t number = 0; number < stages.size(); ++number) {
    const Stage& stage = stages[number];
    const auto batches = static_cast<int64_t>(batches_of({0, static_cast<int64_t>(number)}).size());
    if (stage.schedule.whole_batches) {
      const int64_t whole = data.train.size() / options.batch_size;
      updates.push_back(std::min(batches, whole) / stage.accumulate * epochs);
      continue;
    }
    int64_t one_pass = 0;
    for (int64_t batch = 0; batch < batches; ++batch) one_pass += Accumulation::of(stage, batch, batches).completes;
    updates.push_back(one_pass * epochs);
  }
  return updates;
}

std::vector<std::vector<int64_t>> LiveRun::batches_of(const Pass& pass) const {
  const uint64_t key = Random(seed).at(pass.epoch, pass.stage, 0).key("shuffle");
  auto batches = mmim::batches_of(data.train.size(), options.batch_size, key);
  const auto count = static_cast<double>(batches.size());
  const double share = stages[static_cast<size_t>(pass.stage)].share;
  const auto beyond = [&](size_t i) {
    return static_cast<double>(i) / count >= share || (options.fast_dev_run && i >= kDevBatches);
  };
  while (!batches.empty() && beyond(batches.size() - 1)) batches.pop_back();
  return batches;
}

void LiveRun::resume() {
  Checkpoint checkpoint = load_checkpoint(folder, model, optimizer, average, stages, state, identity);
  if (checkpoint.machine != identity.machine)
    observer.on_warning("the run was saved on \"" + checkpoint.machine + "\" and goes on on \"" + identity.machine +
                        "\": its numbers will not be bit for bit those of an uninterrupted run");
  log.emplace(folder, checkpoint.logs, data.mark);
  if (state.position.batch == 0)
    restore_model(checkpoint.model_state);
  else
    inside_pass_ = std::move(checkpoint.model_state);
}

void LiveRun::restore_model(const Archive& saved) {
  try {
    model.load_state(saved);
  } catch (const nlohmann::json::exception& error) {
    throw DataError((folder / "last" / "state.json").string() + ": is not a saved state of this model (" +
                    error.what() + ")");
  }
}

void LiveRun::begin(const Pass& pass) {
  model.begin(pass);
  if (inside_pass_) restore_model(*inside_pass_);
  inside_pass_.reset();
}

void LiveRun::save() {
  const Span span("save");
  save_checkpoint(folder, model, optimizer, average, state, identity, log->lengths());
  saved_at_ = Clock::now();
}

double LiveRun::seconds_since_save() const { return std::chrono::duration<double>(Clock::now() - saved_at_).count(); }

}  // namespace mmim
