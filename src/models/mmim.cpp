#include "models/mmim.h"

#include <algorithm>

#include "core/error.h"
#include "kernels/dropout.h"
#include "models/parts/stage_parts.h"

namespace mmim {

namespace {

Modality modality_of(const std::string& text) {
  for (const Modality m : kModalities)
    if (word(m) == text) return m;
  throw ConfigError("`" + text + "` is none of text, visual and acoustic");
}

bool is_projection(const std::string& parameter) { return parameter.find(".entropy_projection.") != std::string::npos; }
bool is_likelihood(const std::string& parameter) {
  return parameter.starts_with("bound.") && !is_projection(parameter);
}

}  // namespace

Mmim::Mmim(const MmimOptions& options, const ModelInputs& inputs) : options_(options) {
  if (options.modalities.empty()) throw ConfigError("option `mmim.modalities`: at least one modality is needed");
  PerModality<int64_t> width;
  if (has(Modality::text)) {
    text_.emplace(*this, inputs, options.text, Pool::cls);
    width.text = inputs.text.width;
  }
  const auto encoder = [&](Modality m, const LstmOptions& lstm) {
    auto made = register_module(word(m), std::make_shared<LstmEncoder>(inputs.widths[m], lstm, inputs.compute));
    width[m] = made->width();
    return made;
  };
  if (has(Modality::visual)) visual_ = encoder(Modality::visual, options.visual);
  if (has(Modality::acoustic)) acoustic_ = encoder(Modality::acoustic, options.acoustic);
  const int64_t fused = options.fusion_width;
  fusion_ = register_module(
      "fusion", std::make_shared<Mlp>(std::vector<int64_t>{width.text + width.visual + width.acoustic, fused, fused},
                                      Activation::tanh));
  head_ = register_module("head", std::make_shared<Linear>(fused, 1));
  if (options.head != MmimOptions::Head::fusion) {
    if (!text_) throw ConfigError("option `mmim.head`: residual and gated need the modality text");
    text_head_ = register_module("text_head", std::make_shared<Linear>(width.text, 1));
  }
  if (options.head == MmimOptions::Head::gated) gate_ = register_module("gate", std::make_shared<Linear>(fused, 1));
  auto bounds = register_module("bound", std::make_shared<torch::nn::Module>());
  for (const std::string& pair : options.pairs) {
    const size_t dash = pair.find('-');
    const Modality x = modality_of(pair.substr(0, dash)), y = modality_of(pair.substr(dash + 1));
    if (!has(x) || !has(y)) continue;
    pairs_.push_back(
        {pair, x, y, bounds->register_module(pair, std::make_shared<BarberAgakov>(width[x], width[y], options.bound))});
  }
  auto predictors = register_module("predictor", std::make_shared<torch::nn::Module>());
  for (const std::string& word : options.contrast) {
    const Modality m = modality_of(word);
    if (!has(m)) continue;
    std::vector<int64_t> widths(static_cast<size_t>(options.predictor_layers) + 1, width[m]);
    widths.front() = fused;
    predictors_.emplace_back(
        m, predictors->register_module(
               word, std::make_shared<Mlp>(widths, options.predictor_activation, Mlp::Activate::first)));
  }
  xavier_normal(*this, {"text."});
}

bool Mmim::has(Modality modality) const {
  const auto& all = options_.modalities;
  return std::find(all.begin(), all.end(), word(modality)) != all.end();
}

PerModality<Tensor> Mmim::encode(const Batch& batch, const Draws& draws) const {
  PerModality<Tensor> h;
  if (text_) h.text = text_->vector(batch, draws.stream("text"));
  const auto encode_stream = [&](const LstmEncoder& encoder, const Ragged& stream, double p, const char* name) {
    const Tensor state = encoder.final_state(stream);
    return encoder.project(draws.active && p > 0 ? dropout(state, p, utterance_ids(batch), draws.stream(name)) : state);
  };
  if (visual_) h.visual = encode_stream(*visual_, batch.streams.visual, options_.visual_dropout, "visual");
  if (acoustic_) h.acoustic = encode_stream(*acoustic_, batch.streams.acoustic, options_.acoustic_dropout, "acoustic");
  if (options_.unit)
    for (const Modality m : kModalities)
      if (h[m].defined()) h[m] = h[m] / h[m].norm(2, {1}, true).clamp_min(1e-12);
  return h;
}

Tensor Mmim::fuse(const PerModality<Tensor>& h, const Batch& batch, const Draws& draws) const {
  const bool acoustic_first = options_.fusion_order == MmimOptions::Order::text_acoustic_visual;
  std::vector<Tensor> vectors;
  const auto add = [&](Modality m) {
    if (!h[m].defined()) return;
    const bool dropped = draws.active && options_.modality_dropout > 0 && m != Modality::text;
    vectors.push_back(dropped ? h[m] * kept(batch, draws.stream("modality/" + word(m))) : h[m]);
  };
  for (const Modality m : {Modality::text, acoustic_first ? Modality::acoustic : Modality::visual,
                           acoustic_first ? Modality::visual : Modality::acoustic})
    add(m);
  Tensor x = at::cat(vectors, 1);
  if (draws.active) x = dropout(x, options_.fusion_dropout, utterance_ids(batch), draws.stream("fusion"));
  return at::tanh(fusion_->forward(x));
}

Tensor Mmim::kept(const Batch& batch, const Draws& draws) const {
  const Tensor ones = at::ones({batch.size(), 1}, batch.labels.options().dtype(parameters().front().scalar_type()));
  return dropout(ones, options_.modality_dropout, utterance_ids(batch), draws);
}

Tensor Mmim::read(const Tensor& fused) const { return head_->forward(fused).squeeze(1); }

Tensor Mmim::sentiment(const PerModality<Tensor>& h, const Tensor& fused) const {
  Tensor value = read(fused);
  if (gate_) value = value * at::sigmoid(gate_->forward(fused)).squeeze(1);
  return text_head_ ? text_head_->forward(h.text).squeeze(1) + value : value;
}

PerModality<Tensor> Mmim::stopped(const PerModality<Tensor>& h, const char* term) const {
  const auto& stops = options_.stop_text;
  PerModality<Tensor> all = h;
  if (all.text.defined() && std::find(stops.begin(), stops.end(), term) != stops.end()) all.text = all.text.detach();
  return all;
}

double Mmim::rising(const Step& step) const {
  if (step.pass.epoch >= options_.anneal) return 1;
  return static_cast<double>(step.pass.epoch) / static_cast<double>(options_.anneal);
}

Tensor Mmim::reconstruct(Modality modality, const Tensor& fused) const {
  for (const auto& [m, predictor] : predictors_)
    if (m == modality) return predictor->forward(fused);
  throw UsageError("this model has no contrastive predictor for " + word(modality));
}

BarberAgakov& Mmim::bound(const std::string& pair) {
  for (Pair& one : pairs_)
    if (one.name == pair) return *one.bound;
  throw UsageError("this model has no bound for the pair " + pair);
}

Losses Mmim::likelihood_losses(const PerModality<Tensor>& h, int64_t count, const Step& step) const {
  Losses losses;
  for (const Pair& pair : pairs_)
    losses.add("likelihood/" + pair.name, pair.bound->log_likelihood(h[pair.x], h[pair.y]), -1, count);
  // With gradients zeroed instead of undefined (as LibTorch 1.7 did) the projection's weights decay here from epoch 2
  // on.
  if (options_.projection == MmimOptions::Projection::decay && step.pass.epoch > 0)
    for (const Pair& pair : pairs_)
      for (const Tensor& parameter : pair.bound->projection_parameters())
        losses.add("decay/" + pair.name, parameter.sum() * 0, 1, count);
  return losses;
}

void Mmim::add_entropy(Losses& losses, const PerModality<Tensor>& h, const Batch& batch, const Step& step) {
  const bool counts = step.batch >= options_.entropy_from_batch;
  for (const Pair& pair : pairs_) {
    const LabelledRows current{pair.bound->entropy_rows(h[pair.y]), batch.labels};
    const bool estimated =
        !pair.bound->history.empty() || options_.bound.memory == 0 || options_.entropy_from_batch == 0;
    const Tensor entropy = estimated ? pair.bound->entropy(current) : Tensor();
    if (estimated) losses.add("entropy/" + pair.name, entropy, counts ? -rising(step) * options_.beta : 0);
    const Tensor bound = has_bounds()
                             ? pair.bound->information(h[pair.x], h[pair.y], pair.bound->history.with(current), entropy)
                             : Tensor();
    if (bound.defined()) losses.add("I_BA/" + pair.name, bound, 0);
    pair.bound->history.remember(current);
  }
}

Losses Mmim::losses(const Batch& batch, const Step& step) {
  const Draws draws = step.random.draws("dropout");
  const PerModality<Tensor> h = encode(batch, draws);
  if (step.pass.stage == 0) return likelihood_losses(h, batch.size(), step);
  const int64_t count = batch.size();
  const Tensor fused = fuse(h, batch, draws);
  const bool all = options_.objectives == MmimOptions::Objectives::all;
  Losses losses;
  losses.add("task", (sentiment(h, fused) - batch.labels).abs().mean(), 1, count);
  const double rise = rising(step);
  const PerModality<Tensor> in_contrast = stopped(h, "contrast"), in_bound = stopped(h, "bound");
  if (all)
    for (const auto& [m, predictor] : predictors_)
      losses.add("contrast/" + word(m),
                 contrastive_loss(in_contrast[m], predictor->forward(fused), options_.orientation),
                 rise * options_.alpha);
  if (all)
    for (const Pair& pair : pairs_)
      losses.add("likelihood/" + pair.name, pair.bound->log_likelihood(in_bound[pair.x], in_bound[pair.y]),
                 -rise * options_.beta, count);
  add_entropy(losses, in_bound, batch, step);
  return losses;
}

std::vector<Stage> Mmim::stages() const {
  using Projection = MmimOptions::Projection;
  const auto in_likelihood = [&](const std::string& p) {
    return is_likelihood(p) || (is_projection(p) && options_.projection == Projection::decay);
  };
  const auto in_text = [](const std::string& p) { return p.starts_with("text."); };
  const auto in_main = [&](const std::string& p) {
    return !in_text(p) && !is_likelihood(p) && !(is_projection(p) && options_.projection != Projection::trained);
  };
  const double decay = options_.weight_decay;
  Stage likelihood =
      main_stage({{"likelihood", parameters_where(*this, in_likelihood), options_.learning_rate_likelihood, decay}},
                 options_.clip);
  likelihood.name = "likelihood";
  likelihood.share = options_.likelihood_share;
  Stage main = main_stage({{"text", parameters_where(*this, in_text), options_.learning_rate_text, decay},
                           {"main", parameters_where(*this, in_main), options_.learning_rate_main, decay}},
                          options_.clip);
  main.schedule = options_.schedule;
  if (main.groups.front().parameters.empty()) main.groups.erase(main.groups.begin());
  if (options_.objectives == MmimOptions::Objectives::entropy_only || pairs_.empty()) likelihood.share = 0;
  return {likelihood, main};
}

Needs Mmim::needs() const {
  Needs needs;
  needs.modalities.clear();
  for (const Modality m : kModalities)
    if (has(m)) needs.modalities.push_back(m);
  needs.both_signs = !pairs_.empty() && options_.bound.entropy.split != EntropyOptions::Split::single;
  needs.one_sign = "mmim.bound.entropy.split=single";
  if (text_) needs.text = text_->needs();
  return needs;
}

std::vector<std::string> Mmim::without_gradient() const {
  return text_ ? text_->without_gradient() : std::vector<std::string>{};
}

void Mmim::begin(const Pass& pass) {
  if (options_.history_reset == MmimOptions::Reset::never) return;
  for (Pair& pair : pairs_) pair.bound->history.clear();
}

void Mmim::save_state(Archive& archive) const {
  for (const Pair& pair : pairs_) {
    int64_t number = 0;
    for (const LabelledRows& batch : pair.bound->history.batches()) {
      const std::string place = "history/" + pair.name + "/" + std::to_string(number++);
      archive.tensors.emplace_back(place + "/rows", batch.rows);
      archive.tensors.emplace_back(place + "/labels", batch.labels);
    }
  }
}

void Mmim::load_state(const Archive& archive) {
  for (Pair& pair : pairs_) pair.bound->history.clear();
  for (size_t i = 0; i + 1 < archive.tensors.size(); i += 2) {
    const std::string& place = archive.tensors[i].first;
    for (Pair& pair : pairs_)
      if (place.starts_with("history/" + pair.name + "/"))
        pair.bound->history.remember({archive.tensors[i].second, archive.tensors[i + 1].second});
  }
}

std::shared_ptr<Model> MmimOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Mmim>(*this, inputs);
}

}  // namespace mmim
