#include "published/weight_options.h"

#include <algorithm>

#include "corpus/dataset.h"

namespace mmim {

namespace {

/// The value that a trace tells; null for none.
struct ToldBy {
  const SystemWeights& weights;

  Json operator()(const TensorExtent& wanted) const { return positive(weights.extent(wanted)); }
  Json operator()(const TensorCount& wanted) const { return positive(weights.count(wanted)); }
  Json operator()(const TensorPresence& wanted) const { return weights.find(wanted.tensor) ? wanted.value : Json(); }
  Json operator()(const FixedValue& fixed) const { return fixed.value; }
  Json operator()(ReadValue read) const { return read(weights); }

  static Json positive(int64_t number) { return number > 0 ? Json(number) : Json(); }
};

}  // namespace

Json options_of(const SystemWeights& weights) {
  const PublishedSystem& system = weights.system();
  Json tree{{system.model, Json::object()}};
  const auto put = [&](const std::string& option, const Json& value) {
    std::string path = "/" + system.model + "/" + option;
    std::replace(path.begin(), path.end(), '.', '/');
    tree[Json::json_pointer(path)] = value;
  };
  for (const OptionTrace& trace : of_streams(system.options))
    if (const Json value = std::visit(ToldBy{weights}, trace.told); !value.is_null()) put(trace.option, value);
  if (weights.of_mmsa())
    for (const auto& [option, value] : system.port_options.items()) put(option, value);
  if (!system.preset.empty()) tree["preset"] = system.preset;
  return tree;
}

std::vector<std::string> options_without_trace(const PublishedSystem& system) {
  std::vector<std::string> paths{"text.limit"};
  for (const std::string& option : system.without_trace) paths.push_back(system.model + "." + option);
  return paths;
}

std::optional<BertOptions> encoder_of(const SystemWeights& weights) {
  const std::string words = "text.embeddings.word_embeddings.weight", inner = ".intermediate.dense.weight";
  if (!weights.find(words)) return {};
  BertOptions bert;
  bert.vocabulary = weights.extent({words, 0});
  bert.width = weights.extent({words, 1});
  bert.positions = weights.extent({"text.embeddings.position_embeddings.weight", 0});
  bert.types = weights.extent({"text.embeddings.token_type_embeddings.weight", 0});
  bert.layers = weights.count({"text.encoder.layer.#" + inner});
  bert.inner = weights.extent({"text.encoder.layer.0" + inner, 0});
  bert.heads = 0;
  for (const int64_t published : {128, 256, 512, 768, 1024})
    if (bert.width == published) bert.heads = published / 64;
  return bert;
}

std::string shaped_by(const PublishedSystem& system, const std::string& ours) {
  for (const Modality stream : kRowStreams)
    if (ours == of_stream(system.features.tensor, stream)) return "the " + word(stream) + " features of the data";
  for (const OptionTrace& trace : of_streams(system.options))
    if (const auto* extent = std::get_if<TensorExtent>(&trace.told); extent && extent->tensor == ours)
      return "option " + system.model + "." + trace.option;
  if (ours.starts_with("text.")) return "the config.json of the text encoder";
  return "";
}

}  // namespace mmim
