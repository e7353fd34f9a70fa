#include "kernels/lstm.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "kernels/operations.h"
#include "kernels/second_gradients.h"

namespace mmim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What both directions read and is no tensor.
struct LstmPlan : torch::CustomClassHolder {
  LstmShape shape;
  std::shared_ptr<LstmMemory> memory{};  ///< from forward until the gradients are taken
  bool taken = false;                    ///< the gradients
};

class PackedLstm : public torch::autograd::Function<PackedLstm> {
 public:
  static variable_list forward(AutogradContext* context, const c10::intrusive_ptr<LstmPlan>& plan, const Tensor& x,
                               at::TensorList weights) {
    LstmForward result = operations(x.device()).lstm(plan->shape, x.contiguous(), weights);
    if (plan->shape.differentiable) {
      plan->memory = std::move(result.trace.memory);
      context->save_for_backward(std::move(result.trace.tensors));
      context->saved_data["plan"] = c10::IValue::make_capsule(plan);
    }
    const LstmStates& states = result.states;
    return plan->shape.want_rows ? variable_list{states.final_states, states.rows} : variable_list{states.final_states};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto plan = c10::static_intrusive_pointer_cast<LstmPlan>(context->saved_data["plan"].toCapsule());
    if (std::exchange(plan->taken, true)) throw Error("an LSTM's gradients can be taken once");
    refuse_second_gradients("an LSTM");
    const LstmTrace trace{context->get_saved_variables(), std::move(plan->memory)};
    const Operations& on = operations(trace.tensors.front().device());
    const Tensor d_final = gradients[0].defined() ? gradients[0].contiguous() : Tensor();
    const Tensor d_rows = plan->shape.want_rows && gradients[1].defined() ? gradients[1].contiguous() : Tensor();
    const LstmGradients d = on.lstm_gradients(plan->shape, trace, d_final, d_rows, context->needs_input_grad(0));
    variable_list result{{}, d.x};
    result.insert(result.end(), d.weights.begin(), d.weights.end());
    return result;
  }
};

/// What the kernels read through plain pointers.
void check_shapes(const Ragged& x, const std::vector<LstmWeights>& directions) {
  const int64_t hidden = directions.front().state.size(1), in = x.values.size(1);
  bool right = x.values.size(0) == x.layout->total();
  for (const LstmWeights& w : directions)
    right = right && w.input.sizes() == at::IntArrayRef{4 * hidden, in} &&
            w.state.sizes() == at::IntArrayRef{4 * hidden, hidden} &&
            w.input_bias.sizes() == at::IntArrayRef{4 * hidden} && w.state_bias.sizes() == at::IntArrayRef{4 * hidden};
  if (!right)
    throw Error("an LSTM's weights do not fit its rows (" + std::to_string(x.values.size(0)) + ", " +
                std::to_string(in) + ") or each other");
}

}  // namespace

bool fits_packed_lstm(const Tensor& x, const Tensor& state_weight) {
  const bool narrow = state_weight.size(1) <= operations(x.device()).widest_state;
  return fits_fused_kernels(x) && fits_fused_kernels(state_weight) && narrow;
}

LstmStates packed_lstm(const Ragged& x, const std::vector<LstmWeights>& directions, bool want_rows) {
  check_shapes(x, directions);
  variable_list weights;
  for (const LstmWeights& w : directions)
    for (const Tensor& part : {w.input, w.state, w.input_bias, w.state_bias}) weights.push_back(part.contiguous());
  const bool trained = std::any_of(weights.begin(), weights.end(), [](const Tensor& w) { return w.requires_grad(); });
  auto plan = c10::make_intrusive<LstmPlan>();
  plan->shape = {.layout = x.layout,
                 .in = x.values.size(1),
                 .hidden = directions.front().state.size(1),
                 .directions = directions.size(),
                 .want_rows = want_rows,
                 .differentiable = at::GradMode::is_enabled() && (trained || x.values.requires_grad())};
  const variable_list results = PackedLstm::apply(plan, x.values, at::TensorList(weights));
  return {results[0], want_rows ? results[1] : Tensor()};
}

}  // namespace mmim
