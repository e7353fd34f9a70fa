#include "published/weight_options.h"

#include <algorithm>
#include <map>

namespace mmim {

namespace {

constexpr int kCount = -1, kThere = -2;

/// An option and where it shows: the extent of a tensor of ours along an axis, how many tensors there are (# counts
/// from 0), or that one is there (then `word`, else true). @ stands for each modality in turn.
struct Trace {
  std::string option, tensor;
  int axis;
  const char* word = nullptr;
};
using Traces = std::vector<Trace>;

const Traces kSubnets{{"hidden.text", "language.lstm.weight_hh_l0", 1},
                      {"hidden.@", "@.layers.0.weight", 0},
                      {"text_out", "language.project.weight", 0}};

Traces with_subnets(const Traces& others) {
  Traces all = kSubnets;
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

const std::map<std::string, Traces> kTraces{
    {"tfn", with_subnets({{"post_fusion", "head.0.weight", 0}})},
    {"lmf", with_subnets({{"rank", "fusion.weight", 1}})},
    {"mfm",
     {{"fusion.hidden.@", "fusion.lstm.@.weight_hh_l0", 1},
      {"fusion.memory", "fusion.proposal.1.weight", 0},
      {"fusion.attention.units", "fusion.attention.0.weight", 0},
      {"fusion.proposal.units", "fusion.proposal.0.weight", 0},
      {"fusion.retain.units", "fusion.retain.0.weight", 0},
      {"fusion.update.units", "fusion.update.0.weight", 0},
      {"z.label", "label_code.weight", 0},
      {"z.@", "encoder.@.project.weight", 0},
      {"f.label", "factor.label.0.weight", 0},
      {"f.@", "factor.@.0.weight", 0}}},
    {"iccn",
     {{"text_out", "language.weight", 0},
      {"conv_channels", "convolution.visual.weight", 0},
      {"conv_kernel", "convolution.visual.weight", 2},
      {"lstm_hidden", "encoder.visual.lstm.weight_hh_l0", 1},
      {"image.kernel", "image.visual.0.weight", 2},
      {"image.out", "image.visual.project.weight", 0},
      {"head_hidden", "head.0.weight", 0}}},
    {"mult",
     {{"width", "cross.text-visual.norm.weight", 0},
      {"layers", "cross.text-visual.layers.#.norm0.weight", kCount},
      {"kernel.@", "convolution.@.weight", 2}}},
    {"misa",
     {{"hidden", "shared.weight", 0},
      {"fusion.layers", "fusion.#.inner.weight", kCount},
      {"fusion.inner", "fusion.0.inner.weight", 0},
      {"similarity", "discriminator.0.weight", kThere, "adversarial"}}},
    {"mag-bert", {}},
    {"self-mm",
     {{"@.hidden", "@.lstm.weight_hh_l0", 1},
      {"@.out", "@.project.weight", 0},
      {"width.fusion", "head.fusion.0.weight", 0},
      {"width.@", "head.@.0.weight", 0}}},
    {"mmim",
     {{"@.hidden", "@.lstm.weight_hh_l0", 1},
      {"@.out", "@.project.weight", 0},
      {"@.layers", "@.lstm.weight_hh_l#", kCount},
      {"@.bidirectional", "@.lstm.weight_hh_l0_reverse", kThere},
      {"fusion_width", "fusion.0.weight", 0},
      {"predictor_layers", "predictor.text.#.weight", kCount}}},
};

/// The tensor that reads a stream's rows, and the axis of their features.
const std::map<std::string, std::pair<const char*, int>> kReaders{
    {"tfn", {"@.norm.weight", 0}},
    {"lmf", {"@.norm.weight", 0}},
    {"mfm", {"encoder.@.lstm.weight_ih_l0", 1}},
    {"iccn", {"convolution.@.weight", 1}},
    {"mult", {"convolution.@.weight", 1}},
    {"misa", {"@.first.lstm.weight_ih_l0", 1}},
    {"mag-bert", {"gate.@.weight", 1}},
    {"self-mm", {"@.lstm.weight_ih_l0", 1}},
    {"mmim", {"@.lstm.weight_ih_l0", 1}},
};

const std::map<std::string, std::vector<std::string>> kWithoutTrace{
    {"iccn", {"image.padding", "image.pool"}},
    {"mult", {"aligned", "padding", "heads", "positions", "mask"}},
    {"misa", {"activation", "fusion.heads"}},
    {"mag-bert", {"gate.beta", "gate.epsilon"}},
    {"mmim", {"fusion_order"}},
};

std::string exchanged(std::string text, char sign, const std::string& by) {
  if (const size_t at = text.find(sign); at != std::string::npos) text.replace(at, 1, by);
  return text;
}

/// The traces of a model with every @ resolved.
Traces traces_of(const std::string& model) {
  Traces all;
  const auto known = kTraces.find(model);
  if (known == kTraces.end()) return all;
  for (const Trace& trace : known->second) {
    if (trace.tensor.find('@') == std::string::npos) {
      all.push_back(trace);
      continue;
    }
    for (const Modality m : kModalities)
      all.push_back(
          {exchanged(trace.option, '@', name(m)), exchanged(trace.tensor, '@', name(m)), trace.axis, trace.word});
  }
  return all;
}

/// Extent along `axis`; 0 when there is no such tensor or axis.
int64_t extent(const PublishedWeights& weights, const std::string& model, const std::string& ours, int axis) {
  const auto* entry = weights.find(model, ours);
  return entry && static_cast<size_t>(axis) < entry->array.shape.size() ? entry->array.shape[static_cast<size_t>(axis)]
                                                                        : 0;
}

int64_t count(const PublishedWeights& weights, const std::string& model, const std::string& numbered) {
  int64_t found = 0;
  while (weights.find(model, exchanged(numbered, '#', std::to_string(found)))) ++found;
  return found;
}

/// The value that a trace shows; null for none.
Json shown(const PublishedWeights& weights, const std::string& model, const Trace& trace) {
  if (trace.axis == kThere) {
    if (!weights.find(model, trace.tensor)) return {};
    return trace.word ? Json(trace.word) : Json(true);
  }
  const int64_t number =
      trace.axis == kCount ? count(weights, model, trace.tensor) : extent(weights, model, trace.tensor, trace.axis);
  return number > 0 ? Json(number) : Json();
}

/// What tensors show by more than one extent, and what published code fixes by its equations.
Json more_options(const PublishedWeights& weights, const std::string& model) {
  Json more = Json::object();
  if (model == "mmim") {
    more = {{"fusion_order", "text-acoustic-visual"}, {"visual.take", "first"}, {"acoustic.take", "first"}};
    more["pairs"] = Json::array();
    for (const char* pair : {"text-visual", "text-acoustic", "visual-acoustic"})
      if (weights.find(model, std::string("bound.") + pair + ".gaussian.mean.0.weight")) more["pairs"].push_back(pair);
  }
  if (model == "mult" && weights.of_mmsa()) more["positions"] = false;
  if (model == "iccn") {
    Json channels = Json::array();
    for (int64_t layer = 0; layer < count(weights, model, "image.visual.#.weight"); ++layer)
      channels.push_back(extent(weights, model, "image.visual." + std::to_string(layer) + ".weight", 0));
    if (!channels.empty()) more["image.channels"] = channels;
    if (!weights.find(model, "language.weight")) more["text_out"] = 0;
  }
  const auto *range = weights.named("output_range"), *shift = weights.named("output_shift");
  if (model == "tfn" && range && shift && range->array.count() == 1 && shift->array.count() == 1) {
    more["label_low"] = shift->array.at(0);
    more["label_high"] = shift->array.at(0) + range->array.at(0);
  }
  return more;
}

}  // namespace

Json options_of(const PublishedWeights& weights, const std::string& model) {
  Json tree{{model, Json::object()}};
  const auto put = [&](const std::string& option, const Json& value) {
    std::string path = "/" + model + "/" + option;
    std::replace(path.begin(), path.end(), '.', '/');
    tree[Json::json_pointer(path)] = value;
  };
  for (const Trace& trace : traces_of(model))
    if (const Json value = shown(weights, model, trace); !value.is_null()) put(trace.option, value);
  const Json more = more_options(weights, model);
  for (const auto& [option, value] : more.items()) put(option, value);
  if (model == "mmim") tree["preset"] = "mmim-code";
  return tree;
}

std::vector<std::string> options_without_trace(const std::string& model) {
  std::vector<std::string> paths{"text.limit"};
  const auto known = kWithoutTrace.find(model);
  if (known == kWithoutTrace.end()) return paths;
  for (const std::string& option : known->second) paths.push_back(model + "." + option);
  return paths;
}

PerModality<int64_t> widths_of(const PublishedWeights& weights, const std::string& model) {
  PerModality<int64_t> widths;
  const auto reader = kReaders.find(model);
  if (reader == kReaders.end()) return widths;
  for (const Modality m : {Modality::visual, Modality::acoustic})
    widths[m] = extent(weights, model, exchanged(reader->second.first, '@', name(m)), reader->second.second);
  return widths;
}

std::optional<BertOptions> encoder_of(const PublishedWeights& weights, const std::string& model) {
  const std::string words = "text.embeddings.word_embeddings.weight", inner = ".intermediate.dense.weight";
  if (!weights.find(model, words)) return {};
  BertOptions bert;
  bert.vocabulary = extent(weights, model, words, 0);
  bert.width = extent(weights, model, words, 1);
  bert.positions = extent(weights, model, "text.embeddings.position_embeddings.weight", 0);
  bert.types = extent(weights, model, "text.embeddings.token_type_embeddings.weight", 0);
  bert.layers = count(weights, model, "text.encoder.layer.#" + inner);
  bert.inner = extent(weights, model, "text.encoder.layer.0" + inner, 0);
  bert.heads = 0;
  for (const int64_t published : {128, 256, 512, 768, 1024})
    if (bert.width == published) bert.heads = published / 64;
  return bert;
}

std::string shaped_by(const std::string& model, const std::string& ours) {
  const auto reader = kReaders.find(model);
  if (reader != kReaders.end())
    for (const Modality m : {Modality::visual, Modality::acoustic})
      if (ours == exchanged(reader->second.first, '@', name(m))) return "the " + name(m) + " features of the data";
  for (const Trace& trace : traces_of(model))
    if (trace.axis >= 0 && trace.tensor == ours) return "option " + model + "." + trace.option;
  if (ours.starts_with("text.")) return "the config.json of the text encoder";
  return "";
}

}  // namespace mmim
