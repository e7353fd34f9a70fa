#include <limits>
#include <map>

#include "bench/bench.h"
#include "bench/ours.h"
#include "bench/plain.h"
#include "bench/work.h"

namespace mmim {

namespace {

constexpr Compute kBf16{Route::fused, Precision::bf16}, kReference{Route::reference, Precision::fp32};

/// One of the ways an epoch is computed.
struct Way {
  const char *name, *what;
  Clip::Over over;
  Compute compute;
};
const Way kWays[] = {{"epoch", "epoch A + B, fp32", Clip::Over::stepped, kFp32},
                     {"epoch-clip-all", "epoch A + B, fp32, clip over all", Clip::Over::all, kFp32},
                     {"epoch-bf16", "epoch A + B, bf16 (plain: fp32)", Clip::Over::stepped, kBf16},
                     {"epoch-reference", "epoch A + B, fp32, reference route", Clip::Over::stepped, kReference}};

/// Ways that compute alike share a model.
std::pair<Route, Precision> kind_of(const Way& way) { return {way.compute.route, way.compute.precision}; }

/// Products of an epoch, and what clip and Adam move.
Work work_of_epoch(const Workload& workload, const Way& way, int64_t parameters) {
  double forward = 0;
  for (const Batch& batch : workload.batches) forward += bert_operations(workload.text, *batch.tokens.layout);
  forward *= static_cast<double>(workload.tokens) / static_cast<double>(workload.batch_tokens());
  const bool all = way.over == Clip::Over::all;
  const int64_t size = workload.batches.front().size(), updates = (workload.utterances + size - 1) / size;
  return {forward * (all ? 3 + 3 : 1 + 3),
          static_cast<double>(updates * parameters) * (kAdamBytes + kNormBytes * (all ? 2 : 1)),
          way.compute.precision == Precision::bf16};
}

void epoch(OurMmim& ours, const Way& way, std::span<const Batch> batches) {
  for (const int64_t stage : {0, 1}) ours.pass(stage, way.over, batches);
}

using Models = std::map<std::pair<Route, Precision>, OurMmim>;

std::vector<const Way*> wanted_ways(const Bench& bench) {
  std::vector<const Way*> ways;
  for (const Way& way : kWays)
    if (bench.wants(way.name)) ways.push_back(&way);
  return ways;
}

Models models_of(const Workload& workload, const std::vector<const Way*>& ways) {
  Models models;
  for (const Way* way : ways) models.try_emplace(kind_of(*way), workload, way->compute);
  return models;
}

/// One of ours for each way.
std::vector<Contender> our_sides(const Bench& bench, const std::vector<const Way*>& ways, Models& models) {
  const std::span<const Batch> batches(bench.workload().batches);
  std::vector<Contender> sides;
  for (const Way* way : ways) {
    OurMmim& model = models.at(kind_of(*way));
    Contender side = bench.ours([&model, way, batches](int64_t) { epoch(model, *way, batches); });
    side.warm_up = [&model, way, batches] { epoch(model, *way, batches.first(1)); };
    sides.push_back(std::move(side));
  }
  return sides;
}

Row row_of(const Workload& workload, const Way& way, int64_t parameters, const Timing& ours, const Timing& plain) {
  const double by_tokens = static_cast<double>(workload.tokens) / static_cast<double>(workload.batch_tokens());
  const double by_utterances =
      static_cast<double>(workload.utterances) / static_cast<double>(workload.typical().size());
  Row row{.name = way.name, .what = way.what, .ours = ours.scaled(by_tokens), .plain = plain.scaled(by_utterances)};
  row.work = work_of_epoch(workload, way, parameters);
  row.more = {{"batches_per_round", workload.batches.size()}, {"plain_batches_per_round", 1}};
  return row;
}

Row whole_epoch(const Bench& bench, OurMmim& ours, const Timing& scaled) {
  bench.say("one whole epoch of ours");
  WorkloadOptions options = bench.options().workload;
  options.batches = std::numeric_limits<int64_t>::max();
  const Workload all = make_workload(options);
  const double seconds = seconds_of([&] { epoch(ours, kWays[0], all.batches); });
  Row row{.name = "epoch-whole", .what = "the whole epoch at once, a check", .ours = {{seconds}}};
  row.more = {{"scaled_epoch", scaled.median()}, {"deviation", seconds / scaled.median() - 1}};
  return row;
}

}  // namespace

std::vector<Row> epoch_rows(const Bench& bench) {
  const Workload& workload = bench.workload();
  const std::vector<const Way*> ways = wanted_ways(bench);
  Models models = models_of(workload, ways);
  std::vector<Contender> sides = our_sides(bench, ways, models);
  PlainMmim published(bench_options(), inputs_of(workload, {}));
  const PaddedBatch padded = pad_batch(workload.typical());  // padded, every batch costs the same
  sides.push_back(bench.plain([&](int64_t) {
    published.update_likelihood(padded);
    published.update_main(padded);
  }));
  const std::vector<Timing> timings = alternate(sides);

  std::vector<Row> rows;
  for (size_t i = 0; i < ways.size(); ++i) {
    const int64_t parameters = models.at(kind_of(*ways[i])).parameters();
    rows.push_back(row_of(workload, *ways[i], parameters, timings[i], timings.back()));
  }
  if (bench.options().whole_epoch && bench.wants("epoch"))
    rows.push_back(whole_epoch(bench, models.at(kind_of(kWays[0])), rows.front().ours));
  return rows;
}

}  // namespace mmim
