#include <gtest/gtest.h>

#include "models/early_lstm.h"
#include "models/late_mlp.h"
#include "support/small_set.h"

namespace mmim {
namespace {

constexpr double kExact = 1e-12;

/// A batch in float64 whose text rows are given, and the model with it.
template <class O>
std::pair<std::shared_ptr<Model>, Batch> in_float64(const O& options) {
  torch::manual_seed(4);
  const auto model = options.build(SmallSet::inputs({.route = Route::reference}));
  model->to(at::kDouble);
  const SmallSet set(6);
  Batch batch = set.all();
  batch.streams.text = batch.tokens.with(at::randn({batch.tokens.layout->total(), 8}, at::kDouble));
  for (const Modality m : kRowStreams) batch.streams[m].values = batch.streams[m].values.to(at::kDouble);
  batch.labels = batch.labels.to(at::kDouble);
  return {model, batch};
}

Tensor rows_of(const Ragged& stream, int64_t i) {
  return stream.values.narrow(0, stream.layout->begin(i), stream.layout->length(i));
}

class WeightsOf {
 public:
  explicit WeightsOf(const Model& model) : all_(model.named_parameters()) {}
  const Tensor& operator[](const std::string& name) const { return all_[name]; }
  /// W x + b of the Linear of that name.
  Tensor linear(const std::string& name, const Tensor& x) const {
    return at::mv(all_[name + ".weight"], x) + all_[name + ".bias"];
  }

 private:
  torch::OrderedDict<std::string, Tensor> all_;
};

TEST(LateMlp, IsAnMlpOverTheMlpsOfTheMeanRows) {
  LateMlpOptions options;
  options.hidden = {5, 4, 3};
  options.fusion_width = 6;
  const auto [model, batch] = in_float64(options);
  const WeightsOf w(*model);
  const torch::NoGradGuard no_gradient;
  const Tensor got = model->predict(batch).sentiment;
  for (int64_t i = 0; i < batch.size(); ++i) {
    std::vector<Tensor> h;
    for (const Modality m : kModalities) {
      const std::string net = m == Modality::text ? "language" : word(m);
      h.push_back(w.linear(net + ".1", w.linear(net + ".0", rows_of(batch.streams[m], i).mean(0)).relu()).relu());
    }
    const Tensor wanted = w.linear("head.1", w.linear("head.0", at::cat(h)).relu());
    EXPECT_NEAR(got[i].item<double>(), wanted.item<double>(), kExact) << i;
  }
}

/// The rows of an utterance's pieces: a word's pieces take the word's row; the last row is the last word's.
Tensor row_of_piece(const Batch& batch, Modality m, int64_t i, int64_t piece) {
  const Tensor rows = rows_of(batch.streams[m], i);
  const int64_t row = batch.word_of_piece.values[batch.word_of_piece.layout->begin(i) + piece].item<int64_t>();
  return row < 0 ? at::zeros({rows.size(1)}, rows.options()) : rows[row];
}

TEST(EarlyLstm, ReadsEachPieceWithItsRows) {
  EarlyLstmOptions options;
  options.hidden = 5;
  const auto [model, batch] = in_float64(options);
  const WeightsOf w(*model);
  const torch::NoGradGuard no_gradient;
  const Tensor got = model->predict(batch).sentiment;
  for (int64_t i = 0; i < batch.size(); ++i) {
    const Tensor text = rows_of(batch.streams.text, i);
    Tensor h = at::zeros({5}, at::kDouble), c = h;
    for (int64_t k = 0; k < text.size(0); ++k) {
      const Tensor x = at::cat(
          {text[k], row_of_piece(batch, Modality::visual, i, k), row_of_piece(batch, Modality::acoustic, i, k)});
      const Tensor gates = at::mv(w["encoder.lstm.weight_ih_l0"], x) + w["encoder.lstm.bias_ih_l0"] +
                           at::mv(w["encoder.lstm.weight_hh_l0"], h) + w["encoder.lstm.bias_hh_l0"];
      const auto part = gates.chunk(4);
      c = part[1].sigmoid() * c + part[0].sigmoid() * part[2].tanh();
      h = part[3].sigmoid() * c.tanh();
    }
    EXPECT_NEAR(got[i].item<double>(), w.linear("head", h).item<double>(), kExact) << i;
  }
}

TEST(EarlyLstm, NeedsRowsThatBelongToWords) {
  EXPECT_TRUE(EarlyLstmOptions().build(SmallSet::inputs())->needs().aligned);
  EXPECT_FALSE(LateMlpOptions().build(SmallSet::inputs())->needs().aligned);
}

TEST(References, DropPartsOfWhatTheyFuseInTrainingAlone) {
  LateMlpOptions late;
  late.dropout = {0, 0, 0};
  late.fusion_dropout = 0.5;
  EarlyLstmOptions early;
  early.dropout = 0.5;
  for (const ModelOptions* options : std::initializer_list<const ModelOptions*>{&late, &early}) {
    torch::manual_seed(4);
    const auto model = options->build(SmallSet::inputs());
    const SmallSet set(8);
    const auto task = [&](uint64_t seed) {
      return model->losses(set.all(), {{0, 0}, 0, Random(seed)}).terms().at(0).value.item<double>();
    };
    EXPECT_EQ(task(1), task(1));
    EXPECT_NE(task(1), task(2));
    EXPECT_TRUE(model->predict(set.all()).sentiment.equal(model->predict(set.all()).sentiment));
  }
}

}  // namespace
}  // namespace mmim
