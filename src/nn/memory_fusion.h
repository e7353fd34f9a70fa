#pragma once
#include "core/names.h"
#include "core/options.h"
#include "nn/lstm_cell.h"
#include "nn/mlp.h"

namespace mmim {

struct MemoryFusionOptions {
  /// Linear, ReLU, Dropout, Linear.
  struct Network {
    int64_t units = 128;
    double dropout = 0.5;
  };
  PerModality<int64_t> hidden{88, 48, 64};
  int64_t memory = 64;
  Network attention, proposal, retain, update;
  void list(Options& o);
};

/// Memory Fusion Network (Zadeh et al., AAAI 2018), without its head. One LSTM for each stream; at each time t
///   c* = [cells of t - 1; cells of t] (2H), cells in the order text, acoustic, visual
///   a = softmax over the 2H features of attention(c*) * c*,  u = tanh(proposal(a))
///   memory = sigmoid(retain([a; memory])) * memory + sigmoid(update([a; memory])) * u, from zeros
/// and at the end [states of text, acoustic, visual; memory].
class MemoryFusion : public torch::nn::Module {
 public:
  MemoryFusion(const PerModality<int64_t>& widths, const MemoryFusionOptions& options);
  /// Blocks (B, T, d) of one T -> (B, width()). identities (B * T) key the dropout; read with active draws alone.
  Tensor forward(const PerModality<Tensor>& x, const Tensor& identities, const Draws& draws) const;
  int64_t width() const;

 private:
  MemoryFusionOptions options_;
  PerModality<std::shared_ptr<LstmCell>> lstm_;
  std::shared_ptr<Mlp> attention_, proposal_, retain_, update_;
};

}  // namespace mmim
