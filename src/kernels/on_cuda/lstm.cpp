#include "kernels/on_cuda/lstm.h"

#include "kernels/floats.h"
#include "kernels/on_cuda/queue.h"
#include "kernels/second_gradients.h"

namespace mmim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr size_t kWeights = 4, kTraces = 3;  // tensors of a direction

/// What both directions of the operation share.
struct CudaPlan : torch::CustomClassHolder {
  std::shared_ptr<const Layout> layout;
  int64_t hidden = 0;
  size_t directions = 1;
  bool want_rows = false;
};

/// One direction of the recurrence; its states stand beside those of the other.
struct Recurrence {
  Tensor bounds, state_weight;
  int64_t shift;
  cuda::Lstm lstm;

  Recurrence(const CudaPlan& plan, size_t direction, const Tensor& weight, const Tensor& gates, const Tensor& cells,
             const Tensor& before)
      : bounds(plan.layout->bounds()),
        state_weight(weight.contiguous()),
        shift(static_cast<int64_t>(direction) * plan.hidden) {
    lstm = {.utterances = plan.layout->size(),
            .hidden = plan.hidden,
            .offsets = bounds.const_data_ptr<int64_t>(),
            .reverse = direction == 1,
            .state_weight = read(state_weight),
            .gates = write(gates),
            .cells = write(cells),
            .before = write(before),
            .stride = static_cast<int64_t>(plan.directions) * plan.hidden};
  }
};

class CudaLstm : public torch::autograd::Function<CudaLstm> {
 public:
  static variable_list forward(AutogradContext* context, const c10::intrusive_ptr<CudaPlan>& plan, const Tensor& given,
                               at::TensorList w) {
    const CudaQueue queue(given.device());
    const Tensor x = given.contiguous();
    const int64_t total = plan->layout->total(), width = static_cast<int64_t>(plan->directions) * plan->hidden;
    Tensor final_states = at::empty({plan->layout->size(), width}, x.options()), rows;
    if (plan->want_rows) rows = at::empty({total, width}, x.options());
    variable_list saved{x};
    saved.insert(saved.end(), w.begin(), w.end());
    for (size_t d = 0; d < plan->directions; ++d) {
      const size_t from = d * kWeights;
      const Tensor gates = at::addmm(w[from + 2] + w[from + 3], x, w[from].t());
      const Tensor cells = at::empty({total, plan->hidden}, x.options()), before = at::empty_like(cells);
      Recurrence recurrence(*plan, d, w[from + 1].t(), gates, cells, before);
      recurrence.lstm.final_states = write(final_states) + recurrence.shift;
      if (plan->want_rows) recurrence.lstm.rows = write(rows) + recurrence.shift;
      queue->lstm(recurrence.lstm, queue.stream());
      saved.insert(saved.end(), {gates, cells, before});
    }
    context->save_for_backward(std::move(saved));
    context->saved_data["plan"] = c10::IValue::make_capsule(plan);
    return plan->want_rows ? variable_list{final_states, rows} : variable_list{final_states};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto plan = c10::static_intrusive_pointer_cast<CudaPlan>(context->saved_data["plan"].toCapsule());
    refuse_second_gradients("an LSTM");
    const variable_list saved = context->get_saved_variables();
    const Tensor& x = saved[0];
    const CudaQueue queue(x.device());
    const Tensor d_final = gradients[0].defined() ? gradients[0].contiguous() : Tensor();
    const Tensor d_rows = plan->want_rows && gradients[1].defined() ? gradients[1].contiguous() : Tensor();
    variable_list result(2 + plan->directions * kWeights);
    for (size_t d = 0; d < plan->directions; ++d) {
      const size_t weights = 1 + d * kWeights, traces = 1 + plan->directions * kWeights + d * kTraces;
      const Tensor &gates = saved[traces], &before = saved[traces + 2];
      const Tensor d_sums = at::empty_like(gates), d_bias = at::empty({gates.size(1)}, x.options());
      Recurrence recurrence(*plan, d, saved[weights + 1], gates, saved[traces + 1], before);
      if (d_final.defined()) recurrence.lstm.d_final_states = read(d_final) + recurrence.shift;
      if (d_rows.defined()) recurrence.lstm.d_rows = read(d_rows) + recurrence.shift;
      recurrence.lstm.d_sums = write(d_sums);
      queue->lstm_back(recurrence.lstm, queue.stream());
      queue->column_sums(read(d_sums), d_sums.size(0), d_sums.size(1), write(d_bias), queue.stream());
      const size_t place = 2 + d * kWeights;
      result[place] = at::mm(d_sums.t(), x);
      result[place + 1] = at::mm(d_sums.t(), before);
      result[place + 2] = d_bias;
      result[place + 3] = d_bias.clone();
      if (!context->needs_input_grad(0)) continue;
      result[1] = d == 0 ? at::mm(d_sums, saved[weights]) : result[1].addmm_(d_sums, saved[weights]);
    }
    return result;
  }
};

}  // namespace

LstmStates cuda_lstm(const Ragged& x, const std::vector<LstmWeights>& directions, bool want_rows) {
  auto plan = c10::make_intrusive<CudaPlan>();
  plan->layout = x.layout;
  plan->hidden = directions.front().state.size(1);
  plan->directions = directions.size();
  plan->want_rows = want_rows;
  variable_list weights;
  for (const LstmWeights& w : directions)
    for (const Tensor& part : {w.input, w.state, w.input_bias, w.state_bias}) weights.push_back(part);
  const variable_list results = CudaLstm::apply(plan, x.values, at::TensorList(weights));
  return {results[0], want_rows ? results[1] : Tensor()};
}

}  // namespace mmim
