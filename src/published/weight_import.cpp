#include "published/weight_import.h"

#include "core/error.h"
#include "core/sentence.h"
#include "core/sha256.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"
#include "nn/weights/state_dictionary.h"
#include "predict/build_model.h"
#include "predict/open_data.h"
#include "predict/setup.h"
#include "published/catalog.h"
#include "published/fill_model.h"
#include "published/weight_options.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

void check_fits(const SystemWeights& weights) {
  if (weights.fits()) return;
  const PublishedWeights& file = weights.file();
  if (weights.prefixes().size() > 1)
    throw DataError(file.path().string() + ": holds model " + weights.system().model +
                    " several times, under names that begin with " + listing(weights.prefixes()) +
                    "; save the one that is meant in a file of its own");
  std::vector<std::string> others;
  for (const PublishedSystem& other : published_systems())
    if (SystemWeights(file, other).fits()) others.push_back(other.model);
  throw DataError(file.path().string() + ": its tensors have no names that published code of model " +
                  weights.system().model + " gives them" +
                  (others.empty() ? "; the first is `" + file.entries().front().stored + "`"
                                  : ", but those of " + listing(others)));
}

/// The system of the model that is asked for.
const PublishedSystem& system_of(const WeightRequest& request) {
  return published_system(RunConfig::resolve(request.configuration, request.where, request.assignments).model);
}

RunConfig configuration_of(const WeightRequest& request, const SystemWeights& weights) {
  check_fits(weights);
  Json tree = options_of(weights);
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
  expect_text(request.vocabulary, "a vocabulary");
  for (const char* name : {"config.json", "vocab.txt", "tokenizer.json"})
    expect_text(name_as_it_lies(request.vocabulary / name), "a vocabulary");
  const fs::path described = name_as_it_lies(request.vocabulary / "config.json");
  if (fs::is_regular_file(described))
    geometry = BertOptions::from_json(parse_json(plain_text(described), described.string()), described.string());
  if (geometry.heads == 0)
    throw UsageError(
        sentence("{}: how many attention heads a text encoder of width {} has is not in the file; --vocab names a "
                 "folder whose config.json tells, or --text.encoder does",
                 file, geometry.width));
  EncoderSource source;
  source.geometry = geometry;
  source.pieces = std::make_shared<WordPieces>(WordPieces::load(request.vocabulary));
  return source;
}

EncoderSource encoder_for(const WeightRequest& request, const RunConfig& config, const Dataset& dataset,
                          const SystemWeights& weights, const std::string& sha256) {
  const std::string file = request.file.string();
  const auto shown = encoder_of(weights);
  if (!config.text.encoder.empty() && !request.vocabulary.empty())
    throw UsageError("--vocab and --text.encoder both name a vocabulary");
  EncoderSource source;
  if (!config.text.encoder.empty())
    source = find_encoder(config.text, dataset);
  else if (shown)
    source = encoder_in_file(request, *shown);
  else
    throw UsageError(file + ": has no text encoder; --text.encoder names the BERT that the model was trained on");
  if (shown) {
    source.weights.clear();
    source.name = "of " + request.file.filename().string();
    source.sha256 = sha256;
  }
  if (source.pieces->size() > source.geometry.vocabulary)
    throw DataError(sentence("{}: its text encoder knows {} tokens, the vocabulary has {}", file,
                             source.geometry.vocabulary, source.pieces->size()));
  if (config.text.limit > source.geometry.longest())
    throw ConfigError(sentence("option `text.limit`: {} pieces do not fit the encoder's {} positions",
                               config.text.limit, source.geometry.longest()));
  return source;
}

void check_widths(const SystemWeights& weights, const Dataset& dataset) {
  const PerModality<int64_t> wanted = weights.widths();
  for (const Modality m : kRowStreams)
    if (const int64_t width = dataset.info.streams[m].width; wanted[m] != width)
      throw DataError(sentence("{}: was trained on {} {} features, {} has {}", weights.file().path(), wanted[m],
                               word(m), dataset.info.name, width));
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

void add_options(WeightReport& report, const SystemWeights& weights, RunConfig& config) {
  const Options options = config.options();
  flatten(options_of(weights).at(config.model), config.model, report.shown);
  for (auto& [path, value] : report.shown.items()) value = options.find(path).get();
  for (const std::string& path : options_without_trace(weights.system()))
    if (!report.shown.contains(path)) report.without_trace[path] = options.find(path).get();
}

void add_notes_on_port(WeightReport& report, const Needs& needs, const PublishedSystem& system) {
  if (needs.text == Needs::Text::features && needs.text_rows == 0)
    report.notes.emplace_back(
        "MMSA fed this model BERT's output at padding positions too; with these options that is left out, so that "
        "predictions for texts shorter than text.limit differ somewhat");
  if (!system.port_note.empty()) report.notes.push_back(system.port_note);
}

}  // namespace

WeightImport import_weights(const WeightRequest& request) {
  const PublishedWeights file = PublishedWeights::read(request.file);
  const SystemWeights weights(file, system_of(request));
  Setup setup;
  setup.config = configuration_of(request, weights);
  setup.dataset = open_data(setup.config.data);
  check_widths(weights, setup.dataset);
  WeightReport report;
  report.model = setup.config.model;
  report.sha256 = sha256_of_file(request.file);
  report.tensors = static_cast<int64_t>(file.entries().size());
  setup.encoder = encoder_for(request, setup.config, setup.dataset, weights, report.sha256);
  report.encoder = setup.encoder.name;
  setup.build();
  const Needs needs = setup.model->needs();
  check_needs_to_predict(needs, setup.dataset, setup.config.model);
  fill_model(*setup.model, weights, {setup.encoder.weights.empty(), request.partial}, report);
  setup.model->eval();
  add_options(report, weights, setup.config);
  if (weights.of_mmsa()) add_notes_on_port(report, needs, weights.system());

  if (!file.beside().empty())
    report.notes.push_back("beside the weights the file holds what is not read: " + some_of(file.beside()));

  TrainedModel trained = setup.trained();
  trained.record["protocol"] = "imported";
  trained.record["weights"] = {{"file", request.file.filename().string()}, {"sha256", report.sha256}};
  return {std::move(trained), std::move(report)};
}

}  // namespace mmim
