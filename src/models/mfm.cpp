#include "models/mfm.h"

#include "losses/mmd.h"
#include "models/parts/stage_parts.h"
#include "tensor/gaussian.h"

namespace mmim {

namespace {

struct Published {
  std::string z, f, dropout, weight;
};

const PerModality<Published> kOwn{{"code: 32; MMSA: 64 (MOSI), 256 (MOSEI)", "code: 88; MMSA: 32",
                                   "code: .2; MMSA: .5 (MOSI), .7 (MOSEI)", "code: 1; MMSA: .5 (MOSI), 5 (MOSEI)"},
                                  {"80", "code: 8; MMSA: 64 (MOSI), 32 (MOSEI)",
                                   "code: .7; MMSA: .5 (MOSI), .7 (MOSEI)", "code: .5; MMSA: .5 (MOSI), 5 (MOSEI)"},
                                  {"code: 8; MMSA: 80", "code: 8; MMSA: 16 (MOSI), 80 (MOSEI)", "code: .2; MMSA: .7",
                                   "code: .01; MMSA: .01 (MOSI), 2 (MOSEI)"}};

}  // namespace

void MfmOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2, GloVe in the paper");
  o.section("fusion", fusion);
  o.add("z.label", z.label, {"width of Z_y", between(1, 4096), "code: 32; MMSA: 80 (MOSI), 32 (MOSEI)"});
  o.add("f.label", f.label, {"width of F_y", between(1, 4096), "code: 16; MMSA: 64 (MOSI), 16 (MOSEI)"});
  o.add("dropout.label", dropout.label,
        {"between Z_y and F_y", between(0, 0.99), "code: 0; MMSA: .5 (MOSI), .2 (MOSEI)"});
  for (const Modality m : kModalities) {
    const std::string which = word(m);
    o.add("z." + which, z.own[m], {"width of Z of this modality", between(1, 4096), kOwn[m].z});
    o.add("f." + which, f.own[m], {"width of F of this modality", between(1, 4096), kOwn[m].f});
    o.add("dropout." + which, dropout.own[m], {"between Z and F", between(0, 0.99), kOwn[m].dropout});
    o.add("reconstruction_weight." + which, reconstruction_weight[m],
          {"weight of the reconstruction", at_least(0), kOwn[m].weight});
  }
  o.add("head_dropout", head_dropout,
        {"between F_y and the label", between(0, 0.99), "code: 0; MMSA: 0 (MOSI), .2 (MOSEI)"});
  o.add("mmd_weight", mmd_weight, {"weight of each MMD", at_least(0), "code: 1; MMSA: 100 (MOSI), 10 (MOSEI)"});
  loss.list(o, "code, MMSA: absolute, mean");
  o.add("learning_rate", learning_rate,
        {"Adam's rate", at_least(0), "code, MMSA: 1e-3; both list another and do not use it"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "code: 0; MMSA: 1e-3 (MOSI), 5e-4 (MOSEI)"});
  list_clip(o, clip, "none");
  list_schedule(o, schedule, "code: plateau, .1 after 10; MMSA: none");
}

std::shared_ptr<Model> MfmOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Mfm>(*this, inputs);
}

Mfm::Mfm(const MfmOptions& o, const ModelInputs& inputs)
    : options_(o), padded_(inputs.padded.text), text_(*this, inputs, o.text) {
  const PerModality<int64_t> widths{text_.width(), inputs.widths.visual, inputs.widths.acoustic};
  const auto mlp = [](const std::vector<int64_t>& shape) { return std::make_shared<Mlp>(shape, Activation::relu); };
  for (const Modality m : kModalities)
    encoder_[m] = register_at(
        *this, "encoder." + word(m),
        std::make_shared<LstmEncoder>(widths[m], LstmOptions{.hidden = o.z.own[m], .out = o.z.own[m]}, inputs.compute));
  fusion_ = register_module("fusion", std::make_shared<MemoryFusion>(widths, o.fusion));
  label_code_ = register_module("label_code", std::make_shared<Linear>(fusion_->width(), o.z.label));
  factor_.label = register_at(*this, "factor.label", mlp({o.z.label, o.f.label, o.f.label}));
  for (const Modality m : kModalities) {
    factor_.own[m] = register_at(*this, "factor." + word(m), mlp({o.z.own[m], o.f.own[m], o.f.own[m]}));
    decoder_[m] =
        register_at(*this, "decoder." + word(m), std::make_shared<LstmDecoder>(o.f.label + o.f.own[m], widths[m]));
  }
  head_ = register_module("head", mlp({o.f.label, o.f.label, 1}));
}

