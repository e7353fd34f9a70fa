// An LSTM over utterances of different lengths: each has a lane of the vectors, so a step is the same arithmetic for
// all of a tile. A lane whose utterance has ended keeps its state. Weights are packed for kUnits units with their four
// gates: block, then bias, inputs, state, then their rows, in the order in which a step reads them. x (N, in), state h
// and cell c (hidden), gates of 4 hidden:
//   i, f, o = sigmoid, g = tanh of (Wx x + bx + Wh h' + bh),  c = f c' + i g,  h = o tanh(c)
// In memory inputs are (step, feature, lane), gates (step, unit, gate, lane), states and cells (step, unit, lane).
#include "kernels/cpu/lstm_shape.h"
// after the number of lanes
#include "kernels/cpu/isa.h"
#include "kernels/cpu/transpose.h"

namespace mmim::cpu {
namespace {

constexpr int kSums = 4 * kUnits;

int64_t lstm_packed(int64_t in, int64_t hidden) { return padded_units(hidden) * 4 * (1 + in + hidden); }

void pack_lstm(int64_t in, int64_t hidden, const float* weight_ih, const float* weight_hh, const float* bias_ih,
               const float* bias_hh, float* packed) {
  for (int64_t unit = 0; unit < padded_units(hidden); unit += kUnits)
    for (int64_t column = 0; column < 1 + in + hidden; ++column)
      for (int64_t row = 0; row < kSums; ++row, ++packed) {
        const int64_t u = unit + row / 4, r = row % 4 * hidden + u;
        *packed = u >= hidden       ? 0
                  : column == 0     ? bias_ih[r] + bias_hh[r]
                  : column < 1 + in ? weight_ih[r * in + column - 1]
                                    : weight_hh[r * hidden + column - 1 - in];
      }
}

/// x by step, feature and lane; zeros where an utterance has ended.
void gather(const LstmTile& t) {
  static const float nothing[kLanes] = {};
  for (int64_t step = 0; step < t.steps; ++step) {
    const float* rows[kLanes];
    for (int64_t lane = 0; lane < kLanes; ++lane)
      rows[lane] = lane < t.count && step < t.lengths[lane] ? t.x + row_of(t, lane, step) * t.in : nullptr;
    float* const to = t.inputs + step * t.in * kLanes;
    int64_t i = 0;
    for (; i + kLanes <= t.in; i += kLanes) {
      Floats square[kLanes];
      for (int64_t lane = 0; lane < kLanes; ++lane) square[lane] = load(rows[lane] ? rows[lane] + i : nothing);
      transpose(square);
      for (int64_t k = 0; k < kLanes; ++k) store(to + (i + k) * kLanes, square[k]);
    }
    for (; i < t.in; ++i)
      for (int64_t lane = 0; lane < kLanes; ++lane) to[i * kLanes + lane] = rows[lane] ? rows[lane][i] : 0;
  }
}

/// The gates of kUnits units before their functions.
MMIM_INLINE void sums_of(const LstmTile& t, const float* w, const float* x, const float* state, Floats (&z)[kSums]) {
  for (int r = 0; r < kSums; ++r) z[r] = all(w[r]);
  w += kSums;
  for (int64_t i = 0; i < t.in; ++i, w += kSums) {
    const Floats value = load(x + i * kLanes);
    for (int r = 0; r < kSums; ++r) z[r] += w[r] * value;
  }
  for (int64_t i = 0; i < t.hidden; ++i, w += kSums) {
    const Floats value = load(state + i * kLanes);
    for (int r = 0; r < kSums; ++r) z[r] += w[r] * value;
  }
}

void step_forward(const LstmTile& t, Ints lengths, int64_t step) {
  const int64_t units = padded_units(t.hidden), stride = states_stride(t.hidden);
  const int64_t now = t.keep ? step : step & 1, next = t.keep ? step + 1 : ~step & 1;
  const Ints active = active_lanes(lengths, step);
  const float* const x = t.inputs + step * t.in * kLanes;
  const float *state = t.states + now * stride, *cell = t.cells + now * stride;
  float *new_state = t.states + next * stride, *new_cell = t.cells + next * stride;
  float* gates = t.gates + (t.keep ? step : 0) * gates_stride(t.hidden);
  for (int64_t unit = 0; unit < units; unit += kUnits) {
    Floats z[kSums];
    sums_of(t, t.weights + unit * 4 * (1 + t.in + t.hidden), x, state, z);
    for (int u = 0; u < kUnits; ++u) {
      const int64_t at = (unit + u) * kLanes;
      const Floats i = sigmoid(z[4 * u]), f = sigmoid(z[4 * u + 1]), g = tanh(z[4 * u + 2]), o = sigmoid(z[4 * u + 3]);
      float* const place = gates + 4 * at;
      store(place, i), store(place + kLanes, f), store(place + 2 * kLanes, g), store(place + 3 * kLanes, o);
      const Floats before = load(cell + at), c = f * before + i * g;
      store(new_cell + at, active ? c : before);
      store(new_state + at, active ? o * tanh(c) : load(state + at));
    }
  }
}

/// The state of every active lane after `step`, to its row.
void scatter(const LstmTile& t, int64_t step, const float* state) {
  for (int64_t lane = 0; lane < t.count; ++lane)
    for (int64_t u = 0; step < t.lengths[lane] && u < t.hidden; ++u)
      t.rows[row_of(t, lane, step) * t.row_stride + u] = state[u * kLanes + lane];
}

void lstm(const LstmTile& t) {
  const int64_t units = padded_units(t.hidden);
  const Ints lengths = lengths_of(t);
  gather(t);
  for (int64_t i = 0; i < units * kLanes; i += kLanes) store(t.cells + i, Floats{}), store(t.states + i, Floats{});
  const auto states_after = [&](int64_t step) {
    return t.states + (t.keep ? step + 1 : ~step & 1) * states_stride(t.hidden);
  };
  for (int64_t step = 0; step < t.steps; ++step) {
    step_forward(t, lengths, step);
    if (t.rows) scatter(t, step, states_after(step));
  }
  const float* const last = states_after(t.steps - 1);
  for (int64_t lane = 0; t.final_states && lane < t.count; ++lane)
    for (int64_t u = 0; u < t.hidden; ++u)
      t.final_states[t.utterances[lane] * t.final_stride + u] = last[u * kLanes + lane];
}

}  // namespace

void MMIM_ISA(add_lstm)(Kernels& kernels) {
  kernels.lstm_lanes = kLanes;
  kernels.lstm_gates = [](int64_t hidden) { return gates_stride(hidden); };
  kernels.lstm_states = [](int64_t hidden) { return states_stride(hidden); };
  kernels.lstm_packed = lstm_packed;
  kernels.pack_lstm = pack_lstm;
  kernels.lstm = lstm;
}

}  // namespace mmim::cpu
