#include "parity/mmim_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "parity/stages.h"
#include "published/catalog.h"

namespace mmim::golden {

Modality modality_of_letter(char letter) {
  return letter == 't' ? Modality::text : letter == 'v' ? Modality::visual : Modality::acoustic;
}

std::string pair_of(const std::string& letters) {
  return word(modality_of_letter(letters.at(0))) + "-" + word(modality_of_letter(letters.at(1)));
}

namespace {

/// The first batch of a pass that the published solver gave a memory (there are none before it, and H is 0).
int64_t memory_from(const Case& recorded) {
  std::set<int64_t> batches;
  if (recorded.json.contains("trajectory_f64"))
    for (const Json& step : recorded.json.at("trajectory_f64"))
      for (const auto& [key, value] : step.items())
        if (key.starts_with("H_") && number(value) != 0) batches.insert(step.at("batch").get<int64_t>());
  return batches.empty() ? 1 : *batches.begin();
}

/// A tensor of a pair or modality that the case leaves out: the published modules may exist without being used.
bool left_out(const MmimOptions& options, const std::string& published) {
  const auto listed = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (published.starts_with("mi_")) return !listed(options.pairs, pair_of(published.substr(3, 2)));
  return published.starts_with("cpc_z") && !listed(options.contrast, word(modality_of_letter(published.at(5))));
}

/// Rates, decay, clip and schedule of the recorded optimiser; a case without one steps nothing.
void take_stages(MmimOptions& o, const Json& optimizer) {
  if (optimizer.is_null()) return;
  const auto rate_of = [&](const char* published) { return group_of(optimizer, published).at("lr").get<double>(); };
  o.learning_rate_text = rate_of("text_enc.bertmodel.embeddings.word_embeddings.weight");
  o.learning_rate_likelihood = rate_of("mi_tv.mlp_mu.0.weight");
  o.learning_rate_main = rate_of("fusion_prj.linear_3.weight");
  o.weight_decay = optimizer.at("groups").back().at("weight_decay");
  o.clip = recorded_clip(optimizer);
  o.schedule = recorded_schedule(optimizer);
}

MmimOptions options_of(const Case& recorded) {
  const Json& settings = recorded.settings();
  const Json& m = settings.at("model");
  MmimOptions o;
  const auto stream = [&](const char* theirs) {
    LstmOptions lstm;
    lstm.hidden = m.at("lstm_hidden").at(theirs);
    lstm.out = m.at("encoder_out").at(theirs);
    lstm.layers = m.at("lstm_layers");
    lstm.bidirectional = m.at("bidirectional");
    lstm.take = LstmOptions::Take::first;
    return lstm;
  };
  o.visual = stream("video");
  o.acoustic = stream("audio");
  const bool inert = m.at("lstm_layers") == 1;  // the published encoder then sets its dropout to 0
  o.visual_dropout = inert ? 0.0 : m.at("dropout").value("video", 0.0);
  o.acoustic_dropout = inert ? 0.0 : m.at("dropout").value("audio", 0.0);
  o.fusion_dropout = m.at("dropout").value("fusion", 0.0);
  o.fusion_width = m.at("fusion_width");
  o.fusion_order = MmimOptions::Order::text_acoustic_visual;
  o.predictor_layers = m.at("cpc_layers");
  o.predictor_activation = m.value("cpc_activation", "tanh") == "relu" ? Activation::relu : Activation::tanh;
  o.pairs.clear();
  for (const Json& pair : m.at("pairs")) o.pairs.push_back(pair_of(pair));
  o.contrast.clear();
  for (const Json& letter : m.at("contrast"))
    o.contrast.push_back(word(modality_of_letter(letter.get<std::string>().at(0))));
  o.bound.memory = m.at("memory_batches");
  o.bound.divisor = m.value("entropy_projection_divisor", int64_t{4});
  o.bound.likelihood.form =
      m.at("likelihood") == "code" ? GaussianOptions::Form::published : GaussianOptions::Form::full;
  o.bound.likelihood.bound = m.value("bounded", false) ? GaussianOptions::Bound::tanh : GaussianOptions::Bound::none;
  o.orientation = m.at("contrast_form") == "code" ? Orientation::predictions : Orientation::representations;
  const Json& entropy = m.at("entropy");
  o.bound.rows = entropy.at("rows") == "proj" ? BarberAgakovOptions::Rows::projected : BarberAgakovOptions::Rows::raw;
  o.bound.entropy.covariance =
      entropy.at("covariance") == "full" ? EntropyOptions::Covariance::full : EntropyOptions::Covariance::diagonal;
  o.bound.entropy.split = entropy.at("split") == "strict"   ? EntropyOptions::Split::strict
                          : entropy.at("split") == "nonneg" ? EntropyOptions::Split::non_negative
                                                            : EntropyOptions::Split::single;
  o.bound.entropy.gradient = EntropyOptions::Gradient::batch;  // as published
  o.bound.entropy.guard = 0;
  o.bound.entropy.least_rows = 0;
  o.history_reset = MmimOptions::Reset::pass;
  const Json& loss = settings.at("loss");
  take_stages(o, settings.value("optimizer", Json()));
  o.alpha = loss.at("alpha");
  o.beta = loss.at("beta");
  o.entropy_from_batch = std::max(loss.at("entropy_in_loss_from_batch").get<int64_t>(), memory_from(recorded));
  const bool zeroed = settings.contains("run") && settings.at("run").value("zero_grad", "undefined") == "zeros";
  o.projection = zeroed ? MmimOptions::Projection::decay : MmimOptions::Projection::frozen;
  return o;
}

}  // namespace

MmimCase::MmimCase(const Case& recorded, torch::Dtype dtype, Route route) : dtype(dtype), recorded_(recorded) {
  const Json& settings = recorded.settings();
  options = options_of(recorded);
  ModelInputs inputs;
  inputs.compute.route = route;
  inputs.text = BertOptions::from_json(settings.at("bert"), recorded.name());
  inputs.widths = {0, settings.at("model").at("input_dims").at("video"),
                   settings.at("model").at("input_dims").at("audio")};
  model = std::make_shared<Mmim>(options, inputs);
  model->to(dtype);
  batches_ = recorded.tensors("batches.safetensors", dtype);
  auto stored = recorded.tensors("params.safetensors", dtype);
  torch::NoGradGuard no_gradient;
  for (auto& parameter : model->named_parameters()) {
    const std::string theirs = published(parameter.key());
    const auto found = stored.find(theirs);
    if (found == stored.end()) throw std::runtime_error(recorded.name() + ": no recorded parameter " + theirs);
    parameter.value().copy_(found->second);
    stored.erase(found);
  }
  std::erase_if(stored, [&](const auto& one) { return left_out(options, one.first); });
  if (!stored.empty())
    throw std::runtime_error(recorded.name() + ": recorded parameter " + stored.begin()->first + " has no place");
}

std::string MmimCase::published(const std::string& ours) const {
  const std::vector<std::string> names = published_system("mmim").names(ours);
  const bool without_number = ours.starts_with("predictor.") && options.predictor_layers == 1;
  return without_number ? names.back() : names.front();
}

bool MmimCase::unused(const std::string& published) const { return left_out(options, published); }

std::string MmimCase::smallest_batch() const {
  std::string smallest;
  for (const auto& [name, tensor] : batches_)
    if (name.ends_with(".labels") && tensor.size(0) > 1 &&
        (smallest.empty() || tensor.size(0) < batches_.at(smallest + ".labels").size(0)))
      smallest = name.substr(0, name.rfind('.'));
  return smallest;
}

Json MmimCase::tolerances() const {
  return recorded_.settings().at("tolerances").at(dtype == at::kDouble ? "f64" : "f32");
}

bool MmimCase::gradient_is_noise(const std::string& published) const {
  const Json& tolerances = recorded_.settings().at("tolerances");
  if (!tolerances.contains("noise") || !tolerances.at("noise").contains("skip_gradient")) return false;
  for (const Json& pattern : tolerances.at("noise").at("skip_gradient"))
    if (std::regex_search(published, std::regex(pattern.get<std::string>()))) return true;
  return false;
}

Batch MmimCase::batch(const std::string& name) const {
  const auto tensor = [&](const std::string& part) { return batches_.at(name + "." + part); };
  const Tensor mask = tensor("mask").to(at::kBool);
  const Tensor counts = mask.sum(1).to(at::kLong);
  const std::vector<int64_t> lengths(counts.const_data_ptr<int64_t>(),
                                     counts.const_data_ptr<int64_t>() + counts.numel());
  Batch batch;
  batch.tokens = {tensor("ids").masked_select(mask), make_layout(lengths)};
  batch.word_of_piece = batch.tokens.with(at::full_like(batch.tokens.values, -1));
  const auto stream = [&](const std::string& values, const std::string& length) {  // (T, B, d), padded at the back
    const Tensor padded = tensor(values), rows = tensor(length).to(at::kLong).clamp_min(1);
    std::vector<Tensor> pieces;
    std::vector<int64_t> row_counts;
    for (int64_t i = 0; i < rows.numel(); ++i) {
      row_counts.push_back(rows[i].item<int64_t>());
      pieces.push_back(padded.select(1, i).narrow(0, 0, row_counts.back()));
    }
    return Ragged{at::cat(pieces), make_layout(row_counts)};
  };
  batch.streams.visual = stream("visual", "v_len");
  batch.streams.acoustic = stream("acoustic", "a_len");
  batch.labels = tensor("labels").reshape(-1);
  return batch;
}

}  // namespace mmim::golden
