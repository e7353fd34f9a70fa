#include "predict/run.h"

#include "core/error.h"
#include "core/sentence.h"
#include "core/trace.h"
#include "predict/build_model.h"
#include "predict/open_data.h"
#include "predict/text_features.h"
#include "predict/unknown_pieces.h"
#include "tensor/device.h"

namespace mmim {

namespace {

void check_splits(const Dataset& dataset, bool test) {
  for (const SplitName split : kSplits) {
    const bool needed = split != SplitName::test || test;
    if (needed && dataset.split(split).size() == 0)
      throw DataError(dataset.info.name + ": split " + word(split) + " has no utterance" +
                      (split == SplitName::test ? "; `mmim train --no-test` trains without it"
                                                : "; where the set is made of a table of utterances or clips, "
                                                  "`--columns split= --split 70/10/20` draws splits"));
  }
}

void check_compute(const Compute& compute) {
  if (compute.precision == Precision::bf16 && compute.route == Route::reference)
    throw ConfigError("option `train.precision`: bf16 is of the fused route, `train.route` is reference");
}

void check_positions(const TextOptions& text, int64_t positions) {
  if (text.limits().total() <= positions) return;
  const std::string options = text.context > 0 ? "options `text.limit` and `text.context`" : "option `text.limit`";
  throw ConfigError(
      sentence("{}: {} pieces do not fit the encoder's {} positions", options, text.limits().total(), positions));
}

void check_context(const Needs& needs, const RunConfig& config) {
  if (needs.aligned && config.text.context > 0)
    throw ConfigError(
        sentence("option `text.context`: model {} reads a row of each stream beside each word, and the "
                 "context has none; use 0",
                 config.model));
}

void check_batch_size(const Run& run) {
  const int64_t least = run.model->needs().least_batch, given = run.config.train.batch_size;
  if (given < least)
    throw ConfigError(sentence(
        "model {} needs batches of at least {} utterances, not {}; raise train.batch_size or make the model smaller",
        run.config.model, least, given));
}

}  // namespace

std::unique_ptr<Run> prepare_run(RunConfig config, bool test) {
  const Span span("prepare");
  auto run = std::make_unique<Run>();
  run->config = std::move(config);
  const RunConfig& given = run->config;
  run->device = device_of(given.train.device);
  check_compute(given.train.compute);
  run->dataset = in_span("data", -1, [&] { return open_data(given.data); });
  check_splits(run->dataset, test || given.train.reads_test());
  run->encoder = in_span("encoder", -1, [&] { return find_encoder(given.text, run->dataset); });
  check_positions(given.text, run->encoder.geometry.longest());

  run->build();
  check_context(run->model->needs(), given);
  check_needs(run->model->needs(), run->dataset, given.model);
  check_batch_size(*run);
  run->model->to(run->device);

  const auto prepare = [&](SplitName split) {
    const Span pieces("pieces");
    return PreparedSplit(run->dataset.split(split), run->dataset.info, *run->encoder.pieces, given.text.limits());
  };
  run->train.emplace(prepare(SplitName::train));
  run->valid.emplace(prepare(SplitName::valid));
  run->test.emplace(prepare(SplitName::test));
  if (const Needs needs = run->model->needs(); needs.text == Needs::Text::features) {
    const Span features("text features");
    for (PreparedSplit* split : {&*run->train, &*run->valid, &*run->test})
      if (split->size() > 0)
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

std::vector<std::string> Run::doubts() const {
  std::vector<std::string> doubts;
  if (const auto& others = encoder.left_out; !others.empty())
    doubts.push_back(sentence("{} tensors of the text encoder are of no BERT and are left out, such as {}",
                              others.size(), others.front()));
  if (const int64_t unmatched = train->unmatched_pieces() + valid->unmatched_pieces() + test->unmatched_pieces())
    doubts.push_back(sentence(
        "the rows of this set belong to the word pieces of another BERT: in {} of {} utterances rows and pieces differ "
        "in number",
        unmatched, train->size() + valid->size() + test->size()));
  if (config.text.context > 0 && train->in_context() == 0)
    doubts.push_back(
        "no context is read (option `text.context`): the ids of this set name no clips of one video, in order");
  for (const PreparedSplit* split : {&*train, &*valid, &*test})
    if (const std::string doubt = doubt_of_vocabulary(*split, *encoder.pieces); !doubt.empty())
      return doubts.push_back(doubt), doubts;
  return doubts;
}

}  // namespace mmim
