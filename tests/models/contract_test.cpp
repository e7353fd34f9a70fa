#include <gtest/gtest.h>

#include <map>
#include <set>

#include "models/catalog.h"

namespace mmim {
namespace {

constexpr int64_t kVocabulary = 20;
const PerModality<int64_t> kWidths{16, 5, 4};
/// Word pieces and rows of the utterances; the second one's visual stream is empty: one zero row.
const std::vector<PerModality<int64_t>> kLengths{{6, 4, 3}, {3, 1, 2}, {4, 2, 7}, {5, 3, 3}};
const std::vector<double> kLabels{1.2, -0.8, 0.0, 2.6};

std::shared_ptr<Model> build(const ModelEntry& entry) {
  torch::manual_seed(7);
  ModelInputs inputs;
  inputs.widths = kWidths;
  inputs.text = {
      .vocabulary = kVocabulary, .width = kWidths.text, .layers = 1, .heads = 2, .inner = 32, .positions = 16};
  inputs.compute = {.route = Route::reference};
  inputs.padded = {{8, Side::back}, {6, Side::front}, {7, Side::front}};
  auto model = entry.options()->build(inputs);
  model->to(torch::kDouble);
  model->prepare({at::tensor(kLabels, at::kDouble)});
  model->begin({});
  return model;
}

/// The utterances of these data-set rows, in double precision.
Batch batch_of(const std::vector<int64_t>& rows) {
  PerModality<std::vector<int64_t>> lengths;
  std::vector<int64_t> tokens, words;
  std::vector<double> labels;
  for (const int64_t row : rows) {
    const PerModality<int64_t>& length = kLengths[static_cast<size_t>(row)];
    for (const Modality m : kModalities) lengths[m].push_back(length[m]);
    for (int64_t k = 0; k < length.text; ++k) {
      tokens.push_back((7 * row + 3 * k + 1) % kVocabulary);
      words.push_back(k == 0 || k + 1 == length.text ? -1 : k - 1);
    }
    labels.push_back(kLabels[static_cast<size_t>(row)]);
  }
  Batch batch;
  batch.tokens = {at::tensor(tokens, at::kLong), make_layout(lengths.text, rows)};
  batch.word_of_piece = batch.tokens.with(at::tensor(words, at::kLong));
  for (const Modality m : {Modality::visual, Modality::acoustic}) {
    const auto layout = make_layout(lengths[m], rows);
    const Tensor start = layout->identities().to(at::kDouble).unsqueeze(1) * 0.37;
    Tensor values = (start + at::arange(kWidths[m], at::kDouble) * 0.71).sin();
    if (m == Modality::visual)
      for (size_t i = 0; i < rows.size(); ++i)
        if (rows[i] == 1) values[layout->offsets[i]].zero_();
    batch.streams[m] = {values, layout};
  }
  batch.labels = at::tensor(labels, at::kDouble);
  return batch;
}

TEST(ModelContract, TrainsOnOneUtteranceAndItsTraceEndsInThePrediction) {
  for (const ModelEntry& entry : models()) {
    SCOPED_TRACE(entry.name);
    const auto model = build(entry);
    const Losses losses = model->losses(batch_of({1}), {.pass = {0, 0}, .batch = 0, .random = Random(3)});
    for (const Losses::Term& term : losses.terms())
      EXPECT_TRUE(term.weight == 0 || at::isfinite(term.value).item<bool>()) << term.name;
    const torch::NoGradGuard no_gradient;
    const Tensor alone = model->predict(batch_of({1})).sentiment;
    for (const auto& [name, value] : model->trace(batch_of({1})))
      EXPECT_TRUE(name != "sentiment" || at::allclose(value, alone, 0, 1e-10));
  }
}

TEST(ModelContract, DrawsFromItsKeyAlone) {
  const auto drawn = [](const ModelEntry& entry, uint64_t seed) {
    const auto model = build(entry);
    const torch::NoGradGuard no_gradient;
    const Losses losses = model->losses(batch_of({0, 1, 2, 3}), {.pass = {0, 0}, .batch = 0, .random = Random(seed)});
    return losses.total().item<double>();
  };
  for (const ModelEntry& entry : models()) {
    if (entry.name == "mmim") continue;
    SCOPED_TRACE(entry.name);
    EXPECT_EQ(drawn(entry, 3), drawn(entry, 3));
  }
}

}  // namespace
}  // namespace mmim
