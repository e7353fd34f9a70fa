#pragma once
#include "corpus/source.h"
#include "nn/weights/module_arrays.h"
#include "predict/run.h"
#include "published/catalog.h"

namespace mmim {

/// A committed fixture of the train tests.
inline std::filesystem::path train_fixture(const std::string& name) {
  return std::filesystem::path(MMIM_SOURCE_DIR) / "tests/train/fixtures" / name;
}

/// The committed set that is aligned by word pieces, imported into `folder`.
inline Dataset aligned_set(const std::filesystem::path& folder) {
  const std::filesystem::path source =
      std::filesystem::path(MMIM_SOURCE_DIR) / "tests/corpus/fixtures/mmsa/aligned_50.pkl";
  return import_dataset(*open_source(source), {}, folder);
}

/// The text encoder that fixtures/text describes.
inline BertOptions small_encoder() {
  const std::filesystem::path file = train_fixture("text/config.json");
  return BertOptions::from_json(read_json(file), file.string());
}

/// A model of these options for a data set, with weights and running statistics of its own.
inline std::shared_ptr<Model> drawn_model(const RunConfig& config, const Dataset& dataset) {
  const DataCard card = DataCard::of(dataset);
  auto model = config.model_options->build(
      {card.widths(), small_encoder(), config.train.compute, card.padded(config.text.limit)});
  const torch::NoGradGuard no_gradient;
  torch::manual_seed(3);
  for (Tensor& parameter : model->parameters()) parameter.uniform_(-0.5, 0.5);
  for (Tensor& buffer : model->buffers())
    if (buffer.is_floating_point()) buffer.uniform_(0.5, 1.5);
  return model;
}

/// The tensors of a model under its published names: those of the code it was published with, or those of MMSA.
inline NamedArrays published_arrays(const std::string& name, const Model& model, bool mmsa, bool with_text = true) {
  NamedArrays arrays;
  for (const auto& [ours, array] : arrays_of(model).arrays) {
    if (!with_text && ours.starts_with("text.")) continue;
    const std::vector<std::string> names = published_system(name).names(ours);
    arrays.arrays.emplace_back(mmsa ? "Model." + names.back() : names.front(), array);
  }
  return arrays;
}

}  // namespace mmim
