#include "parity/recorded.h"

#include <algorithm>
#include <regex>

#include "data/padded.h"
#include "nn/bert.h"

namespace mmim::golden {

bool contains_any(const std::string& name, const Json& patterns) {
  for (const Json& pattern : patterns)
    if (std::regex_search(name, std::regex(pattern.get<std::string>()))) return true;
  return false;
}

bool beyond_recording(const Case& recorded, const std::string& ours) {
  return recorded.settings().at("bert").is_null() && ours.starts_with("text.");
}

NamedTensors parameters_and_buffers(const Model& model) {
  NamedTensors all;
  for (const auto& item : model.named_parameters()) all.emplace_back(item.key(), item.value());
  for (const auto& item : model.named_buffers()) all.emplace_back(item.key(), item.value());
  return all;
}

Recorded below(const Recorded& all, const std::string& prefix) {
  Recorded chosen;
  for (const auto& [name, tensor] : all)
    if (name.starts_with(prefix)) chosen[name.substr(prefix.size())] = tensor;
  return chosen;
}

std::vector<int64_t> integers_of(const Tensor& tensor) {
  const Tensor host = tensor.reshape(-1).to(at::kLong).contiguous();
  return {host.const_data_ptr<int64_t>(), host.const_data_ptr<int64_t>() + host.numel()};
}

Ragged stream_of(const Tensor& block, const std::vector<int64_t>& lengths, bool time_first) {
  const Tensor rows = time_first ? block.transpose(0, 1) : block;
  std::vector<Tensor> parts;
  for (size_t i = 0; i < lengths.size(); ++i) parts.push_back(rows[static_cast<int64_t>(i)].narrow(0, 0, lengths[i]));
  return {at::cat(parts), make_layout(lengths)};
}

Ragged stream_of(const Tensor& block) {
  return stream_of(block, std::vector<int64_t>(static_cast<size_t>(block.size(0)), block.size(1)));
}

std::shared_ptr<Model> build_and_load(const System& system, const Case& recorded, const Arithmetic& arithmetic) {
  auto model = system.build(recorded, {.route = arithmetic.route});
  model->to(arithmetic.dtype);
  auto stored = recorded.tensors("params.safetensors", arithmetic.dtype);
  const torch::NoGradGuard no_gradient;
  for (auto& [ours, tensor] : parameters_and_buffers(*model)) {
    if (beyond_recording(recorded, ours)) continue;
    const std::string theirs = published_system(system.model).name(ours);
    const auto found = stored.find(theirs);
    if (found == stored.end()) throw std::runtime_error(recorded.name() + ": no recorded parameter " + theirs);
    tensor.copy_(found->second.reshape(tensor.sizes()));
    stored.erase(found);
  }
  const Json buffers = recorded.settings().at("model").value("buffers", Json::array());
  std::erase_if(stored,
                [&](const auto& one) { return system.unused.contains(one.first) || contains_any(one.first, buffers); });
  if (!stored.empty())
    throw std::runtime_error(recorded.name() + ": recorded parameter " + stored.begin()->first + " has no place");
  return model;
}

Stage recorded_stage(const Case& recorded, const std::string& model, const Model& built) {
  return recorded_stages(recorded.settings().at("optimizer"), built,
                         [&](const std::string& ours) {
                           return beyond_recording(recorded, ours) ? std::string() : published_system(model).name(ours);
                         })
      .at(0);
}

ModelInputs frozen_text_inputs(const Case& recorded, const Compute& compute, const PerModality<Tensor>& blocks) {
  ModelInputs inputs;
  inputs.compute = compute;
  inputs.text = {.vocabulary = 8, .width = blocks.text.size(2), .layers = 1, .heads = 1, .inner = 4};
  for (const Modality m : kModalities) {
    inputs.widths[m] = blocks[m].size(2);
    inputs.padded[m] = {blocks[m].size(1), Side::back};
  }
  return inputs;
}

Batch frozen_text_batch(const PerModality<Tensor>& blocks, const Tensor& labels) {
  Batch batch;
  for (const Modality m : kModalities) batch.streams[m] = stream_of(blocks[m]);
  batch.tokens = batch.streams.text.with(at::zeros({batch.streams.text.layout->total()}, at::kLong));
  batch.word_of_piece = batch.tokens.with(at::arange(batch.tokens.layout->total()) % batch.tokens.layout->longest);
  batch.labels = labels.reshape(-1);
  return batch;
}

BertOptions recorded_bert(const Case& recorded) {
  return BertOptions::from_json(recorded.settings().at("bert"), recorded.name());
}

RegressionOptions recorded_loss(const Case& recorded) {
  const Json& loss = recorded.settings().at("loss");
  return {loss.at("task") == "mse" ? RegressionOptions::Error::squared : RegressionOptions::Error::absolute,
          loss.at("reduction") == "sum" ? RegressionOptions::Reduction::sum : RegressionOptions::Reduction::mean};
}

}  // namespace mmim::golden
