#include <sys/prctl.h>

#include <csignal>

#include "bench/bench.h"
#include "bench/ours.h"
#include "core/process.h"

namespace mmim {

namespace {

/// Processes that keep a core busy each, until this object ends.
class Company {
 public:
  explicit Company(int64_t count) {
    for (int64_t i = 0; i < count; ++i) processes_.push_back(std::make_unique<Child>(compute_for_ever));
  }
  ~Company() {
    for (const auto& process : processes_) process->kill();
  }
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;

 private:
  static void compute_for_ever() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (volatile int64_t steps = 0;;) steps = steps + 1;
  }

  std::vector<std::unique_ptr<Child>> processes_;
};

}  // namespace

std::vector<Row> company_rows(const Bench& bench) {
  const int threads = at::get_num_threads();
  const std::span<const Batch> batches(bench.workload().batches);
  OurMmim model(bench.workload(), kFp32);
  const auto epoch_on = [&](int count) {
    Contender side = bench.ours([&model, batches, count](int64_t) {
      at::set_num_threads(count);
      for (const int64_t stage : {0, 1}) model.pass(stage, Clip::Over::stepped, batches);
    });
    side.warm_up = [run = side.run] { run(0); };
    return side;
  };
  const double epoch =
      static_cast<double>(bench.workload().tokens) / static_cast<double>(bench.workload().batch_tokens());
  std::vector<Row> rows;
  for (const int64_t busy : {0, 1, 4}) {
    const std::string processes = std::to_string(busy) + (busy == 1 ? " busy process" : " busy processes");
    bench.say("beside " + processes);
    const Company company(busy);
    const std::vector<Timing> timings = alternate({epoch_on(threads), epoch_on(1)});
    const Ratio ratio = ratio_of(timings[0], timings[1]);
    Row row{.name = "company/" + std::to_string(busy),
            .what = "epoch A + B, fp32, beside " + processes,
            .ours = timings[0].scaled(epoch)};
    row.more = {{"threads", threads},
                {"one_thread_seconds", timings[1].scaled(epoch).median()},
                {"of_one_thread", {{"ratio", ratio.value}, {"lowest", ratio.lowest}, {"highest", ratio.highest}}}};
    rows.push_back(std::move(row));
  }
  at::set_num_threads(threads);
  return rows;
}

}  // namespace mmim
