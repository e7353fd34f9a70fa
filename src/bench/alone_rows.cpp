#include <algorithm>

#include "bench/bench.h"
#include "bench/ours.h"
#include "bench/plain.h"
#include "bench/process.h"
#include "core/error.h"
#include "core/job.h"
#include "core/process.h"
#include "core/record.h"

namespace mmim {

namespace {

/// A process of its own has memory and caches of its own; its complaints stand where ours do.
Json measure_alone(const Bench& bench, const std::string& what, const std::string& side) {
  const AloneJob job{what, side, bench.options()};
  const ProcessResult result = run_to_end(words_of({kAloneJob, field_to_json(job)}));
  if (result.code != 0) throw Error("measuring in a process of its own has failed: " + result.errors);
  return parse_json(result.output, "a measuring process");
}

Workload first_batches(const BenchOptions& options, int64_t count) {
  WorkloadOptions workload = options.workload;
  workload.batches = std::min(workload.batches, count);
  return make_workload(workload);
}

/// Peak after every tour over the batches: moments are allocated in the first, and nothing may grow after it.
Json our_memory(const BenchOptions& options) {
  const Workload workload = first_batches(options, 4);
  OurMmim ours(workload, {Route::fused, Precision::fp32});
  Json peaks = Json::array();
  for (int tour = 0; tour < 3; ++tour) {
    for (const int64_t stage : {0, 1}) ours.pass(stage, Clip::Over::stepped, workload.batches);
    peaks.push_back(resident().peak);
  }
  return {{"peaks", peaks}};
}

Json plain_memory(const BenchOptions& options) {
  const Workload workload = first_batches(options, 4);
  PlainMmim published(bench_options(), inputs_of(workload, {}));
  const PaddedBatch padded = pad_batch(workload.typical());
  for (int update = 0; update < 2; ++update) published.update_main(padded);
  return {{"peaks", {resident().peak}}};
}

Json startup(const BenchOptions& options) {
  const Workload workload = first_batches(options, 1);
  std::optional<OurMmim> model;
  const double drawn = seconds_of([&] { model.emplace(workload, Compute{Route::fused, Precision::fp32}); });
  const double read = seconds_of([&] {
    if (!workload.weights.empty()) load_bert_weights(*model->model().text_encoder(), workload.weights);
  });
  return {{"ready", now_nanoseconds()}, {"drawn", drawn}, {"read", read}, {"resident", resident().now}};
}

}  // namespace

Json do_alone_job(const AloneJob& job) {
  if (job.what == "startup") return startup(job.options);
  if (job.what != "memory" || (job.side != "ours" && job.side != "plain"))
    throw UsageError("`" + job.what + " " + job.side + "` is nothing that is measured in a process of its own");
  if (job.side == "ours") return our_memory(job.options);
  if (job.options.same_settings) return plain_memory(job.options);
  const PlainSettings settings;
  return plain_memory(job.options);
}

std::vector<Row> memory_rows(const Bench& bench) {
  const Json ours = measure_alone(bench, "memory", "ours").at("peaks"),
             plain = measure_alone(bench, "memory", "plain").at("peaks");
  Row row{.name = "memory", .what = "peak memory of training", .unit = "B"};
  row.ours.rounds = {ours.back().get<double>()};
  row.plain = Timing{{plain.back().get<double>()}};
  row.more = {{"peak_after_each_tour", ours}, {"growth", ours.at(2).get<double>() / ours.at(1).get<double>() - 1}};
  return {row};
}

std::vector<Row> startup_rows(const Bench& bench) {
  Row row{.name = "startup", .what = "process start to the first batch, without reading weights"};
  Timing drawn, read;
  double memory = 0;
  for (int64_t round = 0; round < bench.plain_rounds(); ++round) {
    const int64_t began = now_nanoseconds();
    const Json said = measure_alone(bench, "startup", "ours");
    drawn.rounds.push_back(said.at("drawn").get<double>());
    read.rounds.push_back(said.at("read").get<double>());
    row.ours.rounds.push_back(static_cast<double>(said.at("ready").get<int64_t>() - began) * 1e-9 - read.rounds.back());
    memory = said.at("resident").get<double>();
  }
  row.more = {{"drawing_weights_seconds", drawn.median()},
              {"reading_weights_seconds", read.median()},
              {"resident_bytes", memory}};
  return {row};
}

}  // namespace mmim
