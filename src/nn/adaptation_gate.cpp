#include "nn/adaptation_gate.h"

#include "kernels/dropout.h"
#include "nn/normal_init.h"

namespace mmim {

void AdaptationGateOptions::list(Options& o) {
  o.add("beta", beta,
        {"longest displacement as a share of the text row's norm", above(0), "code, MMSA: 1; code's example: 1e-3"});
  o.add("dropout", dropout, {"of the adapted rows", between(0, 0.99), "code: .5; MMSA: .3 (MOSI), .2 (MOSEI)"});
  o.add("epsilon", epsilon, {"epsilon of the gate's LayerNorm", above(0), "1e-5"});
}

AdaptationGate::AdaptationGate(int64_t text, int64_t visual, int64_t acoustic, const AdaptationGateOptions& options)
    : options_(options),
      visual_gate_{register_module("visual_gate", std::make_shared<Linear>(visual + text, text))},
      visual_{register_module("visual", std::make_shared<Linear>(visual, text))},
      acoustic_gate_{register_module("acoustic_gate", std::make_shared<Linear>(acoustic + text, text))},
      acoustic_{register_module("acoustic", std::make_shared<Linear>(acoustic, text))},
      norm_{register_module("LayerNorm", std::make_shared<LayerNorm>(text, options.epsilon))} {
  normal_as_bert(*this);
}

Adapted AdaptationGate::forward(const Ragged& text, const Tensor& visual, const Tensor& acoustic,
                                const Draws& draws) const {
  const Tensor& z = text.values;
  Adapted out;
  out.visual_gate = at::relu(visual_gate_->forward(at::cat({visual, z}, 1)));
  out.acoustic_gate = at::relu(acoustic_gate_->forward(at::cat({acoustic, z}, 1)));
  out.displacement = out.visual_gate * visual_->forward(visual) + out.acoustic_gate * acoustic_->forward(acoustic);
  const Tensor norm = out.displacement.norm(2, 1), one = at::ones_like(norm);
  const Tensor length = at::where(norm == 0, one, norm);
  out.scale = at::minimum(z.norm(2, 1) / (length + 1e-6) * options_.beta, one);
  const Tensor identities = draws.active ? text.layout->row_ids() : Tensor();
  out.rows =
      dropout(norm_->forward(z + out.scale.unsqueeze(1) * out.displacement), options_.dropout, identities, draws);
  return out;
}

}  // namespace mmim
