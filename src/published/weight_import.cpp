#include "published/weight_import.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/sha256.h"
#include "nn/weights/arrays.h"
#include "predict/build_model.h"
#include "predict/open_data.h"
#include "predict/setup.h"
#include "published/published_names.h"
#include "published/weight_options.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> models_where(const std::function<bool(const std::string&)>& holds) {
  std::vector<std::string> names;
  for (const ModelEntry& entry : models())
    if (holds(entry.name)) names.push_back(entry.name);
  return names;
}

/// Weights of a model have the tensors that read its streams.
bool fits(const PublishedWeights& weights, const std::string& model) {
  const PerModality<int64_t> widths = widths_of(weights, model);
  return widths.visual > 0 && widths.acoustic > 0;
}

void check_model(const PublishedWeights& weights, const std::string& model) {
  if (!has_published_names(model))
    throw UsageError("no published code has weights of model " + model + "; they can be those of " +
                     listing(models_where(has_published_names)));
  if (fits(weights, model)) return;
  const auto others = models_where([&](const std::string& other) { return fits(weights, other); });
  throw DataError(weights.file().string() + ": its tensors have no names that published code of model " + model +
                  " gives them" +
                  (others.empty() ? "; the first is `" + weights.entries().front().stored + "`"
                                  : ", but those of " + listing(others)));
}

RunConfig configuration_of(const WeightRequest& request, const PublishedWeights& weights) {
  const std::string model = RunConfig::resolve(request.configuration, request.where, request.assignments).model;
  check_model(weights, model);
  Json tree = options_of(weights, model);
  tree.merge_patch(request.configuration);
  const std::string where = request.where.empty() ? request.file.string() : request.where;
  auto config = RunConfig::resolve(tree, where, request.assignments);
  if (config.data.folder.empty())
    throw UsageError("which data? --data names the data set whose streams the model is to read");
  return config;
}

/// Geometry and vocabulary from the request, for a text encoder whose weights are in the file.
EncoderSource encoder_in_file(const WeightRequest& request, BertOptions geometry) {
  const std::string file = request.file.string();
  if (request.vocabulary.empty())
    throw UsageError(file + ": has a text encoder, but no vocabulary; --vocab names its vocab.txt or the folder with " +
                     "it, or --text.encoder a Hugging Face folder");
  const fs::path described = request.vocabulary / "config.json";
  if (fs::is_regular_file(described)) geometry = BertOptions::from_json(read_json(described), described.string());
  if (geometry.heads == 0)
    throw UsageError(file + ": how many attention heads a text encoder of width " + std::to_string(geometry.width) +
                     " has is not in the file; --vocab names a folder whose config.json tells, or --text.encoder does");
  EncoderSource source;
  source.geometry = geometry;
  source.pieces = std::make_shared<WordPieces>(WordPieces::load(request.vocabulary));
  return source;
}

EncoderSource encoder_for(const WeightRequest& request, const RunConfig& config, const Dataset& dataset,
                          const PublishedWeights& weights, const std::string& sha256) {
  const std::string file = request.file.string();
  const auto shown = encoder_of(weights, config.model);
  if (!config.text.encoder.empty() && !request.vocabulary.empty())
    throw UsageError("--vocab and --text.encoder both name a vocabulary");
  if (config.text.encoder.empty() && !shown)
    throw UsageError(file + ": has no text encoder; --text.encoder names the BERT that the model was trained on");
  EncoderSource source =
      config.text.encoder.empty() ? encoder_in_file(request, *shown) : find_encoder(config.text, dataset);
  if (shown) {
    source.weights.clear();
    source.name = "of " + request.file.filename().string();
    source.sha256 = sha256;
  }
  if (source.pieces->size() > source.geometry.vocabulary)
    throw DataError(file + ": its text encoder knows " + std::to_string(source.geometry.vocabulary) +
                    " tokens, the vocabulary has " + std::to_string(source.pieces->size()));
  if (config.text.limit > source.geometry.positions)
    throw ConfigError("option `text.limit`: " + std::to_string(config.text.limit) +
                      " pieces do not fit the encoder's " + std::to_string(source.geometry.positions) + " positions");
  return source;
}

void check_widths(const PublishedWeights& weights, const std::string& model, const Dataset& dataset) {
  const PerModality<int64_t> wanted = widths_of(weights, model);
  for (const Modality m : kRowStreams)
    if (const int64_t width = dataset.info.streams[m].width; wanted[m] != width)
      throw DataError(weights.file().string() + ": was trained on " + std::to_string(wanted[m]) + " " + name(m) +
                      " features, " + dataset.info.name + " has " + std::to_string(width));
}

/// Published code keeps extents of 1 where ours has none.
std::vector<int64_t> without_ones(std::vector<int64_t> shape) {
  std::erase(shape, 1);
  return shape;
}

/// Fills a model's tensors one by one and keeps account.
class Filling {
 public:
  Filling(const PublishedWeights& weights, WeightReport& report) : weights_(weights), report_(report) {}

  void fill(const std::string& ours, Tensor target) {
    const auto* entry = weights_.find(report_.model, ours);
    if (!entry) return report_.missing.push_back(published_names(report_.model, ours).front());
    used_.insert(entry);
    const std::vector<int64_t> wanted = target.sizes().vec();
    if (without_ones(entry->array.shape) != without_ones(wanted)) return complain(*entry, ours, wanted);
    const Tensor values = to_tensor(entry->array);
    if (values.is_floating_point() && !at::isfinite(values).all().item<bool>())
      throw DataError(place(*entry) + " holds numbers that are not finite");
    target.copy_(values.reshape(wanted));
    ++report_.matched;
  }

