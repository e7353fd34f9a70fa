#include "nn/lstm_encoder.h"

#include <cmath>

#include "kernels/order.h"

namespace mmim {

void LstmOptions::list(Options& o) {
  o.add(
      "hidden", hidden,
      {"hidden width of the LSTM", between(1, 4096), "Table 3: 32 (MOSI), 64 visual / 16 acoustic (MOSEI); code: 16"});
  o.add("out", out,
        {"width of a Linear after the final state; 0: none (D14)", between(0, 4096), "paper eq. 2: none; code: 16"});
  o.add("layers", layers, {"LSTM layers", between(1, 8), "1"});
  o.add("bidirectional", bidirectional, {"read the rows in both directions", {}, "paper, code: false; MMSA: true"});
  o.choice("take", take, {{"first", Take::first}, {"last", Take::last}},
           {"layer whose final state is read", {}, "code: first (matters with layers > 1)"});
}

LstmEncoder::LstmEncoder(int64_t in, const LstmOptions& options, const Compute& compute)
    : options_(options), compute_(compute) {
  auto lstm = register_module("lstm", std::make_shared<torch::nn::Module>());
  const int64_t directions = options.bidirectional ? 2 : 1, hidden = options.hidden;
  const double bound = 1 / std::sqrt(static_cast<double>(hidden));
  for (int64_t layer = 0; layer < options.layers; ++layer)
    for (int64_t direction = 0; direction < directions; ++direction) {
      const std::string suffix = "_l" + std::to_string(layer) + (direction ? "_reverse" : "");
      const int64_t width = layer == 0 ? in : directions * hidden;
      const auto add = [&](const std::string& name, const std::vector<int64_t>& shape) {
        weights_.push_back(lstm->register_parameter(name + suffix, at::empty(shape).uniform_(-bound, bound)));
      };
      add("weight_ih", {4 * hidden, width});
      add("weight_hh", {4 * hidden, hidden});
      add("bias_ih", {4 * hidden});
      add("bias_hh", {4 * hidden});
    }
  if (options.out > 0)
    project_ = register_module("project", std::make_shared<Linear>(directions * hidden, options.out));
}

int64_t LstmEncoder::width() const {
  return options_.out > 0 ? options_.out : options_.hidden * (options_.bidirectional ? 2 : 1);
}

Tensor LstmEncoder::final_state(const Ragged& stream) const { return run(stream, false).final_states; }

LstmStates LstmEncoder::run(const Ragged& stream, bool want_rows) const {
  // Reading the first of several layers leaves the others gradients of zero, not none, on the reference route.
  const bool simple = options_.layers == 1 || options_.take == LstmOptions::Take::last;
  const bool fits = fits_packed_lstm(stream.values, weights_[1]);
  return compute_.route == Route::fused && simple && fits ? run_fused(stream, want_rows)
                                                          : run_reference(stream, want_rows);
}

LstmStates LstmEncoder::run_fused(const Ragged& stream, bool want_rows) const {
  Ragged x = stream;
  LstmStates states;
  auto part = weights_.begin();
  for (int64_t layer = 0; layer < options_.layers; ++layer) {
    std::vector<LstmWeights> directions;
    for (int64_t direction = 0; direction < (options_.bidirectional ? 2 : 1); ++direction, part += 4)
      directions.push_back({part[0], part[1], part[2], part[3]});
    states = packed_lstm(x, directions, want_rows || layer + 1 < options_.layers);
    x = x.with(states.rows);
  }
  return states;
}

LstmStates LstmEncoder::run_reference(const Ragged& stream, bool want_rows) const {
  const PackedOrder order = packed_order(*stream.layout);
  const int64_t directions = options_.bidirectional ? 2 : 1;
  const Tensor start =
      at::zeros({options_.layers * directions, stream.size(), options_.hidden}, stream.values.options());
  const auto [rows, hidden, cell] =
      at::lstm(stream.values.index_select(0, order.gather), order.batch_sizes, {start, start}, weights_, true,
               options_.layers, 0.0, false, options_.bidirectional);
  const int64_t first = options_.take == LstmOptions::Take::first ? 0 : (options_.layers - 1) * directions;
  const Tensor last = hidden.narrow(0, first, directions).index_select(1, order.restore);
  LstmStates states;
  states.final_states = last.transpose(0, 1).reshape({stream.size(), directions * options_.hidden});
  const Tensor places = at::arange(order.gather.numel(), order.gather.options());
  if (want_rows) states.rows = rows.index_select(0, at::empty_like(places).index_copy_(0, order.gather, places));
  return states;
}

Tensor LstmEncoder::project(const Tensor& state) const { return project_ ? project_->forward(state) : state; }

}  // namespace mmim
