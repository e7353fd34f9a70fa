#include <cmath>

#include "bench/bench.h"
#include "bench/ours.h"
#include "nn/lstm_encoder.h"

namespace mmim {

namespace {

/// `count` texts of `pieces` pieces each, with short streams.
Batch equal_texts(const Workload& workload, int64_t count, int64_t pieces) {
  Batch batch;
  const auto layout = make_layout(std::vector<int64_t>(static_cast<size_t>(count), pieces));
  batch.tokens = {at::randint(0, workload.text.vocabulary, {layout->total()}, at::kLong), layout};
  const std::vector<int64_t> frames(static_cast<size_t>(count), 10);
  batch.streams.visual = random_stream(frames, workload.widths.visual);
  batch.streams.acoustic = random_stream(frames, workload.widths.acoustic);
  batch.labels = at::randn({count});
  return batch;
}

/// Median seconds of `work` at every x, all x in turns.
Growth measured(std::string name, std::string what, std::string quantity, const Bench& bench,
                const std::vector<int64_t>& x, const std::function<void(int64_t)>& work) {
  bench.say(what);
  Growth growth{std::move(name), std::move(what), std::move(quantity)};
  std::vector<Contender> sides;
  for (const int64_t value : x) {
    growth.x.push_back(static_cast<double>(value));
    Contender side = bench.ours([&work, value](int64_t) { work(value); });
    side.rounds = bench.plain_rounds();
    side.least_seconds = 0.02;
    sides.push_back(std::move(side));
  }
  for (const Timing& timing : alternate(sides)) growth.seconds.push_back(timing.median());
  return growth;
}

std::vector<int64_t> doubling(int64_t from, int64_t to) {
  std::vector<int64_t> values;
  for (int64_t value = from; value < to; value *= 2) values.push_back(value);
  values.push_back(to);
  return values;
}

}  // namespace

std::vector<Growth> growths(const Bench& bench) {
  const Workload& workload = bench.workload();
  OurMmim model(workload, kFp32);
  const int64_t positions = std::min<int64_t>(128, workload.text.longest());
  std::vector<Growth> all;
  std::map<int64_t, Batch> batches;
  const auto train = [&](int64_t x) { model.forward_and_backward(batches.at(x)); };
  for (const int64_t pieces : doubling(16, positions)) batches[pieces] = equal_texts(workload, 8, pieces);
  all.push_back(measured("tokens", "main stage forward and backward, 8 utterances, by pieces per utterance", "pieces",
                         bench, doubling(16, positions), train));
  batches.clear();
  for (const int64_t count : doubling(8, 64)) batches[count] = equal_texts(workload, count, 15);
  all.push_back(measured("utterances", "main stage forward and backward, 15 pieces each, by batch size", "utterances",
                         bench, doubling(8, 64), train));
  const LstmEncoder lstm(20, {.hidden = 32}, kFp32);
  std::map<int64_t, Ragged> streams;
  for (const int64_t frames : doubling(32, 512)) streams[frames] = random_stream(std::vector<int64_t>(32, frames), 20);
  all.push_back(measured("frames", "LSTM 20 to 32 forward and backward, 32 streams, by frames", "frames", bench,
                         doubling(32, 512), [&](int64_t frames) {
                           lstm.final_state(streams.at(frames)).sum().backward();
                           for (Tensor& parameter : lstm.parameters()) parameter.mutable_grad() = Tensor();
                         }));
  const int threads = at::get_num_threads();
  if (threads > 1) {
    all.push_back(measured("threads", "main stage forward and backward of a typical batch, by threads (ideal: -1)",
                           "threads", bench, doubling(1, threads), [&](int64_t count) {
                             at::set_num_threads(static_cast<int>(count));
                             model.forward_and_backward(workload.typical());
                           }));
    at::set_num_threads(threads);
  }
  return all;
}

}  // namespace mmim
