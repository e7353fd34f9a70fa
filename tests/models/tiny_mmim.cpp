#include "models/tiny_mmim.h"

namespace mmim {

namespace {

Tensor waves(int64_t rows, int64_t width, double phase) {
  return (at::arange(rows * width, at::kDouble) * 0.7371 + phase).sin().view({rows, width});
}

Ragged stream(int64_t width, int64_t size, int64_t number, double phase) {
  std::vector<int64_t> lengths;
  for (int64_t i = 0; i < size; ++i) lengths.push_back(1 + (i + number) % 4);
  const auto layout = make_layout(lengths);
  return {waves(layout->total(), width, phase + static_cast<double>(number)), layout};
}

}  // namespace

MmimOptions tiny_options() {
  MmimOptions options;
  options.visual.hidden = 5;
  options.acoustic.hidden = 4;
  options.fusion_width = 7;
  options.fusion_dropout = 0;
  options.bound.entropy.least_rows = 2;
  return options;
}

std::shared_ptr<Mmim> tiny_mmim(const MmimOptions& options) {
  torch::manual_seed(11);
  ModelInputs inputs{.widths = {0, 3, 2}, .text = {}};
  inputs.text = {.vocabulary = 12,
                 .width = 8,
                 .layers = 1,
                 .heads = 2,
                 .inner = 8,
                 .positions = 8,
                 .dropout = 0,
                 .attention_dropout = 0};
  auto model = std::make_shared<Mmim>(options, inputs);
  model->to(at::kDouble);
  return model;
}

Batch tiny_batch(int64_t number, int64_t size) {
  std::vector<int64_t> lengths;
  for (int64_t i = 0; i < size; ++i) lengths.push_back(2 + (i + number) % 3);
  const auto layout = make_layout(lengths);
  Batch batch;
  batch.tokens = {(at::arange(layout->total(), at::kLong) * 5 + number).remainder(12), layout};
  batch.word_of_piece = batch.tokens.with(at::full_like(batch.tokens.values, -1));
  batch.streams.visual = stream(3, size, number, 0.1);
  batch.streams.acoustic = stream(2, size, number, 0.2);
  batch.labels = (at::arange(size, at::kDouble) - 2) / 2 + 0.25;
  return batch;
}

Step main_step(int64_t batch, int64_t epoch) { return {{epoch, 1}, batch, Random(3).at(epoch, 1, batch)}; }
Step likelihood_step(int64_t batch, int64_t epoch) { return {{epoch, 0}, batch, Random(3).at(epoch, 0, batch)}; }

std::map<std::string, double> weights(const Losses& losses) {
  std::map<std::string, double> found;
  for (const Losses::Term& term : losses.terms()) found[term.name] = term.weight;
  return found;
}

double value_of(const Losses& losses, const std::string& term) {
  for (const Losses::Term& one : losses.terms())
    if (one.name == term) return one.value.item<double>();
  return std::nan("");
}

std::vector<std::string> stepped_by(const Stage& stage) {
  std::vector<std::string> names;
  for (const ParameterGroup& group : stage.groups)
    for (const NamedParameter& parameter : group.parameters) names.push_back(parameter.name);
  return names;
}

std::map<std::string, Tensor> gradients(Mmim& model, const Batch& batch, const Step& step) {
  for (Tensor& parameter : model.parameters()) parameter.mutable_grad() = Tensor();
  model.losses(batch, step).total().backward();
  std::map<std::string, Tensor> found;
  for (const auto& parameter : model.named_parameters())
    if (parameter.value().grad().defined()) found[parameter.key()] = parameter.value().grad().clone();
  return found;
}

}  // namespace mmim
