#include "bench/bench.h"
#include "bench/mosi_lengths.h"
#include "bench/plain.h"
#include "bench/work.h"
#include "nn/lstm_encoder.h"

namespace mmim {

namespace {

struct Case {
  const char *name, *what;
  int64_t in, hidden;
  std::vector<int64_t> lengths;
  bool bidirectional = false;
};

std::vector<Case> cases() {
  const auto visual = lengths_along(mosi_visual_frames(), 32, "visual");
  const auto acoustic = lengths_along(mosi_acoustic_frames(), 32, "acoustic");
  const auto words = lengths_along(mosi_word_rows(), 32, "words");
  const auto longer = lengths_along(mosei_visual_frames(), 64, "longer");
  return {{"lstm/visual-16", "visual 20 to 16, MOSI's frames", 20, 16, visual},
          {"lstm/visual-32", "visual 20 to 32", 20, 32, visual},
          {"lstm/visual-64", "visual 20 to 64", 20, 64, visual},
          {"lstm/acoustic-16", "acoustic 5 to 16, MOSI's frames", 5, 16, acoustic},
          {"lstm/acoustic-32", "acoustic 5 to 32", 5, 32, acoustic},
          {"lstm/acoustic-64", "acoustic 5 to 64", 5, 64, acoustic},
          {"lstm/words-16", "visual 20 to 16, a row for each word, at most 20", 20, 16, words},
          {"lstm/words-32", "visual 20 to 32, the same", 20, 32, words},
          {"lstm/words-64", "visual 20 to 64, the same", 20, 64, words},
          {"lstm/both-32", "visual 20 to 32 in both directions, MOSI's frames", 20, 32, visual, true},
          {"lstm/long-64", "35 to 64, batch of 64, up to 500 frames", 35, 64, longer},
          {"lstm/equal-64", "35 to 64, 32 streams of 500 frames each", 35, 64, std::vector<int64_t>(32, 500)}};
}

void forward_and_backward(const torch::nn::Module& module, const Tensor& state) {
  state.sum().backward();
  for (Tensor& parameter : module.parameters()) parameter.mutable_grad() = Tensor();
}

}  // namespace

std::vector<Row> lstm_rows(const Bench& bench) {
  std::vector<Row> rows;
  for (const Case& one : cases()) {
    const Ragged stream = random_stream(one.lengths, one.in);
    const LstmOptions options{.hidden = one.hidden, .bidirectional = one.bidirectional};
    const LstmEncoder ours(one.in, options, {Route::fused, Precision::fp32});
    PlainLstm published(one.in, one.hidden, one.bidirectional);
    const PaddedStream padded = pad_stream(stream);
    Contender our_side = bench.ours([&](int64_t) { forward_and_backward(ours, ours.final_state(stream)); });
    Contender plain_side = bench.plain([&](int64_t) { forward_and_backward(published, published.forward(padded)); });
    our_side.least_seconds = plain_side.least_seconds = 0.05;
    plain_side.rounds = our_side.rounds;
    const std::vector<Timing> timings = alternate({our_side, plain_side});
    Row row{.name = one.name, .what = one.what, .ours = timings[0], .plain = timings[1]};
    const double directions = one.bidirectional ? 2 : 1;
    row.work = Work{directions * lstm_operations(stream.layout->total(), one.in, one.hidden)};
    row.more = {{"streams", stream.size()}, {"frames", stream.layout->total()}, {"longest", stream.layout->longest}};
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mmim
