// Gradients of lstm.cpp, laid out as there; scratch holds dh and dc (unit, lane):
//   dc += dh o (1 - tanh(c)^2);  di = dc g i (1 - i), df = dc c' f (1 - f), dg = dc i (1 - g^2),
//   do = dh tanh(c) o (1 - o);  dc' = dc f,  dh' = Wh' (di, df, dg, do),  dx = Wx' (di, df, dg, do)
//   dWx = sum over steps and lanes of (di, df, dg, do) x',  dWh the same with the state before,  db their sum
// The recurrence runs backwards over the steps and leaves the gradients of the gates' sums where
// the gates were; gradients of the weights are then sums over steps and lanes of products of two vectors each, taken in
// stretches of steps that fit the second-level cache.
#include "kernels/cpu/lstm_shape.h"
// after the number of lanes
#include "kernels/cpu/isa.h"
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

constexpr int64_t kBlock = 4 * kUnits;  // rows of a transposed weight that are summed at once

MMIM_INLINE int64_t blocks(int64_t width) { return (width + kBlock - 1) / kBlock; }

int64_t lstm_packed_back(int64_t in, int64_t hidden) {
  return (blocks(hidden) + blocks(in)) * kBlock * 4 * padded_units(hidden);
}

/// Transposed weights: block of kBlock columns, unit, gate, column; the state's columns first, then the inputs'.
void pack_lstm_back(int64_t in, int64_t hidden, const float* weight_ih, const float* weight_hh, float* packed) {
  const auto pack = [&](const float* weight, int64_t width) {
    for (int64_t block = 0; block < blocks(width); ++block)
      for (int64_t u = 0; u < padded_units(hidden); ++u)
        for (int64_t gate = 0; gate < 4; ++gate)
          for (int64_t i = 0; i < kBlock; ++i, ++packed) {
            const int64_t column = block * kBlock + i;
            *packed = u < hidden && column < width ? weight[(gate * hidden + u) * width + column] : 0;
          }
  };
  pack(weight_hh, hidden);
  pack(weight_ih, in);
}

/// sums[i] = sum over the 4 * units rows of d_gates of weight column i.
MMIM_INLINE void times_transposed(const float* w, const float* d_gates, int64_t rows, Floats (&sums)[kBlock]) {
  for (int i = 0; i < kBlock; ++i) sums[i] = Floats{};
  for (int64_t r = 0; r < rows; ++r, w += kBlock) {
    const Floats d = load(d_gates + r * kLanes);
    for (int i = 0; i < kBlock; ++i) sums[i] += w[i] * d;
  }
}

/// Gradients of one step's gates, in their place; d_cell becomes that of the step before.
void gates_back(const LstmTile& t, Ints active, int64_t step, const float* d_state, float* d_cell) {
  const int64_t units = padded_units(t.hidden), stride = states_stride(t.hidden);
  float* const gates = t.gates + step * gates_stride(t.hidden);
  const float *before = t.cells + step * stride, *after = before + stride;
  for (int64_t at = 0; at < units * kLanes; at += kLanes) {
    float* const place = gates + 4 * at;
    const Floats i = load(place), f = load(place + kLanes), g = load(place + 2 * kLanes), o = load(place + 3 * kLanes);
    const Floats bent = tanh(load(after + at)), dh = load(d_state + at), dc = load(d_cell + at);
    const Floats d = dc + dh * o * (1.0f - bent * bent);
    store(place, active ? d * g * i * (1.0f - i) : Floats{});
    store(place + kLanes, active ? d * load(before + at) * f * (1.0f - f) : Floats{});
    store(place + 2 * kLanes, active ? d * i * (1.0f - g * g) : Floats{});
    store(place + 3 * kLanes, active ? dh * bent * o * (1.0f - o) : Floats{});
    store(d_cell + at, active ? d * f : dc);
  }
}

/// Adds the gradient of each row's state to the lanes that have this step.
void add_row_gradients(const LstmTile& t, const float* d_rows, int64_t step, float* d_state) {
  for (int64_t lane = 0; lane < t.count; ++lane)
    for (int64_t u = 0; step < t.lengths[lane] && u < t.hidden; ++u)
      d_state[u * kLanes + lane] += d_rows[row_of(t, lane, step) * t.row_stride + u];
}

/// From the gates' gradients to the state of the step before.
void state_back(const LstmTile& t, Ints active, const float* weights, int64_t step, float* d_state) {
  const int64_t rows = 4 * padded_units(t.hidden);
  const float* const d_gates = t.gates + step * gates_stride(t.hidden);
  for (int64_t block = 0; block < blocks(t.hidden); ++block) {
    Floats sums[kBlock];
    times_transposed(weights + block * kBlock * rows, d_gates, rows, sums);
    for (int64_t i = 0; i < kBlock && block * kBlock + i < padded_units(t.hidden); ++i) {
      float* const place = d_state + (block * kBlock + i) * kLanes;
      store(place, active ? sums[i] : load(place));
    }
  }
}

