// The recurrence of an LSTM: a block takes one utterance from its first step to its last, so that only the block waits
// between steps; utterances of all lengths run side by side. Thread r sums gate r over the state, which stands in
// shared memory; the weights' lines are the same in every step and stay in the caches. Before this, gates hold the
// inputs' part of every row; after it, the gates themselves:
//   i, f, o = sigmoid, g = tanh of (x Wx + b + h' Wh),  c = f c' + i g,  h = o tanh(c)
// Backward leaves the gradients of the gates' sums, from which all other gradients are matrix products:
//   dc += dh o (1 - tanh(c)^2);  di = dc g i (1 - i), df = dc c' f (1 - f), dg = dc i (1 - g^2), do = dh tanh(c) o (1 -
//   o) dc' = dc f,  dh' = (di, df, dg, do) Wh
// Rows of gates are (4h): i, f, g, o one after the other. Shapes: kernels/cuda/kernels.h, Lstm.
#include "kernels/cuda/launch.h"

namespace mmim::cuda {
namespace {

constexpr int kMostThreads = 1024;

__device__ float sigmoid(float x) { return 1 / (1 + expf(-x)); }

/// The row that an utterance reads at a step.
__device__ int64_t row_of(const Lstm& l, int64_t first, int64_t length, int64_t step) {
  return l.reverse ? first + length - 1 - step : first + step;
}

/// Grid (utterances). Shared: state (h), cell (h), sums (4h).
__global__ void MMIM_BLOCK_OF(kMostThreads) lstm_kernel(Lstm l) {
  MMIM_SHARED(float, shared);
  const int64_t h = l.hidden, first = l.offsets[blockIdx.x], length = l.offsets[blockIdx.x + 1] - first;
  float *const state = shared, *const cell = state + h, *const sums = cell + h;
  for (int64_t u = threadIdx.x; u < h; u += blockDim.x) state[u] = cell[u] = 0;
  __syncthreads();
  for (int64_t step = 0; step < length; ++step) {
    const int64_t row = row_of(l, first, length, step);
    float* const gates = l.gates + row * 4 * h;
    for (int64_t r = threadIdx.x; r < 4 * h; r += blockDim.x) {
      float sum = gates[r];
      for (int64_t k = 0; k < h; ++k) sum += l.state_weight[k * 4 * h + r] * state[k];
      sums[r] = sum;
    }
    __syncthreads();
    for (int64_t u = threadIdx.x; u < h; u += blockDim.x) {
      const float i = sigmoid(sums[u]), f = sigmoid(sums[h + u]), g = tanhf(sums[2 * h + u]),
                  o = sigmoid(sums[3 * h + u]);
      gates[u] = i, gates[h + u] = f, gates[2 * h + u] = g, gates[3 * h + u] = o;
      l.before[row * h + u] = state[u];
      cell[u] = f * cell[u] + i * g;
      l.cells[row * h + u] = cell[u];
      state[u] = o * tanhf(cell[u]);
      if (l.rows) l.rows[row * l.stride + u] = state[u];
    }
    __syncthreads();
  }
  for (int64_t u = threadIdx.x; u < h; u += blockDim.x) l.final_states[blockIdx.x * l.stride + u] = state[u];
}

/// Grid (utterances). Shared: d_state (h), d_cell (h), d_sums (4h), parts (4h): of d_state, one from each gate.
__global__ void MMIM_BLOCK_OF(kMostThreads) lstm_back_kernel(Lstm l) {
  MMIM_SHARED(float, shared);
  const int64_t h = l.hidden, first = l.offsets[blockIdx.x], length = l.offsets[blockIdx.x + 1] - first;
  float *const d_state = shared, *const d_cell = d_state + h, *const d_sums = d_cell + h, *const parts = d_sums + 4 * h;
  for (int64_t u = threadIdx.x; u < h; u += blockDim.x) {
    d_state[u] = l.d_final_states ? l.d_final_states[blockIdx.x * l.stride + u] : 0.0f;
    d_cell[u] = 0;
  }
  for (int64_t step = length - 1; step >= 0; --step) {
    const int64_t row = row_of(l, first, length, step);
    const float* const gates = l.gates + row * 4 * h;
    float* const d_row = l.d_sums + row * 4 * h;
    for (int64_t u = threadIdx.x; u < h; u += blockDim.x) {
      const float i = gates[u], f = gates[h + u], g = gates[2 * h + u], o = gates[3 * h + u];
      const float cell_before = step > 0 ? l.cells[row_of(l, first, length, step - 1) * h + u] : 0.0f;
      const float bent = tanhf(l.cells[row * h + u]);
      const float dh = d_state[u] + (l.d_rows ? l.d_rows[row * l.stride + u] : 0.0f);
      const float dc = d_cell[u] + dh * o * (1 - bent * bent);
      d_row[u] = d_sums[u] = dc * g * i * (1 - i);
      d_row[h + u] = d_sums[h + u] = dc * cell_before * f * (1 - f);
      d_row[2 * h + u] = d_sums[2 * h + u] = dc * i * (1 - g * g);
      d_row[3 * h + u] = d_sums[3 * h + u] = dh * bent * o * (1 - o);
      d_cell[u] = dc * f;
    }
    __syncthreads();
    for (int64_t j = threadIdx.x; j < 4 * h; j += blockDim.x) {
      const int64_t gate = j / h * h, column = j % h;
      float sum = 0;
      for (int64_t r = gate; r < gate + h; ++r) sum += d_sums[r] * l.state_weight[r * h + column];
      parts[j] = sum;
    }
    __syncthreads();
    for (int64_t u = threadIdx.x; u < h; u += blockDim.x)
      d_state[u] = parts[u] + parts[h + u] + parts[2 * h + u] + parts[3 * h + u];
  }
}

int threads_of(const Lstm& l) {
  const int64_t wanted = (4 * l.hidden + kWarp - 1) / kWarp * kWarp;
  return static_cast<int>(wanted < kMostThreads ? wanted : kMostThreads);
}

void lstm(const Lstm& l, Stream stream) {
  if (l.utterances > 0)
    MMIM_LAUNCH(lstm_kernel, static_cast<unsigned>(l.utterances), threads_of(l),
                static_cast<size_t>(6 * l.hidden) * sizeof(float), stream, l);
}

void lstm_back(const Lstm& l, Stream stream) {
  if (l.utterances > 0)
    MMIM_LAUNCH(lstm_back_kernel, static_cast<unsigned>(l.utterances), threads_of(l),
                static_cast<size_t>(10 * l.hidden) * sizeof(float), stream, l);
}

}  // namespace

void MMIM_CUDA(add_lstm)(Kernels& kernels) {
  kernels.lstm = lstm;
  kernels.lstm_back = lstm_back;
}

}  // namespace mmim::cuda
