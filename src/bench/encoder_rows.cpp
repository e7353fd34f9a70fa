#include "bench/bench.h"
#include "bench/ours.h"
#include "bench/plain.h"
#include "bench/work.h"

namespace mmim {

std::vector<Row> evaluate_rows(const Bench& bench) {
  const Workload& workload = bench.workload();
  OurMmim ours(workload, kFp32);
  PlainMmim published(bench_options(), inputs_of(workload, {}));
  const PaddedBatch padded = pad_batch(workload.typical());
  const std::vector<Timing> timings = alternate({bench.ours([&](int64_t) { ours.predict(workload.batches); }),
                                                 bench.plain([&](int64_t) { published.predict(padded); })});
  const double by_tokens = static_cast<double>(workload.tokens) / static_cast<double>(workload.batch_tokens());
  Row row{.name = "evaluate", .what = "predictions of the epoch's utterances", .ours = timings[0].scaled(by_tokens)};
  row.plain = timings[1].scaled(static_cast<double>(workload.utterances) / static_cast<double>(padded.labels.size(0)));
  row.work.emplace();
  for (const Batch& batch : workload.batches)
    row.work->operations += by_tokens * bert_operations(workload.text, *batch.tokens.layout);
  return {row};
}

std::vector<Row> step_rows(const Bench& bench) {
  const Workload& workload = bench.workload();
  OurMmim ours(workload, kFp32);
  const std::span<const Batch> batch(&workload.typical(), 1);
  Timing forward, backward, rest;
  ours.pass(1, Clip::Over::stepped, batch);
  for (int64_t round = 0; round < bench.options().rounds; ++round) {
    const UpdateParts parts = ours.pass(1, Clip::Over::stepped, batch);
    forward.rounds.push_back(parts.forward);
    backward.rounds.push_back(parts.backward);
    rest.rounds.push_back(parts.clip_and_step);
  }
  const double operations = bert_operations(workload.text, *batch.front().tokens.layout);
  Row a{.name = "step/forward", .what = "main stage of one batch: losses", .ours = forward};
  a.work = Work{operations};
  Row b{.name = "step/backward", .what = "backward", .ours = backward};
  b.work = Work{2 * operations};
  Row c{.name = "step/clip-and-step", .what = "norm, clip and Adam", .ours = rest};
  c.work = Work{.bytes = static_cast<double>(ours.parameters()) * (kAdamBytes + kNormBytes)};
  return {a, b, c};
}

namespace {

/// Both encoders and the batch that they read.
struct Encoders {
  const Ragged& tokens;
  PaddedText padded;
  Bert ours;
  PlainBert plain;

  explicit Encoders(const Workload& workload)
      : tokens(workload.typical().tokens),
        padded(pad_text(tokens, 50)),
        ours(workload.text, kFp32),
        plain(workload.text) {}
};

/// Seconds of the forward passes within rounds of forward and backward.
struct ForwardSeconds {
  std::vector<double> ours, plain;
};

/// Forward and backward; the seconds of forward.
double train_once(torch::nn::Module& module, const std::function<Tensor()>& cls) {
  Tensor h;
  const double seconds = seconds_of([&] { h = cls(); });
  h.abs().mean().backward();
  for (Tensor& parameter : module.parameters()) parameter.mutable_grad() = Tensor();
  return seconds;
}

/// Forward and backward of both, then both without gradients.
std::vector<Contender> sides_of(const Bench& bench, Encoders& e, ForwardSeconds& forward) {
  const auto ours = [&](int64_t round) {
    const Draws draws{true, static_cast<uint64_t>(round)};
    forward.ours[static_cast<size_t>(round)] = train_once(e.ours, [&] { return e.ours.cls(e.tokens, draws); });
  };
  const auto plain = [&](int64_t round) {
    forward.plain[static_cast<size_t>(round)] =
        train_once(e.plain, [&] { return e.plain.cls(e.padded.ids, e.padded.mask); });
  };
  const auto ours_alone = [&](int64_t) {
    const torch::NoGradGuard no_gradient;
    e.ours.cls(e.tokens);
  };
  const auto plain_alone = [&](int64_t) {
    const torch::NoGradGuard no_gradient;
    e.plain.eval();
    e.plain.cls(e.padded.ids, e.padded.mask);
    e.plain.train();
  };
  return {bench.ours(ours), bench.plain(plain), bench.ours(ours_alone), bench.plain(plain_alone)};
}

}  // namespace

std::vector<Row> encoder_rows(const Bench& bench) {
  const Workload& workload = bench.workload();
  Encoders encoders(workload);
  const auto rounds = static_cast<size_t>(bench.options().rounds);
  ForwardSeconds forward{std::vector<double>(rounds), std::vector<double>(rounds)};
  const std::vector<Timing> timings = alternate(sides_of(bench, encoders, forward));
  forward.plain.resize(static_cast<size_t>(bench.plain_rounds()));

  const Layout& layout = *encoders.tokens.layout;
  const double operations = bert_operations(workload.text, layout);
  const Json more{{"pieces", layout.total()}, {"texts", layout.size()}};
  const auto row = [&](const char* name, const char* what, Timing a, Timing b, double passes) {
    return Row{.name = name,
               .what = what,
               .ours = std::move(a),
               .plain = std::move(b),
               .work = Work{passes * operations},
               .more = more};
  };
  return {row("encoder/forward", "text encoder, one batch: forward", {forward.ours}, {forward.plain}, 1),
          row("encoder/forward-backward", "forward and backward", timings[0], timings[1], 3),
          row("encoder/no-grad", "without gradients or dropout", timings[2], timings[3], 1)};
}

}  // namespace mmim
