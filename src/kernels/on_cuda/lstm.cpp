#include "kernels/floats.h"
#include "kernels/on_cuda/queue.h"
#include "kernels/operations.h"

namespace mmim::on_cuda {

namespace {

constexpr size_t kWeights = 4, kKept = 3;  // tensors of a direction: weights; gates, cells and states before each row

/// One direction of the recurrence; its states stand beside those of the other.
struct Recurrence {
  Tensor bounds, state_weight;
  int64_t shift;
  cuda::Lstm lstm;

  Recurrence(const LstmShape& shape, size_t direction, const Tensor& weight, const Tensor& gates, const Tensor& cells,
             const Tensor& before)
      : bounds(shape.layout->bounds()),
        state_weight(weight.contiguous()),
        shift(static_cast<int64_t>(direction) * shape.hidden) {
    lstm = {.utterances = shape.layout->size(),
            .hidden = shape.hidden,
            .offsets = bounds.const_data_ptr<int64_t>(),
            .reverse = direction == 1,
            .state_weight = read(state_weight),
            .gates = write(gates),
            .cells = write(cells),
            .before = write(before),
            .stride = shape.width()};
  }
};

/// The inputs' products are LibTorch's matrix products over all rows, the recurrence is a kernel of kernels/cuda.
LstmForward lstm(const LstmShape& shape, const Tensor& x, at::TensorList w) {
  const CudaQueue queue(x.device());
  const int64_t total = shape.layout->total();
  LstmForward result{{at::empty({shape.layout->size(), shape.width()}, x.options()), {}}, {}};
  LstmStates& states = result.states;
  if (shape.want_rows) states.rows = at::empty({total, shape.width()}, x.options());
  std::vector<Tensor> kept{x};
  kept.insert(kept.end(), w.begin(), w.end());
  for (size_t d = 0; d < shape.directions; ++d) {
    const size_t from = d * kWeights;
    const Tensor gates = at::addmm(w[from + 2] + w[from + 3], x, w[from].t());
    const Tensor cells = at::empty({total, shape.hidden}, x.options()), before = at::empty_like(cells);
    Recurrence recurrence(shape, d, w[from + 1].t(), gates, cells, before);
    recurrence.lstm.final_states = write(states.final_states) + recurrence.shift;
    if (shape.want_rows) recurrence.lstm.rows = write(states.rows) + recurrence.shift;
    queue->lstm(recurrence.lstm, queue.stream());
    kept.insert(kept.end(), {gates, cells, before});
  }
  if (shape.differentiable) result.trace.tensors = std::move(kept);
  return result;
}

LstmGradients lstm_gradients(const LstmShape& shape, const LstmTrace& trace, const Tensor& d_final,
                             const Tensor& d_rows, bool of_x) {
  const std::vector<Tensor>& kept = trace.tensors;
  const Tensor& x = kept[0];
  const CudaQueue queue(x.device());
  LstmGradients result;
  for (size_t d = 0; d < shape.directions; ++d) {
    const size_t weights = 1 + d * kWeights, from = 1 + shape.directions * kWeights + d * kKept;
    const Tensor &gates = kept[from], &before = kept[from + 2];
    const Tensor d_sums = at::empty_like(gates), d_bias = at::empty({gates.size(1)}, x.options());
    Recurrence recurrence(shape, d, kept[weights + 1], gates, kept[from + 1], before);
    if (d_final.defined()) recurrence.lstm.d_final_states = read(d_final) + recurrence.shift;
    if (d_rows.defined()) recurrence.lstm.d_rows = read(d_rows) + recurrence.shift;
    recurrence.lstm.d_sums = write(d_sums);
    queue->lstm_back(recurrence.lstm, queue.stream());
    queue->column_sums(read(d_sums), d_sums.size(0), d_sums.size(1), write(d_bias), queue.stream());
    const Tensor input = at::mm(d_sums.t(), x), state = at::mm(d_sums.t(), before);
    result.weights.insert(result.weights.end(), {input, state, d_bias, d_bias.clone()});
    if (!of_x) continue;
    result.x = d == 0 ? at::mm(d_sums, kept[weights]) : result.x.addmm_(d_sums, kept[weights]);
  }
  return result;
}

}  // namespace

void add_lstm(Operations& table) {
  table.widest_state = cuda::kWidestState;
  table.lstm = lstm;
  table.lstm_gradients = lstm_gradients;
}

}  // namespace mmim::on_cuda
