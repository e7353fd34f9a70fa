#include "predict/run.h"

#include "core/error.h"
#include "core/sentence.h"
#include "core/trace.h"
#include "predict/build_model.h"
#include "predict/open_data.h"
#include "predict/text_features.h"
#include "tensor/device.h"

namespace mmim {

namespace {

void check_splits(const Dataset& dataset) {
  for (const SplitName split : kSplits)
    if (dataset.split(split).size() == 0)
      throw DataError(dataset.info.name + ": split " + word(split) + " has no utterance");
}

void check_compute(const Compute& compute) {
  if (compute.precision == Precision::bf16 && compute.route == Route::reference)
    throw ConfigError("option `train.precision`: bf16 is of the fused route, `train.route` is reference");
}

void check_batch_size(const Run& run) {
  const int64_t least = run.model->needs().least_batch, given = run.config.train.batch_size;
  if (given < least)
    throw ConfigError(sentence(
        "model {} needs batches of at least {} utterances, not {}; raise train.batch_size or make the model smaller",
        run.config.model, least, given));
}

}  // namespace

std::unique_ptr<Run> prepare_run(RunConfig config) {
  const Span span("prepare");
  auto run = std::make_unique<Run>();
  run->config = std::move(config);
  const RunConfig& given = run->config;
  run->device = device_of(given.train.device);
  check_compute(given.train.compute);
  run->dataset = in_span("data", -1, [&] { return open_data(given.data); });
  check_splits(run->dataset);
  run->encoder = in_span("encoder", -1, [&] { return find_encoder(given.text, run->dataset); });
  if (given.text.limit > run->encoder.geometry.positions)
    throw ConfigError(sentence("option `text.limit`: {} pieces do not fit the encoder's {} positions", given.text.limit,
                               run->encoder.geometry.positions));

  run->build();
  check_needs(run->model->needs(), run->dataset, given.model);
  check_batch_size(*run);
  run->model->to(run->device);

  const auto prepare = [&](SplitName split) {
    const Span pieces("pieces");
    return PreparedSplit(run->dataset.split(split), run->dataset.info, *run->encoder.pieces, given.text.limit);
  };
  run->train.emplace(prepare(SplitName::train));
  run->valid.emplace(prepare(SplitName::valid));
  run->test.emplace(prepare(SplitName::test));
  if (const Needs needs = run->model->needs(); needs.text == Needs::Text::features) {
    const Span features("text features");
    for (PreparedSplit* split : {&*run->train, &*run->valid, &*run->test})
      split->attach_text_rows(
          text_features(*run->model->text_encoder(), *split, run->encoder, given, run->device, needs.text_rows),
          needs.text_rows);
  }
  return run;
}

std::string Run::title() const {
  return config.model + " on " + dataset.info.name + ", text encoder " + encoder.name + ", seed " +
         std::to_string(config.seed);
}

}  // namespace mmim
