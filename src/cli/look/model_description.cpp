#include "cli/look/model_description.h"

#include <map>

#include "cli/look/text_table.h"
#include "data/collate.h"
#include "formats/array.h"

namespace mmim {

namespace {

std::string shape_of(const Tensor& tensor) { return say_shape(tensor.sizes().vec()); }

std::map<std::string, std::string> groups_of(Model& model) {
  std::map<std::string, std::string> groups;
  for (const Stage& stage : model.stages())
    for (const ParameterGroup& group : stage.groups)
      for (const NamedParameter& parameter : group.parameters) {
        std::string& said = groups[parameter.name];
        said += (said.empty() ? "" : ", ") + stage.name + (group.name == stage.name ? "" : "/" + group.name);
      }
  return groups;
}

/// Two utterances of different lengths; the features are zero, only shapes matter.
Batch made_up_batch(const TrainedModel& trained) {
  std::vector<Utterance> utterances{{.text = "what a great film"}, {.text = "no"}};
  const PerModality<int64_t> widths = trained.data.widths();
  for (size_t i = 0; i < utterances.size(); ++i)
    for (const Modality modality : {Modality::visual, Modality::acoustic})
      utterances[i].streams[modality].values.assign(static_cast<size_t>(widths[modality]) * (5 - 2 * i), 0.0f);
  return collate(utterances, *trained.pieces, trained.config.text.limits(), widths, torch::kCPU,
                 trained.data.alignment);
}

std::vector<std::pair<std::string, std::string>> shapes_of(const TrainedModel& trained) {
  const torch::NoGradGuard no_gradient;
  const Batch batch = made_up_batch(trained);
  std::vector<std::pair<std::string, std::string>> shapes{{"tokens", shape_of(batch.tokens.values)}};
  for (const Modality modality : kModalities)
    if (batch.streams[modality].values.defined())
      shapes.emplace_back(word(modality) + " rows", shape_of(batch.streams[modality].values));
  for (const auto& [name, tensor] : trained.model->trace(batch)) shapes.emplace_back(name, shape_of(tensor));
  return shapes;
}

}  // namespace

ModelDescription describe_model(const TrainedModel& trained) {
  Json config = trained.config.to_json();
  if (!trained.config.data.folder.empty()) config.at("data").erase("synthetic");  // the run read a folder
  ModelDescription description{std::move(config), trained.record, {}, shapes_of(trained)};
  const auto groups = groups_of(*trained.model);
  for (const auto& parameter : trained.model->named_parameters()) {
    const auto group = groups.find(parameter.key());
    description.parameters.push_back({parameter.key(), shape_of(parameter.value()),
                                      group == groups.end() ? "not stepped" : group->second,
                                      parameter.value().numel()});
  }
  return description;
}

Json ModelDescription::to_json() const {
  Json json{{"config", config}, {"record", record}, {"parameters", Json::array()}, {"shapes", Json::object()}};
  for (const Row& row : parameters)
    json["parameters"].push_back(
        {{"name", row.name}, {"shape", row.shape}, {"count", row.count}, {"group", row.group}});
  for (const auto& [name, shape] : shapes) json["shapes"][name] = shape;
  return json;
}

std::string ModelDescription::to_text() const {
  std::string text = "Configuration\n\n" + to_toml(config) + "\nParameters\n\n";
  std::vector<std::vector<std::string>> rows{{"", "name", "shape", "count", "stepped by"}};
  int64_t total = 0;
  for (const Row& row : parameters) {
    rows.push_back({"", row.name, row.shape, grouped(row.count), row.group});
    total += row.count;
  }
  rows.push_back({"", "total", "", grouped(total), ""});
  text += aligned(rows, "lllrl") + "\nShapes of a batch of two utterances on its way (N rows, width)\n\n";
  rows.clear();
  for (const auto& [name, shape] : shapes) rows.push_back({"", name, shape});
  return text + aligned(rows, "lll");
}

}  // namespace mmim
