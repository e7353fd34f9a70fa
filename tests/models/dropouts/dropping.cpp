#include "models/dropouts/dropping.h"

#include <algorithm>

#include "support/small_set.h"

namespace mmim::by_hand {

namespace {

constexpr uint64_t kSeed = 7;
constexpr int64_t kUtterances = 6;

double of(const std::map<std::string, double>& on, const std::string& option) {
  const auto found = on.find(option);
  return found == on.end() ? 0.0 : found->second;
}

}  // namespace

Dropping::Dropping(const std::string& name, const std::vector<std::string>& assignments,
                   std::map<std::string, double> on)
    : name(name), inputs(SmallSet::inputs({.route = Route::reference})), on_(std::move(on)) {
  inputs.text.dropout = of(on_, "encoder.dropout");
  inputs.text.attention_dropout = of(on_, "encoder.attention_dropout");
  const auto options = model_entry(name).options();
  const Options listing(*options);
  for (const Options::Field& field : listing.fields())
    if (field.type == "number" && field.path.find("dropout") != std::string::npos) field.set(of(on_, field.path));
  for (const std::string& assignment : assignments) listing.set_text(assignment);
  options_ = listing.to_json();

  torch::manual_seed(4);
  model = options->build(inputs);
  model->to(at::kDouble);
  const torch::NoGradGuard no_gradient;
  for (Tensor& parameter : model->parameters())  // attention of a fresh encoder hardly differs between rows
    if (parameter.dim() > 1) parameter.normal_(0, 0.5);
  parts = std::make_unique<PartsOf>(*model);
  const SmallSet set(kUtterances);
  batch = set.all();
  for (const Modality m : kRowStreams) batch.streams[m].values = batch.streams[m].values.to(at::kDouble);
  batch.labels = batch.labels.to(at::kDouble);
  if (frozen()) batch.streams.text = batch.tokens.with(at::randn({batch.tokens.layout->total(), 8}, at::kDouble));
  training.labels = set.prepared.labels().to(at::kDouble);
  double shift = 0;
  for (const char* column : {"T", "V", "A"}) training.columns.emplace_back(column, training.labels + (shift += 0.5));
  model->prepare(training);
}

double Dropping::p(const std::string& option) const { return of(on_, option); }

Json Dropping::value(const std::string& option) const {
  std::string pointer = "/" + option;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  return options_.at(Json::json_pointer(pointer));
}

Draws Dropping::stream(const std::string& name) const { return Random(kSeed).draws("dropout").stream(name); }

Losses Dropping::losses() const {
  const Pass pass{0, static_cast<int64_t>(model->stages().size()) - 1};
  model->begin(pass);
  return model->losses(batch, {pass, 0, Random(kSeed)});
}

Tensor Dropping::drop(const std::string& option, const Tensor& x, const Draws& draws) const {
  return dropped(x, p(option), utterance_ids(batch), draws);
}

Tensor Dropping::two_layers(const std::string& name, const std::string& option, const Tensor& x,
                            const Draws& draws) const {
  return parts->linear(name + ".1", drop(option, parts->linear(name + ".0", x).relu(), draws.stream(0)));
}

Ragged Dropping::text_rows() const {
  if (frozen()) return batch.streams.text;
  const Bert& bert = *model->text_encoder();
  return bert.encode(bert.embed(batch.tokens, text_draws()), 0, Rows::all, text_draws());
}

Ragged Dropping::padded_text() const {
  if (frozen()) return padded(batch.streams.text, inputs.padded.text);
  return model->text_encoder()->encode_padded(batch.tokens, inputs.padded.text.length, text_draws());
}

Tensor Dropping::text_vector(Pool pool) const {
  const Bert& bert = *model->text_encoder();
  if (frozen()) return bert.pooled(batch.streams.text, pool);
  return bert.encode_pooled(bert.embed(batch.tokens, text_draws()), 0, pool, text_draws());
}

}  // namespace mmim::by_hand
