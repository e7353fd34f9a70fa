#include "bench/bench.h"
#include "bench/ours.h"
#include "bench/plain.h"
#include "bench/work.h"

namespace mmim {

namespace {

struct Parameters {
  std::vector<Tensor> values, gradients;
};

/// Gradients whose norm exceeds the clip limit, so that both sides scale them at every step.
Parameters parameters_like(const std::vector<Tensor>& shapes) {
  Parameters made;
  for (const Tensor& shape : shapes) {
    made.values.push_back(at::randn(shape.sizes()).mul_(0.04).requires_grad_(true));
    made.gradients.push_back(at::randn(shape.sizes()));
  }
  return made;
}

}  // namespace

std::vector<Row> optimiser_rows(const Bench& bench) {
  constexpr double kRate = 5e-5, kDecay = 1e-4, kLimit = 1;
  std::vector<Tensor> shapes;
  int64_t count = 0;
  {
    const Mmim model(bench_options(), inputs_of(bench.workload(), {}));
    for (const Tensor& parameter : model.parameters()) {
      shapes.push_back(parameter.detach());
      count += parameter.numel();
    }
  }
  const Parameters mine = parameters_like(shapes), plain = parameters_like(shapes);
  shapes.clear();
  OurAdam ours(mine.values, mine.gradients, kRate, kDecay, kLimit);
  PlainAdam published(plain.values, kRate, kDecay, kLimit);
  for (size_t i = 0; i < plain.values.size(); ++i) plain.values[i].mutable_grad() = plain.gradients[i];
  Contender our_side = bench.ours([&](int64_t) { ours.step(); });
  Contender plain_side = bench.plain([&](int64_t) { published.step(); });
  our_side.least_seconds = plain_side.least_seconds = 0.1;
  plain_side.rounds = our_side.rounds;
  const std::vector<Timing> timings = alternate({our_side, plain_side});

  Row row{.name = "optimiser", .what = "Adam and clip", .ours = timings[0], .plain = timings[1]};
  const double bytes = static_cast<double>(count) * (kAdamBytes + kNormBytes);
  row.work = Work{.bytes = bytes};
  row.more = {{"parameters", count}, {"gb_per_s", bytes / row.ours.median() / 1e9}};
  return {row};
}

}  // namespace mmim
