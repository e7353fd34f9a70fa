#include "models/lmf.h"

#include "models/parts/stage_parts.h"

namespace mmim {

void LmfOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2, GloVe in the paper");
  o.add("hidden.text", hidden.text,
        {"width of the text LSTM", between(1, 4096), "MMSA: 128; Justin1904: 64, 128 or 256; the paper's example: 64"});
  o.add(
      "hidden.visual", hidden.visual,
      {"width of the visual network", between(1, 4096), "MMSA: 128; Justin1904: 4, 8 or 16; the paper's example: 32"});
  o.add(
      "hidden.acoustic", hidden.acoustic,
      {"width of the acoustic network", between(1, 4096), "MMSA: 16; Justin1904: 4, 8 or 16; the paper's example: 32"});
  o.add("text_out", text_out,
        {"width of the text vector", between(1, 4096), "half the width of the text LSTM; MMSA: 64"});
  o.add("rank", rank,
        {"rank-one terms of the fusion", between(1, 4096), "MMSA: 3 (MOSI), 4 (MOSEI); Justin1904: 1, 4, 8 or 16"});
  for (const Modality m : kModalities)
    o.add("dropout." + word(m), dropout[m],
          {"before the network of a mean, after the text LSTM", between(0, 0.99),
           m == Modality::text ? "MMSA: 0 with one LSTM layer; Justin1904: 0 to .5"
                               : "MMSA: .3 (MOSI), .2 (MOSEI); Justin1904: 0 to .5"});
  o.add("train_fusion_weights", train_fusion_weights,
        {"step the weights of the sum over ranks and its bias", {}, "Justin1904: true; MMSA: false, by its groups"});
  loss.list(o, "Justin1904: absolute, sum; MMSA: absolute, mean");
  o.add("learning_rate", learning_rate,
        {"Adam's rate", at_least(0), "MMSA: 1e-3; Justin1904: 3e-4, 5e-4, 1e-3 or 3e-3"});
  o.add("learning_rate_factors", learning_rate_factors,
        {"Adam's rate for the factors", at_least(0), "MMSA: 1e-3; Justin1904: 3e-4, 5e-4, 1e-3 or 3e-3"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay,
        {"coupled decay", at_least(0), "MMSA: 5e-3 (MOSI), 1e-3 (MOSEI); Justin1904: 0, 1e-3, 2e-3 or 1e-2"});
  list_clip(o, clip, "none");
}

std::shared_ptr<Model> LmfOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Lmf>(*this, inputs);
}

Lmf::Lmf(const LmfOptions& o, const ModelInputs& inputs)
    : TaskModel(o.loss),
      options_(o),
      subnets_(*this, inputs, {o.text, o.hidden, o.text_out, o.dropout}),
      fusion_{register_module("fusion", std::make_shared<Linear>(o.rank, 1))} {
  const auto factor = register_module("factor", std::make_shared<torch::nn::Module>());
  for (const Modality m : kModalities)
    factors_[m] = factor->register_parameter(word(m), at::empty({o.rank, 1 + subnets_.widths()[m]}));
  xavier_normal(*factor, {});
  xavier_normal(*fusion_, {});
  const torch::NoGradGuard no_gradient;
  fusion_->bias.zero_();
}

PerModality<Tensor> Lmf::project(const PerModality<Tensor>& h) const {
  PerModality<Tensor> projected;
  for (const Modality m : kModalities) projected[m] = affine(with_one(h[m]), factors_[m], {});
  return projected;
}

NamedTensors Lmf::steps(const Batch& batch, const Draws& draws) const {
  const PerModality<Tensor> h = encode(batch, draws, draws.active), projected = project(h);
  NamedTensors steps;
  for (const Modality m : kModalities) steps.emplace_back(word(m), h[m]);
  for (const Modality m : kModalities) steps.emplace_back("projected " + word(m), projected[m]);
  const Tensor fused = fuse(projected);
  steps.emplace_back("fused", fused);
  steps.emplace_back("sentiment", read(fused));
  return steps;
}

std::vector<Stage> Lmf::stages() const {
  const auto in_factors = [](const std::string& name) { return name.starts_with("factor."); };
  const auto elsewhere = [&](const NamedParameter& parameter) {
    return in_factors(parameter.name) || (!options_.train_fusion_weights && parameter.name.starts_with("fusion."));
  };
  auto groups = text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay);
  for (ParameterGroup& group : groups) std::erase_if(group.parameters, elsewhere);
  groups.push_back(
      {"factors", parameters_where(*this, in_factors), options_.learning_rate_factors, options_.weight_decay});
  return {main_stage(std::move(groups), options_.clip)};
}

Needs Lmf::needs() const {
  return {.modalities = {kModalities.begin(), kModalities.end()},
          .padded = true,
          .text = subnets_.text().needs(),
          .text_rows = subnets_.text_rows()};
}

}  // namespace mmim
