#include "experiments/analyses/missing.h"
#include "data/collate.h"

#include <gtest/gtest.h>

#include "support/small_set.h"

namespace mmim {
namespace {

constexpr int64_t kCount = 9;

MissingRows all() {
  return [](int64_t, int64_t rows) { return std::vector<bool>(static_cast<size_t>(rows), true); };
}
/// Rows 0, 2, 4 ...
MissingRows every_second() {
  return [](int64_t, int64_t rows) {
    std::vector<bool> gone;
    for (int64_t t = 0; t < rows; ++t) gone.push_back(t % 2 == 0);
    return gone;
  };
}

std::shared_ptr<Model> build(const std::string& name, const ModelInputs& inputs = SmallSet::inputs()) {
  torch::manual_seed(5);
  auto model = model_entry(name).options()->build(inputs);
  model->eval();
  return model;
}

Tensor predicted(Model& model, const Batch& batch) {
  const torch::NoGradGuard no_gradient;
  return model.predict(batch).sentiment;
}

TEST(Missing, RemovedRowsLeaveTheOthersInOrder) {
  const SmallSet set(kCount);
  const Batch whole = set.all(), batch = without_rows(whole, Modality::visual, Absence::removed, every_second());
  const Layout &before = *whole.streams.visual.layout, &after = *batch.streams.visual.layout;
  EXPECT_EQ(after.utterance_ids, before.utterance_ids);
  for (int64_t i = 0; i < kCount; ++i) {
    const int64_t left = before.length(i) / 2, begin = before.begin(i);
    ASSERT_EQ(after.length(i), std::max<int64_t>(1, left)) << i;
    const Tensor rows = batch.streams.visual.values.narrow(0, after.begin(i), after.length(i));
    const Tensor wanted =
        left == 0 ? at::zeros({1, 3})
                  : whole.streams.visual.values.narrow(0, begin, before.length(i)).slice(0, 1, before.length(i), 2);
    EXPECT_TRUE(at::equal(rows, wanted)) << i;
  }
  EXPECT_TRUE(at::equal(batch.streams.acoustic.values, whole.streams.acoustic.values));
  EXPECT_TRUE(at::equal(batch.tokens.values, whole.tokens.values));
  EXPECT_FALSE(batch.word_of_piece.layout);
}

TEST(Missing, ZeroedRowsKeepTheirPlacesAndTheirWords) {
  const SmallSet set(kCount);
  const Batch whole = set.all(), batch = without_rows(whole, Modality::acoustic, Absence::zeroed, every_second());
  EXPECT_EQ(batch.streams.acoustic.layout->offsets, whole.streams.acoustic.layout->offsets);
  const Tensor there = whole.streams.acoustic.layout->positions().remainder(2).unsqueeze(1);
  EXPECT_TRUE(at::equal(batch.streams.acoustic.values, whole.streams.acoustic.values * there));
  EXPECT_TRUE(at::equal(batch.word_of_piece.values, whole.word_of_piece.values));
}

TEST(Missing, PiecesKeepTheirWordsAndTheSpecialOnesStay) {
  const SmallSet set(kCount);
  const Batch whole = set.all(), batch = without_rows(whole, Modality::text, Absence::zeroed, every_second());
  const Layout &before = *whole.tokens.layout, &after = *batch.tokens.layout;
  for (int64_t i = 0; i < kCount; ++i) {
    const int64_t begin = before.begin(i), pieces = before.length(i);
    std::vector<int64_t> places{begin};
    for (int64_t k = 2; k + 1 < pieces; k += 2) places.push_back(begin + k);
    places.push_back(begin + pieces - 1);
    const auto part = [&](const Ragged& ragged) { return ragged.values.narrow(0, after.begin(i), after.length(i)); };
    const Tensor index = at::tensor(places, at::kLong);
    EXPECT_TRUE(at::equal(part(batch.tokens), whole.tokens.values.index_select(0, index))) << i;
    EXPECT_TRUE(at::equal(part(batch.word_of_piece), whole.word_of_piece.values.index_select(0, index))) << i;
  }
  EXPECT_TRUE(at::equal(batch.streams.visual.values, whole.streams.visual.values));
}

TEST(Missing, CountsThePiecesThatStayOfTheContext) {
  const SmallSet set(kCount);
  Batch whole = set.all();
  for (int64_t i = 0; i < kCount; ++i)
    whole.context.push_back(std::min<int64_t>(3, whole.tokens.layout->length(i) - 2));
  const Batch batch = without_rows(whole, Modality::text, Absence::zeroed, every_second());
  for (size_t i = 0; i < whole.context.size(); ++i) EXPECT_EQ(batch.context[i], whole.context[i] / 2) << i;
}

TEST(Missing, AStreamIsAsPredictMakesItOfOneThatWasNotGiven) {
  SmallSet set(kCount);
  const WordPieces pieces({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "film", "##ly"});
  for (const Modality modality : kModalities) {
    std::vector<Utterance> loose;
    for (int64_t i = 0; i < kCount; ++i) {
      Utterance one{.text = std::string(set.prepared.split().text(i))};
      for (const Modality m : kRowStreams) {
        const auto rows = set.prepared.split().rows(m, i);
        one.streams[m].values.assign(rows.begin(), rows.end());
      }
      if (modality == Modality::text) one.text.clear();
      one.streams[modality].values.clear();
      loose.push_back(one);
    }
    const Batch wanted = collate(loose, pieces, 12, {0, 3, 2}, torch::kCPU, Alignment::words);
    const Batch batch = without_modality(set.all(), modality);
    EXPECT_TRUE(at::equal(batch.tokens.values, wanted.tokens.values)) << word(modality);
    EXPECT_TRUE(at::equal(batch.word_of_piece.values, wanted.word_of_piece.values)) << word(modality);
    for (const Modality m : kRowStreams) {
      EXPECT_TRUE(at::equal(batch.streams[m].values, wanted.streams[m].values)) << word(modality);
      EXPECT_EQ(batch.streams[m].layout->offsets, wanted.streams[m].layout->offsets) << word(modality);
    }
  }
}

class MissingInEveryModel : public testing::TestWithParam<std::string> {};

TEST_P(MissingInEveryModel, AllRowsMissingIsTheModalityMissing) {
  const SmallSet set(kCount);
  const auto model = build(GetParam());
  const Absence absence = absence_of(model->needs());
  for (const Modality modality : model->needs().modalities) {
    const Tensor whole = predicted(*model, set.all());
    const Tensor stream = predicted(*model, without_modality(set.all(), modality));
    EXPECT_TRUE(at::allclose(predicted(*model, without_rows(set.all(), modality, absence, all())), stream, 0, 1e-6));
    EXPECT_FALSE(at::equal(whole, stream)) << word(modality);
  }
}

TEST_P(MissingInEveryModel, RowsAreZeroedWherePaddingCountsOrWordsAreRead) {
  const SmallSet set(kCount);
  ModelInputs longer = SmallSet::inputs();
  for (const Modality m : {Modality::visual, Modality::acoustic}) longer.padded[m].length += 3;
  const auto model = build(GetParam());
  const bool padded = !at::allclose(predicted(*model, set.all()), predicted(*build(GetParam(), longer), set.all()));
  const bool zeroed = absence_of(model->needs()) == Absence::zeroed;
  EXPECT_EQ(zeroed, padded || model->needs().aligned);
}

TEST_P(MissingInEveryModel, AShorterTextIsReadByTheModelsOwnEncoder) {
  SmallSet set(kCount);
  const auto model = build(GetParam());
  if (model->needs().text != Needs::Text::features) return;
  const Batch bare = without_rows(set.all(), Modality::text, Absence::removed, every_second());
  set.prepared.attach_text_rows(at::ones({set.prepared.total_pieces(), 8}));
  const Batch batch = without_rows(set.all(), Modality::text, Absence::removed, every_second());
  EXPECT_TRUE(at::equal(predicted(*model, batch), predicted(*model, bare)));
}

INSTANTIATE_TEST_SUITE_P(Catalogue, MissingInEveryModel, testing::ValuesIn(model_names()),
                         [](const auto& tested) { return test_name(tested.param); });

}  // namespace
}  // namespace mmim
