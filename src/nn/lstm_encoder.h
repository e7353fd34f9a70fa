#pragma once
#include "core/options.h"
#include "kernels/lstm.h"
#include "nn/layers.h"
#include "tensor/compute.h"
#include "tensor/ragged.h"

namespace mmim {

struct LstmOptions {
  int64_t hidden = 32;
  int64_t out = 0;  ///< width of a Linear after the final state; 0: none
  int64_t layers = 1;
  bool bidirectional = false;
  enum class Take { first, last } take = Take::last;  ///< which layer's final state is read
  void list(Options& o);
};

/// A stream's rows -> one vector: the LSTM's state after the last real row (bidirectional: and, behind it, the backward
/// state after row 0), then a Linear where asked for. Gates i, f, g, o; parameter names as torch.nn.LSTM's below
/// "lstm".
class LstmEncoder : public torch::nn::Module {
 public:
  LstmEncoder(int64_t in, const LstmOptions& options, const Compute& compute = {});
  int64_t width() const;                           ///< of the vector
  Tensor final_state(const Ragged& stream) const;  ///< (N, in) -> (B, directions * hidden); every utterance has a row
  /// That, and the last layer's states after every row (N, directions * hidden).
  LstmStates states(const Ragged& stream) const { return run(stream, true); }
  Tensor project(const Tensor& state) const;  ///< (B, directions * hidden) -> (B, width())
  Tensor forward(const Ragged& stream) const { return project(final_state(stream)); }

 private:
  LstmStates run(const Ragged& stream, bool want_rows) const;
  LstmStates run_fused(const Ragged& stream, bool want_rows) const;
  LstmStates run_reference(const Ragged& stream, bool want_rows) const;

  LstmOptions options_;
  Compute compute_;
  std::vector<Tensor> weights_;  ///< per layer and direction: weight_ih, weight_hh, bias_ih, bias_hh
  std::shared_ptr<Linear> project_;
};

}  // namespace mmim
