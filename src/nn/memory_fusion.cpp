#include "nn/memory_fusion.h"

namespace mmim {

namespace {

constexpr std::array<Modality, 3> kOrder{Modality::text, Modality::acoustic, Modality::visual};

}  // namespace

void MemoryFusionOptions::list(Options& o) {
  o.add("hidden.text", hidden.text,
        {"width of the text LSTM", between(1, 4096), "code: 88; MMSA: 128 (MOSI), 256 (MOSEI)"});
  o.add("hidden.visual", hidden.visual, {"width of the visual LSTM", between(1, 4096), "code: 48; MMSA: 128, 256"});
  o.add("hidden.acoustic", hidden.acoustic, {"width of the acoustic LSTM", between(1, 4096), "code: 64; MMSA: 32"});
  o.add("memory", memory, {"width of the memory", between(1, 4096), "64"});
  const auto network = [&](const std::string& name, Network& one, const std::string& what, const std::string& units,
                           const std::string& drop) {
    o.add(name + ".units", one.units, {what + ": hidden units", between(1, 65536), "code: 128; MMSA: " + units});
    o.add(name + ".dropout", one.dropout, {what + ": dropout", between(0, 0.99), "code: .5; MMSA: " + drop});
  };
  network("attention", attention, "attention over the cells", "32 (MOSI), 1278 (MOSEI, surely meant 128)", ".7, .5");
  network("proposal", proposal, "what enters the memory", "64 (MOSI), 32 (MOSEI)", "0, .7");
  network("retain", retain, "gate of the old memory", "32 (MOSI), 64 (MOSEI)", "0, .5");
  network("update", update, "gate of the new", "64 (MOSI), 128 (MOSEI)", ".5, .2");
}

MemoryFusion::MemoryFusion(const PerModality<int64_t>& widths, const MemoryFusionOptions& o) : options_(o) {
  int64_t states = 0;
  for (const Modality m : kOrder) {
    lstm_[m] = register_at(*this, "lstm." + word(m), std::make_shared<LstmCell>(widths[m], o.hidden[m]));
    states += o.hidden[m];
  }
  const auto network = [&](const char* name, int64_t in, const MemoryFusionOptions::Network& one, int64_t out) {
    return register_module(name, std::make_shared<Mlp>(std::vector<int64_t>{in, one.units, out}, Activation::relu));
  };
  attention_ = network("attention", 2 * states, o.attention, 2 * states);
  proposal_ = network("proposal", 2 * states, o.proposal, o.memory);
  retain_ = network("retain", 2 * states + o.memory, o.retain, o.memory);
  update_ = network("update", 2 * states + o.memory, o.update, o.memory);
}

int64_t MemoryFusion::width() const {
  return options_.hidden.text + options_.hidden.visual + options_.hidden.acoustic + options_.memory;
}

Tensor MemoryFusion::forward(const PerModality<Tensor>& x, const Tensor& identities, const Draws& draws) const {
  const int64_t batch = x.text.size(0), steps = x.text.size(1);
  std::vector<Tensor> ends, cells;
  for (const Modality m : kOrder) {
    LstmCell::State state = lstm_[m]->start(x[m], batch);
    std::vector<Tensor> own;
    for (const Tensor& projected : lstm_[m]->project(x[m]).unbind(1)) {
      state = lstm_[m]->step(projected, state);
      own.push_back(state.c);
    }
    ends.push_back(state.h);
    cells.push_back(at::stack(own, 1));
  }
  const Tensor now = at::cat(cells, 2);
  const Tensor before = at::cat({at::zeros_like(now.narrow(1, 0, 1)), now.narrow(1, 0, steps - 1)}, 1);
  const Tensor window = at::cat({before, now}, 2).flatten(0, 1);
  const auto run = [&](const Mlp& network, const MemoryFusionOptions::Network& one, const Tensor& in,
                       const Tensor& keys,
                       const char* stream) { return network.forward(in, one.dropout, keys, draws.stream(stream)); };
  const Tensor attended =
      at::softmax(run(*attention_, options_.attention, window, identities, "attention"), 1) * window;
  const Tensor proposed = at::tanh(run(*proposal_, options_.proposal, attended, identities, "proposal"));

  const auto by_time = [&](const Tensor& rows) { return rows.view({batch, steps, -1}).unbind(1); };
  const auto inputs = by_time(attended), proposals = by_time(proposed);
  const auto keys = draws.active ? identities.view({batch, steps}).unbind(1) : std::vector<Tensor>(inputs.size());
  Tensor memory = at::zeros({batch, options_.memory}, now.options());
  for (size_t t = 0; t < inputs.size(); ++t) {
    const Tensor both = at::cat({inputs[t], memory}, 1);
    memory = at::sigmoid(run(*retain_, options_.retain, both, keys[t], "retain")) * memory +
             at::sigmoid(run(*update_, options_.update, both, keys[t], "update")) * proposals[t];
  }
  ends.push_back(memory);
  return at::cat(ends, 1);
}

}  // namespace mmim