/// From the gates' gradients to the row of x.
void inputs_back(const LstmTile& t, const float* weights, int64_t step, float* d_x) {
  const int64_t rows = 4 * padded_units(t.hidden);
  for (int64_t block = 0; block < blocks(t.in); ++block) {
    Floats sums[kBlock];
    times_transposed(weights + block * kBlock * rows, t.gates + step * gates_stride(t.hidden), rows, sums);
    for (int64_t lane = 0; lane < t.count; ++lane)
      for (int64_t i = 0; step < t.lengths[lane] && i < kBlock && block * kBlock + i < t.in; ++i)
        d_x[row_of(t, lane, step) * t.in + block * kBlock + i] += sums[i][lane];
  }
}

#if defined(__AVX512F__)
constexpr int kAcross = 4;  // columns of a weight whose sums stand in registers at once
#else
constexpr int kAcross = 2;
#endif

/// d_weight (4h, width) += over steps from .. to and lanes: gate gradients times values, value_stride floats a step.
void weight_gradients(const LstmTile& t, const float* values, int64_t value_stride, int64_t width, int64_t from,
                      int64_t to, float* d_weight) {
  const int64_t stride = gates_stride(t.hidden);
  for (int64_t u = 0; u < t.hidden; ++u)
    for (int64_t column = 0; column < width; column += kAcross) {
      const int64_t columns = width - column < kAcross ? width - column : kAcross;
      Floats sums[4][kAcross] = {};
      for (int64_t step = from; step < to; ++step) {
        const float* const d = t.gates + step * stride + 4 * u * kLanes;
        const float* const value = values + step * value_stride + column * kLanes;
        for (int c = 0; c < kAcross; ++c) {
          const Floats v = load(value + (c < columns ? c : 0) * kLanes);
          for (int gate = 0; gate < 4; ++gate) sums[gate][c] += load(d + gate * kLanes) * v;
        }
      }
      for (int gate = 0; gate < 4; ++gate)
        for (int c = 0; c < columns; ++c) d_weight[(gate * t.hidden + u) * width + column + c] += sum(sums[gate][c]);
    }
}

void bias_gradients(const LstmTile& t, float* d_bias) {
  for (int64_t u = 0; u < t.hidden; ++u)
    for (int64_t gate = 0; gate < 4; ++gate) {
      Floats total = {};
      for (int64_t step = 0; step < t.steps; ++step)
        total += load(t.gates + step * gates_stride(t.hidden) + (4 * u + gate) * kLanes);
      d_bias[gate * t.hidden + u] += sum(total);
    }
}

int64_t lstm_back_scratch(const LstmTile& t) { return 2 * padded_units(t.hidden) * kLanes; }

void lstm_back(const LstmTile& t, const LstmTileBack& back, float* scratch) {
  const int64_t units = padded_units(t.hidden), size = units * kLanes;
  const Ints lengths = lengths_of(t);
  float *const d_state = scratch, *const d_cell = scratch + size;
  for (int64_t i = 0; i < size; i += kLanes) store(d_state + i, Floats{}), store(d_cell + i, Floats{});
  for (int64_t lane = 0; back.d_final_states && lane < t.count; ++lane)
    for (int64_t u = 0; u < t.hidden; ++u)
      d_state[u * kLanes + lane] = back.d_final_states[t.utterances[lane] * t.final_stride + u];
  const float* const input_weights = back.weights + blocks(t.hidden) * kBlock * 4 * units;
  for (int64_t step = t.steps - 1; step >= 0; --step) {
    if (back.d_rows) add_row_gradients(t, back.d_rows, step, d_state);
    const Ints active = active_lanes(lengths, step);
    gates_back(t, active, step, d_state, d_cell);
    state_back(t, active, back.weights, step, d_state);
    if (back.d_x) inputs_back(t, input_weights, step, back.d_x);
  }
  const int64_t bytes = (5 * units + t.in) * kLanes * 4, stretch = bytes < (1 << 14) ? (1 << 19) / bytes : 32;
  for (int64_t from = 0; from < t.steps; from += stretch) {
    const int64_t to = from + stretch < t.steps ? from + stretch : t.steps;
    weight_gradients(t, t.inputs, t.in * kLanes, t.in, from, to, back.d_weight_ih);
    weight_gradients(t, t.states, states_stride(t.hidden), t.hidden, from, to, back.d_weight_hh);
  }
  bias_gradients(t, back.d_bias);
}

}  // namespace

void MMIM_ISA(add_lstm_back)(Kernels& kernels) {
  kernels.lstm_packed_back = lstm_packed_back;
  kernels.pack_lstm_back = pack_lstm_back;
  kernels.lstm_back_scratch = lstm_back_scratch;
  kernels.lstm_back = lstm_back;
}

}  // namespace mmim::cpu
