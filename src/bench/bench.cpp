#include "bench/bench.h"

#include <algorithm>

#include "bench/plain.h"
#include "bench/process.h"
#include "core/error.h"
#include "tensor/device.h"

namespace mmim {

const std::vector<Benchmark>& benchmarks() {
  static const std::vector<Benchmark> all{
      {"epoch", "one epoch, both stages, fp32; clip over what a stage steps", epoch_rows},
      {"epoch-clip-all", "the same with clip over all parameters, as published", epoch_rows},
      {"epoch-bf16", "the same as epoch with bf16 products; plain stays fp32", epoch_rows},
      {"epoch-reference", "the same as epoch on the reference route: packed rows, LibTorch's operations", epoch_rows},
      {"evaluate", "predictions of an epoch's utterances, without gradients", evaluate_rows},
      {"encoder", "the text encoder alone: forward, forward and backward, without gradients", encoder_rows},
      {"step", "our main stage: forward, backward, clip and step", step_rows},
      {"kernel", "each operation of a layer of BERT alone, against LibTorch's on the same rows", kernel_rows},
      {"lstm", "LSTM forward and backward at real lengths, against packed nn::LSTM", lstm_rows},
      {"optimiser", "Adam and clip over all parameters, against torch::optim::Adam", optimiser_rows},
      {"memory", "peak memory of training, each side in a process of its own", memory_rows},
      {"startup", "process start to the first batch, without reading the weights", startup_rows},
      {"company", "an epoch on all threads and on one, beside 0, 1 and 4 busy processes", company_rows},
      {"extract/acoustic", "acoustic columns: CPU time for a second of sound, beside COVAREP", clip_rows, true},
      {"extract/visual", "faces at 640x480 with decoding, on one core: CPU time for a picture", clip_rows, true},
      {"extract/clip", "a clip with its text to a score by `mmim predict`, start to end, two threads", clip_rows, true},
      {"extract/memory", "peak memory of extraction, by the length of the clip", clip_rows, true}};
  return all;
}

namespace {

/// Whether `asked` is the name of a benchmark, or what stands before the '/' of it.
bool asks_for(const std::string& asked, const std::string& name) {
  return name == asked || name.starts_with(asked + "/");
}

void check_names(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const Benchmark& one : benchmarks()) known.push_back(one.name);
  for (const std::string& name : names) {
    if (std::any_of(known.begin(), known.end(), [&](const std::string& one) { return asks_for(name, one); })) continue;
    const std::string hint = did_you_mean(name, known);
    throw UsageError("there is no benchmark `" + name + "`" + (hint.empty() ? "; there are " + listing(known) : hint));
  }
}

}  // namespace

Bench::Bench(const BenchOptions& options, std::function<void(const std::string&)> say)
    : options_(options), say_(std::move(say)) {
  const auto trains = [&](const Benchmark& one) { return !one.of_clips && wants(one.name); };
  if (options.scaling || std::any_of(benchmarks().begin(), benchmarks().end(), trains))
    workload_ = make_workload(options.workload);
}

bool Bench::wants(const std::string& row) const {
  const auto& rows = options_.rows;
  const auto one =
      std::find_if(benchmarks().begin(), benchmarks().end(), [&](const Benchmark& b) { return b.name == row; });
  if (rows.empty()) return one == benchmarks().end() || !one->of_clips;
  return std::any_of(rows.begin(), rows.end(), [&](const std::string& asked) { return asks_for(asked, row); });
}

std::function<void(int64_t)> Bench::with_plain_settings(std::function<void(int64_t)> work) const {
  if (options_.same_settings) return work;
  return [work = std::move(work)](int64_t round) {
    const PlainSettings settings;
    work(round);
  };
}

BenchReport run_bench(const BenchOptions& options, const std::function<void(const std::string&)>& say) {
  check_names(options.rows);
  const Bench bench(options, say);
  BenchReport report;
  report.machine = say_machine(torch::kCPU);
  report.load_before = load_average();
  if (bench.trains()) {
    say("peaks of this machine");
    report.peaks = measure_peaks();
    report.workload = bench.workload().to_json();
    report.plain_settings = options.same_settings
                                ? "our fp32 matrix route and allocator settings"
                                : "LibTorch's default fp32 matrix route, the C library's allocator as it is";
  }
  if (options.scaling) {
    report.growths = growths(bench);
    report.load_after = load_average();
    return report;
  }
  std::vector<std::vector<Row> (*)(const Bench&)> done;
  for (const Benchmark& one : benchmarks()) {
    if (!bench.wants(one.name) || std::find(done.begin(), done.end(), one.run) != done.end()) continue;
    done.push_back(one.run);
    say(one.what);
    for (Row& row : one.run(bench)) report.rows.push_back(std::move(row));
  }
  // Whatever ran beside the first measurement may be gone.
  if (report.peaks) report.peaks = best_of(*report.peaks, measure_peaks());
  report.load_after = load_average();
  return report;
}

}  // namespace mmim
