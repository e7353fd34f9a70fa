#include "models/misa.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void MisaOptions::list(Options& o) {
  TextStream::list(o, "text", text, "fine-tuned");
  o.add("frozen_layers", frozen_layers,
        {"first layers of a fine-tuned text encoder that are never stepped", between(0, 1024),
         "code: 0 (MOSI), 9 (MOSEI); MMSA: 0"});
  o.add("hidden", hidden, {"width d of every representation", between(1, 65536), "128"});
  o.choice("activation", activation, {{"relu", Activation::relu}, {"tanh", Activation::tanh}},
           {"after the projections and in the head", {}, "relu"});
  o.add("dropout", dropout, {"in the head", between(0, 0.99), "code: .5; MMSA: .2 (MOSI), .5 (MOSEI)"});
  o.add("fusion.layers", fusion.layers, {"layers of the transformer", between(1, 64), "1"});
  o.add("fusion.heads", fusion.heads, {"heads of its attention", between(1, 1024), "2"});
  o.add("fusion.inner", fusion.inner, {"width of its inner layer", between(1, 65536), "2048"});
  o.add("fusion.dropout", fusion.dropout, {"of its probabilities, inner layer and sums", between(0, 0.99), ".1"});
  o.choice("similarity", similarity, {{"cmd", Similarity::cmd}, {"adversarial", Similarity::adversarial}},
           {"what makes shared representations alike: central moments, or a discriminator behind reversed gradients",
            {},
            "cmd"});
  o.add("moments", moments, {"cmd: highest moment", between(1, 64), "5"});
  o.add("reversal", reversal, {"adversarial: weight of the reversed gradient", at_least(0), "code: 1; MMSA: .8"});
  o.choice("difference", difference, {{"mean", DifferenceReduction::mean}, {"sum", DifferenceReduction::sum}},
           {"over the entries of the d x d product", {}, "paper: sum (squared Frobenius norm); code: mean"});
  o.add("weight.similarity", weight.similarity,
        {"of the similarity", at_least(0), "code: 1; MMSA: .3 (MOSI), .8 (MOSEI)"});
  o.add("weight.difference", weight.difference,
        {"of the difference", at_least(0), "code: .3; MMSA: .1 (MOSI), .3 (MOSEI)"});
  o.add("weight.reconstruction", weight.reconstruction, {"of the reconstruction", at_least(0), "1"});
  loss.list(o, "squared, mean");
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), "1e-4"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), "1e-4"});
  o.add("weight_decay", weight_decay,
        {"coupled decay", at_least(0), "code: 0; MMSA: 5e-5 (MOSEI) stands in its table and is not used"});
  list_clip(o, clip, "code: value, 1; MMSA: value, .8");
  list_clip_when(o, clip, "MMSA: batch");
  o.add("accumulate", accumulate,
        {"batches whose gradients are summed for one update", at_least(1), "code: 1; MMSA: 2"});
  o.choice("tail", tail, {{"step", Stage::Tail::step}, {"drop", Stage::Tail::drop}},
           {"batches left at the end of an epoch: one more update, or none", {}, "MMSA: drop"});
}

std::shared_ptr<Model> MisaOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Misa>(*this, inputs);
}

}  // namespace mmim
