#include "models/parts/subnet.h"

#include "kernels/dropout.h"

namespace mmim {

Subnet::Subnet(int64_t in, int64_t out, double dropout)
    : norm_{register_module("norm", std::make_shared<BatchNorm>(in))},
      layers_{
          register_module("layers", std::make_shared<Mlp>(std::vector<int64_t>{in, out, out, out}, Activation::relu))},
      dropout_(dropout) {}

Tensor Subnet::forward(const Tensor& x, const Tensor& identities, const Draws& draws, bool training) {
  const Tensor normal = training ? norm_->train_forward(x) : norm_->forward(x);
  return at::relu(layers_->forward(mmim::dropout(normal, dropout_, identities, draws)));
}

Subnets::Subnets(torch::nn::Module& owner, const ModelInputs& inputs, const Options& o)
    : options_(o),
      padded_(inputs.padded),
      text_(owner, inputs, o.text),
      language_{owner.register_module(
          "language", std::make_shared<LstmEncoder>(
                          text_.width(), LstmOptions{.hidden = o.hidden.text, .out = o.text_out}, inputs.compute))},
      visual_{owner.register_module("visual",
                                    std::make_shared<Subnet>(inputs.widths.visual, o.hidden.visual, o.dropout.visual))},
      acoustic_{owner.register_module(
          "acoustic", std::make_shared<Subnet>(inputs.widths.acoustic, o.hidden.acoustic, o.dropout.acoustic))} {}

PerModality<int64_t> Subnets::widths() const {
  return {options_.text_out, options_.hidden.visual, options_.hidden.acoustic};
}

PerModality<Tensor> Subnets::encode(const Batch& batch, const Draws& draws, bool training) const {
  const Tensor identities = utterance_ids(batch);
  const auto mean = [&](Modality m) { return block_of(padded(batch.streams[m], padded_[m])).mean(1); };
  const Ragged rows = text_.padded_rows(batch, padded_.text, draws.stream("text"));
  const Tensor state =
      mmim::dropout(language_->final_state(rows), options_.dropout.text, identities, draws.stream("language"));
  return {language_->project(state),
          visual_->forward(mean(Modality::visual), identities, draws.stream("visual"), training),
          acoustic_->forward(mean(Modality::acoustic), identities, draws.stream("acoustic"), training)};
}

Tensor with_one(const Tensor& vectors) {
  return at::cat({at::ones({vectors.size(0), 1}, vectors.options()), vectors}, 1);
}

}  // namespace mmim
