#include <algorithm>
#include <numeric>

#include "kernels/floats.h"
#include "kernels/on_cpu/threads.h"
#include "kernels/operations.h"

namespace mmim::on_cpu {

namespace {

constexpr size_t kParts = 4;  // weights of a direction

/// Utterances of similar length, as many as a vector has lanes.
struct Tile {
  std::vector<int64_t> offsets, lengths, utterances;
};

/// Utterances sorted by length, the longest first, in tiles.
std::vector<Tile> tiles_of(const Layout& layout, int64_t lanes) {
  std::vector<int64_t> order(static_cast<size_t>(layout.size()));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return layout.length(a) > layout.length(b); });
  std::vector<Tile> tiles;
  for (const int64_t i : order) {
    if (tiles.empty() || static_cast<int64_t>(tiles.back().utterances.size()) == lanes) tiles.emplace_back();
    tiles.back().offsets.push_back(layout.begin(i));
    tiles.back().lengths.push_back(layout.length(i));
    tiles.back().utterances.push_back(i);
  }
  return tiles;
}

/// One tile in one direction, with the memory that its steps need.
struct Job {
  cpu::LstmTile tile;
  size_t direction = 0;
  Tensor memory{};
};

/// Every tile in every direction, those of the first direction before those of the second.
struct Jobs : LstmMemory {
  const cpu::Kernels* kernels = &cpu_kernels();
  std::vector<Tile> tiles;
  std::vector<Job> jobs;
};

Job job_of(const LstmShape& shape, const cpu::Kernels& kernels, const Tile& tile, size_t direction) {
  const int64_t steps = tile.lengths.front(), kept = shape.differentiable ? steps : 1;
  Job job{.tile = {}, .direction = direction};
  job.tile.in = shape.in;
  job.tile.hidden = shape.hidden;
  job.tile.count = static_cast<int64_t>(tile.utterances.size());
  job.tile.steps = steps;
  job.tile.offsets = tile.offsets.data();
  job.tile.lengths = tile.lengths.data();
  job.tile.utterances = tile.utterances.data();
  job.tile.reverse = direction == 1;
  job.tile.keep = shape.differentiable;
  const int64_t states = kernels.lstm_states(shape.hidden);
  const int64_t inputs = steps * shape.in * kernels.lstm_lanes, gates = kept * kernels.lstm_gates(shape.hidden);
  job.memory = floats({inputs + gates + 2 * (kept + 1) * states});  // each a multiple of a vector
  job.tile.inputs = write(job.memory);
  job.tile.gates = job.tile.inputs + inputs;
  job.tile.cells = job.tile.gates + gates;
  job.tile.states = job.tile.cells + (kept + 1) * states;
  job.tile.row_stride = job.tile.final_stride = shape.width();
  return job;
}

Tensor packed_weights(const LstmShape& shape, const cpu::Kernels& kernels, at::TensorList w, size_t direction) {
  Tensor packed = floats({kernels.lstm_packed(shape.in, shape.hidden)});
  const size_t from = direction * kParts;
  kernels.pack_lstm(shape.in, shape.hidden, read(w[from]), read(w[from + 1]), read(w[from + 2]), read(w[from + 3]),
                    write(packed));
  return packed;
}

LstmForward lstm(const LstmShape& shape, const Tensor& x, at::TensorList w) {
  const auto memory = std::make_shared<Jobs>();
  const cpu::Kernels& kernels = *memory->kernels;
  memory->tiles = tiles_of(*shape.layout, kernels.lstm_lanes);
  LstmForward result{{floats({shape.layout->size(), shape.width()}), {}}, {}};
  LstmStates& states = result.states;
  if (shape.want_rows) states.rows = floats({shape.layout->total(), shape.width()});
  std::vector<Tensor> packed;
  for (size_t d = 0; d < shape.directions; ++d) packed.push_back(packed_weights(shape, kernels, w, d));
  for (size_t d = 0; d < shape.directions; ++d)
    for (const Tile& tile : memory->tiles) {
      Job job = job_of(shape, kernels, tile, d);
      const int64_t shift = static_cast<int64_t>(d) * shape.hidden;
      job.tile.x = read(x);
      job.tile.weights = read(packed[d]);
      job.tile.final_states = write(states.final_states) + shift;
      if (shape.want_rows) job.tile.rows = write(states.rows) + shift;
      memory->jobs.push_back(std::move(job));
    }
  share_tasks(static_cast<int64_t>(memory->jobs.size()),
              [&](int64_t i) { kernels.lstm(memory->jobs[static_cast<size_t>(i)].tile); });
  if (shape.differentiable) result.trace = {w.vec(), memory};
  return result;
}

