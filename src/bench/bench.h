#pragma once
#include <functional>
#include <string>
#include <vector>

#include "bench/report.h"
#include "bench/workload.h"

namespace mmim {

/// What the benchmark of extraction is made with.
struct ClipBenchOptions {
  std::string face, face_model;  ///< picture or clip with a face; MediaPipe's model, as VisualOptions::face_model
  std::string covarep, model;    ///< COVAREP's sources; the model folder that scores a clip, "": a tiny one is trained
  double seconds = 60, longest = 1800;  ///< of the clip, and of the longest whose memory is measured
};

/// What `mmim bench` is asked for.
struct BenchOptions {
  std::vector<std::string> rows;  ///< names of benchmarks(), or what stands before their '/'; empty: all of training
  WorkloadOptions workload{};
  ClipBenchOptions clips{};
  int64_t rounds = 5, plain_rounds = 5;  ///< rounds of the plain side where one takes seconds, at most `rounds`
  bool scaling = false;                  ///< growth curves instead of rows
  bool whole_epoch = false;              ///< also one whole epoch of ours, as a check on the scaled one
  bool same_settings = false;            ///< the plain side gets our fp32 matrix route and allocator settings
  int threads = 0;
};

/// What the benchmarks share while they run.
class Bench {
 public:
  Bench(const BenchOptions& options, std::function<void(const std::string&)> say);
  const BenchOptions& options() const { return options_; }
  const Workload& workload() const { return workload_.value(); }  ///< of training alone
  bool wants(const std::string& row) const;
  bool trains() const { return workload_.has_value(); }  ///< whether anything of training is measured
  void say(const std::string& sentence) const { say_(sentence); }
  int64_t plain_rounds() const { return std::min(options_.rounds, options_.plain_rounds); }
  /// `work` of the plain side, with the settings it is to run with.
  std::function<void(int64_t)> with_plain_settings(std::function<void(int64_t)> work) const;
  /// Sides of ours (all rounds) and plain (its rounds) for work that takes seconds.
  Contender ours(std::function<void(int64_t)> run) const { return {.run = std::move(run), .rounds = options_.rounds}; }
  Contender plain(std::function<void(int64_t)> run) const {
    return {.run = with_plain_settings(std::move(run)), .rounds = plain_rounds()};
  }

 private:
  BenchOptions options_;
  std::function<void(const std::string&)> say_;
  std::optional<Workload> workload_;
};

/// A benchmark by name. Several may share a run: what is asked for of them is measured in turns.
struct Benchmark {
  std::string name, what;
  std::vector<Row> (*run)(const Bench& bench);
  bool of_clips = false;  ///< measures extraction, else training
};
/// Every benchmark, in the order they run.
const std::vector<Benchmark>& benchmarks();

std::vector<Row> epoch_rows(const Bench& bench);
std::vector<Row> encoder_rows(const Bench& bench);
std::vector<Row> step_rows(const Bench& bench);
std::vector<Row> evaluate_rows(const Bench& bench);
std::vector<Row> kernel_rows(const Bench& bench);
std::vector<Row> lstm_rows(const Bench& bench);
std::vector<Row> optimiser_rows(const Bench& bench);
std::vector<Row> memory_rows(const Bench& bench);
std::vector<Row> startup_rows(const Bench& bench);
std::vector<Row> company_rows(const Bench& bench);
std::vector<Row> clip_rows(const Bench& bench);
std::vector<Growth> growths(const Bench& bench);

/// Measures what `options` ask for; `say` hears what is going on. UsageError for the name of no benchmark.
BenchReport run_bench(const BenchOptions& options, const std::function<void(const std::string&)>& say);

/// What a process of its own measures, for memory_rows and startup_rows.
struct AloneJob {
  std::string what, side;  ///< "memory" of "ours" or "plain", or "startup" of "ours"
  BenchOptions options;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("what", self.what);
    visit("side", self.side);
    visit("data", self.options.workload.data);
    visit("encoder", self.options.workload.encoder);
    visit("geometry", self.options.workload.geometry);
    visit("batches", self.options.workload.batches);
    visit("batch_size", self.options.workload.batch_size);
    visit("threads", self.options.threads);
    visit("same_settings", self.options.same_settings);
  }
};
inline constexpr const char* kAloneJob = "measure alone";
Json do_alone_job(const AloneJob& job);

}  // namespace mmim
