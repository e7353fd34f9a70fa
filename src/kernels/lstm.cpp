#include "kernels/lstm.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "kernels/floats.h"
#include "kernels/on_cpu/threads.h"
#include "kernels/on_cuda/lstm.h"
#include "kernels/on_cuda/queue.h"
#include "kernels/second_gradients.h"

namespace mmim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr size_t kParts = 4;  // weights of a direction

/// Utterances sorted by length, in tiles of one vector.
struct Tiles {
  struct Tile {
    std::vector<int64_t> offsets, lengths, places;
  };
  std::vector<Tile> tiles;

  Tiles(const Layout& layout, int64_t lanes) {
    std::vector<int64_t> order(static_cast<size_t>(layout.size()));
    std::iota(order.begin(), order.end(), int64_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return layout.length(a) > layout.length(b); });
    for (const int64_t i : order) {
      if (tiles.empty() || static_cast<int64_t>(tiles.back().places.size()) == lanes) tiles.emplace_back();
      tiles.back().offsets.push_back(layout.offsets[static_cast<size_t>(i)]);
      tiles.back().lengths.push_back(layout.length(i));
      tiles.back().places.push_back(i);
    }
  }
};

/// One tile in one direction, with the memory that its steps need.
struct Job {
  cpu::LstmTile tile;
  size_t direction = 0;
  Tensor memory{};
};

/// What both directions of the operation share.
struct Plan : torch::CustomClassHolder {
  std::shared_ptr<const Layout> layout;
  int64_t in = 0, hidden = 0;
  size_t directions = 1;
  bool want_rows = false, differentiable = false, taken = false;  ///< taken: the gradients
  const cpu::Kernels* kernels = nullptr;
  std::unique_ptr<Tiles> tiles;
  std::vector<Job> jobs{};  ///< filled by forward
};

Tensor floats(at::IntArrayRef shape) { return at::empty(shape, at::kFloat); }

Job job_of(const Plan& plan, const Tiles::Tile& tile, size_t direction) {
  const int64_t lanes = plan.kernels->lstm_lanes, steps = tile.lengths.front();
  const int64_t kept = plan.differentiable ? steps : 1;
  Job job{.tile = {}, .direction = direction};
  job.tile.in = plan.in;
  job.tile.hidden = plan.hidden;
  job.tile.count = static_cast<int64_t>(tile.places.size());
  job.tile.steps = steps;
  job.tile.offsets = tile.offsets.data();
  job.tile.lengths = tile.lengths.data();
  job.tile.places = tile.places.data();
  job.tile.reverse = direction == 1;
  job.tile.keep = plan.differentiable;
  const int64_t states = plan.kernels->lstm_states(plan.hidden);
  const int64_t inputs = steps * plan.in * lanes, gates = kept * plan.kernels->lstm_gates(plan.hidden);
  job.memory = floats({inputs + gates + 2 * (kept + 1) * states});  // each a multiple of a vector
  job.tile.inputs = write(job.memory);
  job.tile.gates = job.tile.inputs + inputs;
  job.tile.cells = job.tile.gates + gates;
  job.tile.states = job.tile.cells + (kept + 1) * states;
  job.tile.row_stride = job.tile.final_stride = static_cast<int64_t>(plan.directions) * plan.hidden;
  return job;
}

Tensor packed_weights(const Plan& plan, at::TensorList w, size_t direction) {
  Tensor packed = floats({plan.kernels->lstm_packed(plan.in, plan.hidden)});
  const size_t from = direction * kParts;
  plan.kernels->pack_lstm(plan.in, plan.hidden, read(w[from]), read(w[from + 1]), read(w[from + 2]), read(w[from + 3]),
                          write(packed));
  return packed;
}

/// Floats of the gradients of one direction's weights, which stand one after the other.
struct GradientSizes {
  int64_t input, state, bias;
  explicit GradientSizes(const Plan& plan)
      : input(4 * plan.hidden * plan.in), state(4 * plan.hidden * plan.hidden), bias(4 * plan.hidden) {}
  int64_t size() const { return input + state + bias; }
};

/// The sum of `count` numbers over `tiles` that lie `apart`, in their order.
Tensor sum_of_tiles(const float* from, int64_t tiles, int64_t apart, at::IntArrayRef shape) {
  Tensor sum = floats(shape);
  float* const to = write(sum);
  const int64_t count = sum.numel();
  std::fill(to, to + count, 0.0f);
  for (int64_t tile = 0; tile < tiles; ++tile)
    for (int64_t i = 0; i < count; ++i) to[i] += from[tile * apart + i];
  return sum;
}