PerModality<Ragged> Mfm::rows(const Batch& batch, const Draws& draws) const {
  PerModality<Ragged> x;
  for (const Modality m : kModalities)
    x[m] = m == Modality::text ? text_.padded_rows(batch, padded_, draws.stream("text"))
                               : padded(aligned(batch, m), padded_);
  return x;
}

Tensor Mfm::encode_label(const PerModality<Ragged>& x, const Draws& draws) const {
  const Tensor identities = draws.active ? x.text.layout->row_ids() : Tensor();
  return label_code_->forward(fusion_->forward({block_of(x.text), block_of(x.visual), block_of(x.acoustic)}, identities,
                                               draws.stream("fusion")));
}

Factors<Tensor> Mfm::encode(const PerModality<Ragged>& x, const Draws& draws) const {
  Factors<Tensor> z{encode_label(x, draws), {}};
  for (const Modality m : kModalities) z.own[m] = encoder_[m]->forward(x[m]);
  return z;
}

Tensor Mfm::label_factor(const Tensor& z, const Batch& batch, const Draws& draws) const {
  return at::relu(
      factor_.label->forward(z, options_.dropout.label, utterance_ids(batch), draws.stream("factor label")));
}

Factors<Tensor> Mfm::factors(const Factors<Tensor>& z, const Batch& batch, const Draws& draws) const {
  Factors<Tensor> f{label_factor(z.label, batch, draws), {}};
  for (const Modality m : kModalities)
    f.own[m] = at::relu(factor_.own[m]->forward(z.own[m], options_.dropout.own[m], utterance_ids(batch),
                                                draws.stream("factor " + word(m))));
  return f;
}

PerModality<Tensor> Mfm::decode(const Factors<Tensor>& f) const {
  PerModality<Tensor> x;
  for (const Modality m : kModalities) x[m] = decoder_[m]->forward(at::cat({f.label, f.own[m]}, 1), padded_.length);
  return x;
}

Tensor Mfm::read(const Tensor& f, const Batch& batch, const Draws& draws) const {
  return head_->forward(f, options_.head_dropout, utterance_ids(batch), draws.stream("head")).squeeze(1);
}

Prediction Mfm::predict(const Batch& batch) const {
  return {read(label_factor(encode_label(rows(batch, {}), {}), batch, {}), batch, {}), {}};
}

NamedTensors Mfm::trace(const Batch& batch) const {
  const Factors<Tensor> z = encode(rows(batch, {}), {}), f = factors(z, batch, {});
  NamedTensors steps{{"Z label", z.label}, {"F label", f.label}};
  for (const Modality m : kModalities) {
    steps.emplace_back("Z " + word(m), z.own[m]);
    steps.emplace_back("F " + word(m), f.own[m]);
  }
  steps.emplace_back("sentiment", read(f.label, batch, {}));
  return steps;
}

Losses Mfm::losses(const Batch& batch, const Step& step) {
  const Draws draws = step.random.draws("dropout"), prior = step.random.draws("prior");
  const PerModality<Ragged> x = rows(batch, draws);
  const Factors<Tensor> z = encode(x, draws), f = factors(z, batch, draws);
  const PerModality<Tensor> decoded = decode(f);
  Losses losses;
  add_task_loss(losses, read(f.label, batch, draws), batch.labels, options_.loss);
  for (const Modality m : kModalities)  // a fine-tuned encoder is not moved towards what is easy to reconstruct
    losses.add("reconstruction/" + word(m), at::mse_loss(decoded[m], block_of(x[m]).detach()),
               options_.reconstruction_weight[m], batch.size());
  const auto add_mmd = [&](const std::string& which, const Tensor& code, const Tensor& replayed) {
    const Tensor drawn = replayed.defined()
                             ? replayed
                             : gaussian(utterance_ids(batch), code.size(1), prior.stream(which), code.options());
    losses.add("mmd/" + which, mmd(drawn, code), options_.mmd_weight);
  };
  const Factors<Tensor> replayed = replayed_.value_or(Factors<Tensor>{});
  add_mmd("label", z.label, replayed.label);
  for (const Modality m : kModalities) add_mmd(word(m), z.own[m], replayed.own[m]);
  return losses;
}

std::vector<Stage> Mfm::stages() const {
  Stage stage = main_stage(
      text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay), options_.clip);
  stage.schedule = options_.schedule;
  return {stage};
}

Needs Mfm::needs() const {
  return {.modalities = {kModalities.begin(), kModalities.end()},
          .aligned = true,
          .padded = true,
          .text = text_.needs(),
          .text_rows = text_.needs_rows(padded_)};
}

}  // namespace mmim