/// Floats of the gradients of one direction's weights, which stand one after the other.
struct GradientSizes {
  int64_t input, state, bias;
  explicit GradientSizes(const LstmShape& shape)
      : input(4 * shape.hidden * shape.in), state(4 * shape.hidden * shape.hidden), bias(4 * shape.hidden) {}
  int64_t size() const { return input + state + bias; }
};

std::vector<Tensor> packed_for_backward(const LstmShape& shape, const cpu::Kernels& kernels, at::TensorList w) {
  std::vector<Tensor> packed;
  for (size_t d = 0; d < shape.directions; ++d) {
    packed.push_back(floats({kernels.lstm_packed_back(shape.in, shape.hidden)}));
    kernels.pack_lstm_back(shape.in, shape.hidden, read(w[d * kParts]), read(w[d * kParts + 1]), write(packed[d]));
  }
  return packed;
}

/// Gradients of the weights, a row for each job; those of x are added to d_x, if any, one tensor for each direction.
Tensor run_backward(const LstmShape& shape, const Jobs& memory, const std::vector<Tensor>& packed,
                    const Tensor& d_final, const Tensor& d_rows, std::vector<Tensor>& d_x) {
  const GradientSizes sizes(shape);
  const auto count = static_cast<int64_t>(memory.jobs.size());
  Tensor d_weights = at::zeros({count, sizes.size()});
  share_tasks(count, [&](int64_t i) {
    const Job& job = memory.jobs[static_cast<size_t>(i)];
    const int64_t shift = static_cast<int64_t>(job.direction) * shape.hidden;
    float* const d_weight = write(d_weights) + i * sizes.size();
    const cpu::LstmTileBack back{.d_rows = d_rows.defined() ? read(d_rows) + shift : nullptr,
                                 .d_final_states = d_final.defined() ? read(d_final) + shift : nullptr,
                                 .weights = read(packed[job.direction]),
                                 .d_weight_ih = d_weight,
                                 .d_weight_hh = d_weight + sizes.input,
                                 .d_bias = d_weight + sizes.input + sizes.state,
                                 .d_x = d_x.empty() ? nullptr : write(d_x[job.direction])};
    memory.kernels->lstm_back(job.tile, back, thread_scratch(memory.kernels->lstm_back_scratch(job.tile)));
  });
  return d_weights;
}

/// The sum over `tiles` of numbers that lie `apart`, in the order of the tiles.
Tensor sum_of_tiles(const float* from, int64_t tiles, int64_t apart, at::IntArrayRef shape) {
  Tensor sum = floats(shape);
  float* const to = write(sum);
  const int64_t count = sum.numel();
  std::fill(to, to + count, 0.0f);
  for (int64_t tile = 0; tile < tiles; ++tile)
    for (int64_t i = 0; i < count; ++i) to[i] += from[tile * apart + i];
  return sum;
}

std::vector<Tensor> weight_gradients(const LstmShape& shape, const Tensor& d_weights) {
  const GradientSizes sizes(shape);
  const int64_t tiles = d_weights.size(0) / static_cast<int64_t>(shape.directions), gates = 4 * shape.hidden;
  std::vector<Tensor> all;
  for (size_t d = 0; d < shape.directions; ++d) {
    const float* const input = read(d_weights) + static_cast<int64_t>(d) * tiles * sizes.size();
    const float *const state = input + sizes.input, *const bias = state + sizes.state;
    all.push_back(sum_of_tiles(input, tiles, sizes.size(), {gates, shape.in}));
    all.push_back(sum_of_tiles(state, tiles, sizes.size(), {gates, shape.hidden}));
    all.push_back(sum_of_tiles(bias, tiles, sizes.size(), {gates}));
    all.push_back(sum_of_tiles(bias, tiles, sizes.size(), {gates}));
  }
  return all;
}

LstmGradients lstm_gradients(const LstmShape& shape, const LstmTrace& trace, const Tensor& d_final,
                             const Tensor& d_rows, bool of_x) {
  auto& memory = static_cast<Jobs&>(*trace.memory);
  const std::vector<Tensor> packed = packed_for_backward(shape, *memory.kernels, trace.tensors);
  std::vector<Tensor> d_x;
  for (size_t d = 0; of_x && d < shape.directions; ++d) d_x.push_back(at::zeros({shape.layout->total(), shape.in}));
  const Tensor d_weights = run_backward(shape, memory, packed, d_final, d_rows, d_x);
  memory.jobs.clear();
  LstmGradients result{{}, weight_gradients(shape, d_weights)};
  if (of_x) result.x = d_x.size() == 1 ? d_x[0] : d_x[0] + d_x[1];
  return result;
}

}  // namespace

void add_lstm(Operations& table) {
  table.lstm = lstm;
  table.lstm_gradients = lstm_gradients;
}

}  // namespace mmim::on_cpu