class PackedLstm : public torch::autograd::Function<PackedLstm> {
 public:
  static variable_list forward(AutogradContext* context, const c10::intrusive_ptr<Plan>& plan, const Tensor& given,
                               at::TensorList w) {
    const Tensor x = given.contiguous();
    const int64_t width = static_cast<int64_t>(plan->directions) * plan->hidden;
    Tensor final_states = floats({plan->layout->size(), width}), rows;
    if (plan->want_rows) rows = floats({plan->layout->total(), width});
    std::vector<Tensor> packed;
    for (size_t d = 0; d < plan->directions; ++d) packed.push_back(packed_weights(*plan, w, d));
    for (size_t d = 0; d < plan->directions; ++d)
      for (const Tiles::Tile& tile : plan->tiles->tiles) {
        Job job = job_of(*plan, tile, d);
        const int64_t shift = static_cast<int64_t>(d) * plan->hidden;
        job.tile.x = read(x);
        job.tile.weights = read(packed[d]);
        job.tile.final_states = write(final_states) + shift;
        if (plan->want_rows) job.tile.rows = write(rows) + shift;
        plan->jobs.push_back(std::move(job));
      }
    share_tasks(static_cast<int64_t>(plan->jobs.size()),
                [&](int64_t i) { plan->kernels->lstm(plan->jobs[static_cast<size_t>(i)].tile); });
    if (plan->differentiable) {
      context->save_for_backward(w.vec());
      context->saved_data["plan"] = c10::IValue::make_capsule(plan);
      context->saved_data["x needs"] = given.requires_grad();
    } else {
      plan->jobs.clear();
    }
    return plan->want_rows ? variable_list{final_states, rows} : variable_list{final_states};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto plan = c10::static_intrusive_pointer_cast<Plan>(context->saved_data["plan"].toCapsule());
    if (std::exchange(plan->taken, true)) throw Error("an LSTM's gradients can be taken once");
    refuse_second_gradients("an LSTM");
    const variable_list w = context->get_saved_variables();
    const Tensor d_final = gradients[0].defined() ? gradients[0].contiguous() : Tensor();
    const Tensor d_rows = plan->want_rows && gradients[1].defined() ? gradients[1].contiguous() : Tensor();
    const bool needs_x = context->saved_data["x needs"].toBool();
    const auto count = static_cast<int64_t>(plan->jobs.size());
    const GradientSizes sizes(*plan);
    const Tensor d_weights = at::zeros({count, sizes.size()});  // of each tile
    std::vector<Tensor> packed, d_x;
    for (size_t d = 0; d < plan->directions; ++d) {
      packed.push_back(floats({plan->kernels->lstm_packed_back(plan->in, plan->hidden)}));
      plan->kernels->pack_lstm_back(plan->in, plan->hidden, read(w[d * kParts]), read(w[d * kParts + 1]),
                                    write(packed[d]));
      if (needs_x) d_x.push_back(at::zeros({plan->layout->total(), plan->in}));
    }
    share_tasks(count, [&](int64_t i) {
      const Job& job = plan->jobs[static_cast<size_t>(i)];
      const int64_t shift = static_cast<int64_t>(job.direction) * plan->hidden;
      float* const d_weight = write(d_weights) + i * sizes.size();
      const cpu::LstmTileBack back{.d_rows = d_rows.defined() ? read(d_rows) + shift : nullptr,
                                   .d_final_states = d_final.defined() ? read(d_final) + shift : nullptr,
                                   .weights = read(packed[job.direction]),
                                   .d_weight_ih = d_weight,
                                   .d_weight_hh = d_weight + sizes.input,
                                   .d_bias = d_weight + sizes.input + sizes.state,
                                   .d_x = needs_x ? write(d_x[job.direction]) : nullptr};
      plan->kernels->lstm_back(job.tile, back, thread_scratch(plan->kernels->lstm_back_scratch(job.tile)));
    });
    plan->jobs.clear();
    variable_list result(2 + plan->directions * kParts);
    if (needs_x) result[1] = plan->directions == 1 ? d_x[0] : d_x[0] + d_x[1];
    const auto tiles = count / static_cast<int64_t>(plan->directions);
    for (size_t d = 0; d < plan->directions; ++d) {
      const float* from = read(d_weights) + static_cast<int64_t>(d) * tiles * sizes.size();
      const int64_t gates = 4 * plan->hidden;
      const size_t place = 2 + d * kParts;
      result[place] = sum_of_tiles(from, tiles, sizes.size(), {gates, plan->in});
      result[place + 1] = sum_of_tiles(from + sizes.input, tiles, sizes.size(), {gates, plan->hidden});
      from += sizes.input + sizes.state;
      result[place + 2] = sum_of_tiles(from, tiles, sizes.size(), {gates});
      result[place + 3] = sum_of_tiles(from, tiles, sizes.size(), {gates});
    }
    return result;
  }
};

}  // namespace

bool fits_packed_lstm(const Tensor& x, const Tensor& state_weight) {
  const bool narrow = !cuda_kernels(x.device()) || state_weight.size(1) <= cuda::kWidestState;
  return fits_fused_kernels(x) && fits_fused_kernels(state_weight) && narrow;
}

namespace {

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

LstmStates packed_lstm(const Ragged& x, const std::vector<LstmWeights>& directions, bool want_rows) {
  check_shapes(x, directions);
  if (cuda_kernels(x.values.device())) return cuda_lstm(x, directions, want_rows);
  auto plan = c10::make_intrusive<Plan>();
  plan->layout = x.layout;
  plan->in = x.values.size(1);
  plan->hidden = directions.front().state.size(1);
  plan->directions = directions.size();
  plan->want_rows = want_rows;
  plan->kernels = &cpu_kernels();
  plan->tiles = std::make_unique<Tiles>(*x.layout, plan->kernels->lstm_lanes);
  variable_list weights;
  for (const LstmWeights& w : directions)
    for (const Tensor& part : {w.input, w.state, w.input_bias, w.state_bias}) weights.push_back(part.contiguous());
  bool trained = x.values.requires_grad();
  for (const Tensor& part : weights) trained = trained || part.requires_grad();
  plan->differentiable = at::GradMode::is_enabled() && trained;
  const variable_list results = PackedLstm::apply(plan, x.values, at::TensorList(weights));
  return {results[0], want_rows ? results[1] : Tensor()};
}

}  // namespace mmim