  void finish(bool partial) {
    for (const auto& entry : weights_.entries())
      if (!used_.contains(&entry))
        (published_idle(report_.model, entry.name) ? report_.idle : report_.left_over).push_back(entry.stored);
    const std::string file = weights_.file().string();
    if (!complaint_.empty()) throw DataError(complaint_ + more(complaints_ - 1, " such tensors"));
    if (report_.missing.empty() || partial) return;
    throw DataError(file + ": tensor `" + report_.missing.front() + "` is missing" +
                    more(static_cast<int64_t>(report_.missing.size()) - 1, "") +
                    "; --partial leaves what is missing as the seed draws it");
  }

 private:
  static std::string more(int64_t count, const std::string& what) {
    return count > 0 ? " (and " + std::to_string(count) + " more" + what + ")" : "";
  }
  std::string place(const PublishedWeights::Entry& entry) const {
    return weights_.file().string() + ": tensor `" + entry.stored + "`";
  }
  void complain(const PublishedWeights::Entry& entry, const std::string& ours, const std::vector<int64_t>& wanted) {
    if (complaints_++ > 0) return;
    const std::string decides = shaped_by(report_.model, ours);
    complaint_ = place(entry) + " has shape " + say_shape(entry.array.shape) + ", `" + ours + "` here " +
                 say_shape(wanted) + (decides.empty() ? "" : ", which " + decides + " decides");
  }

  const PublishedWeights& weights_;
  WeightReport& report_;
  std::set<const PublishedWeights::Entry*> used_;
  std::string complaint_;
  int64_t complaints_ = 0;
};

void fill(Model& model, bool with_encoder, bool partial, const PublishedWeights& weights, WeightReport& report) {
  const torch::NoGradGuard no_gradient;
  const std::vector<std::string> unread = model.without_gradient();
  Filling filling(weights, report);
  const auto one = [&](const std::string& ours, const Tensor& target) {
    if (!with_encoder && ours.starts_with("text.")) return;
    const bool may_lack =
        ours.starts_with("text.pooler.") && std::find(unread.begin(), unread.end(), ours) != unread.end();
    if (!may_lack || weights.find(report.model, ours)) filling.fill(ours, target);
  };
  for (const auto& parameter : model.named_parameters()) one(parameter.key(), parameter.value());
  for (const auto& buffer : model.named_buffers()) one(buffer.key(), buffer.value());
  filling.finish(partial);
}

/// Every leaf of a tree of options below `path`, as "path.b.c".
void flatten(const Json& tree, const std::string& path, Json& flat) {
  for (const auto& [key, value] : tree.items()) {
    const std::string here = path + "." + key;
    if (value.is_object())
      flatten(value, here, flat);
    else
      flat[here] = value;
  }
}

void add_options(WeightReport& report, const PublishedWeights& weights, RunConfig& config) {
  const Options options = config.options();
  flatten(options_of(weights, config.model).at(config.model), config.model, report.shown);
  for (auto& [path, value] : report.shown.items()) value = options.find(path).get();
  for (const std::string& path : options_without_trace(config.model))
    if (!report.shown.contains(path)) report.without_trace[path] = options.find(path).get();
}

void add_notes(WeightReport& report, const Model& model, bool of_mmsa) {
  if (of_mmsa && model.needs().text == Needs::Text::features && model.needs().text_rows == 0)
    report.notes.emplace_back(
        "MMSA fed this model BERT's output at padding positions too; with these options that is left out, so that "
        "predictions for "
        "texts shorter than text.limit differ somewhat");
  if (of_mmsa && report.model == "misa")
    report.notes.emplace_back(
        "MMSA read as many visual and acoustic rows as a text has word pieces; here all are read");
}

}  // namespace

Json WeightReport::to_json() const {
  return {{"model", model},         {"sha256", sha256},
          {"encoder", encoder},     {"tensors", tensors},
          {"matched", matched},     {"missing", missing},
          {"left_over", left_over}, {"idle", idle},
          {"options", shown},       {"options_without_trace", without_trace},
          {"notes", notes}};
}

WeightImport import_weights(const WeightRequest& request) {
  const PublishedWeights weights = PublishedWeights::read(request.file);
  Setup setup;
  setup.config = configuration_of(request, weights);
  setup.dataset = open_data(setup.config.data);
  check_widths(weights, setup.config.model, setup.dataset);
  WeightReport report;
  report.model = setup.config.model;
  report.sha256 = sha256_of_file(request.file);
  report.tensors = static_cast<int64_t>(weights.entries().size());
  setup.encoder = encoder_for(request, setup.config, setup.dataset, weights, report.sha256);
  report.encoder = setup.encoder.name;
  setup.build();
  check_needs_to_predict(setup.model->needs(), setup.dataset, setup.config.model);
  fill(*setup.model, setup.encoder.weights.empty(), request.partial, weights, report);
  setup.model->eval();
  add_options(report, weights, setup.config);
  add_notes(report, *setup.model, weights.of_mmsa());

  TrainedModel trained = setup.trained();
  trained.record["protocol"] = "imported";
  trained.record["weights"] = {{"file", request.file.filename().string()}, {"sha256", report.sha256}};
  return {std::move(trained), std::move(report)};
}

}  // namespace mmim
