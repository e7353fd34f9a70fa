#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "nn/bert.h"
#include "support/small_set.h"

namespace mmim {
namespace {

/// What each model does by itself; models that read rows are not here.
const std::map<std::string, Pool> kOwn{{"mmim", Pool::cls},       {"iccn", Pool::cls},  {"self-mm", Pool::cls},
                                       {"text-only", Pool::cls},  {"misa", Pool::mean}, {"late-mlp", Pool::mean},
                                       {"mag-bert", Pool::pooler}};
constexpr Pool kPools[] = {Pool::cls, Pool::mean, Pool::pooler};

std::shared_ptr<Model> model_with(const std::string& name, std::optional<Pool> pool, bool frozen) {
  torch::manual_seed(1);
  ModelInputs inputs = SmallSet::inputs();
  inputs.pool = pool;
  const auto options = model_entry(name).options();
  Options(*options).set_text(frozen ? "text=frozen" : "text=fine-tuned");
  auto model = options->build(inputs);
  const torch::NoGradGuard no_gradient;
  for (Tensor& parameter : model->text_encoder()->parameters())  // else every text has nearly one vector
    if (parameter.dim() > 1) parameter.mul_(10);
  return model;
}

Tensor prediction(const std::string& name, std::optional<Pool> pool, bool frozen, const Batch& batch) {
  const torch::NoGradGuard no_gradient;
  return model_with(name, pool, frozen)->predict(batch).sentiment;
}

TEST(TextPool, OfAModelIsItsOwnUnlessAnotherIsChosen) {
  const SmallSet set(20);
  for (const auto& [name, own] : kOwn)
    for (const bool frozen : {false, true}) {
      const Tensor standard = prediction(name, {}, frozen, set.all());
      for (const Pool pool : kPools)
        EXPECT_EQ(at::equal(prediction(name, pool, frozen, set.all()), standard), pool == own)
            << name << (frozen ? ", frozen" : "") << ", pool " << static_cast<int>(pool);
    }
}

TEST(TextPool, IsRefusedByModelsThatReadRows) {
  for (const ModelEntry& entry : models())
    for (const Pool pool : kPools) {
      if (kOwn.contains(entry.name))
        EXPECT_NO_THROW(model_with(entry.name, pool, false)) << entry.name;
      else
        EXPECT_THROW(model_with(entry.name, pool, false), ConfigError) << entry.name;
    }
}

TEST(TextPool, OfRowsThatComeWithTheBatchIsThatOfTheEncoder) {
  const SmallSet set(20);
  for (const auto& [name, own] : kOwn) {
    if (name == "mag-bert") continue;  // moves the embeddings: no rows are computed ahead
    for (const Pool pool : kPools) {
      const torch::NoGradGuard no_gradient;
      const auto model = model_with(name, pool, true);
      Batch batch = set.all();
      const Tensor computed = model->predict(batch).sentiment;
      const Bert& bert = *model->text_encoder();
      batch.streams.text = bert.encode(bert.embed(batch.tokens), 0, Rows::all);
      EXPECT_TRUE(at::allclose(model->predict(batch).sentiment, computed, 1e-4, 1e-6)) << name;
    }
  }
}

/// Texts behind whose [CLS] stand two pieces and [SEP] of what was said before.
Batch in_context(const Batch& batch) {
  const Layout& layout = *batch.tokens.layout;
  std::vector<int64_t> ids, lengths;
  Batch changed = batch;
  for (int64_t i = 0; i < layout.size(); ++i) {
    const Tensor own = batch.tokens.values.narrow(0, layout.begin(i), layout.length(i));
    ids.push_back(own[0].item<int64_t>());
    ids.insert(ids.end(), {5, 6 + i % 2, 3});
    for (int64_t k = 1; k < layout.length(i); ++k) ids.push_back(own[k].item<int64_t>());
    lengths.push_back(layout.length(i) + 3);
    changed.context.push_back(3);
  }
  changed.tokens = {at::tensor(ids, at::kLong), make_layout(lengths, layout.utterance_ids)};
  return changed;
}

TEST(TextPool, MeansOfATextInItsContextAreThoseOfItsOwnRows) {
  const SmallSet set(12);
  ModelInputs inputs = SmallSet::inputs();
  inputs.text.positions += 3;
  inputs.pool = Pool::mean;
  const auto model = model_entry("text-only").options()->build(inputs);
  const torch::NoGradGuard no_gradient;
  const Batch batch = in_context(set.all());
  const Bert& bert = *model->text_encoder();
  const Ragged rows = bert.encode(bert.embed(batch.tokens), 0, Rows::all);
  const auto& parameters = model->named_parameters();
  const Tensor found = model->predict(batch).sentiment;
  for (int64_t i = 0; i < batch.size(); ++i) {
    const int64_t begin = rows.layout->begin(i), length = rows.layout->length(i);
    const Tensor own = at::cat({rows.values.narrow(0, begin, 1), rows.values.narrow(0, begin + 4, length - 4)});
    const Tensor wanted = at::linear(own.mean(0), parameters["head.weight"], parameters["head.bias"]);
    EXPECT_NEAR(found[i].item<double>(), wanted.item<double>(), 1e-5);
  }
}

TEST(TextPool, AContextIsRefusedByModelsThatReadRows) {
  for (const ModelEntry& entry : models()) {
    ModelInputs inputs = SmallSet::inputs();
    inputs.context = true;
    if (kOwn.contains(entry.name))
      EXPECT_NO_THROW(entry.options()->build(inputs)) << entry.name;
    else
      EXPECT_THROW(entry.options()->build(inputs), ConfigError) << entry.name;
  }
}

TEST(TextPool, GivesThePoolerAGradientWhereItIsRead) {
  const SmallSet set(20);
  for (const auto& [name, own] : kOwn)
    for (const Pool pool : kPools) {
      const auto model = model_with(name, pool, false);
      model->prepare({set.prepared.labels(), set.prepared.columns()});
      const auto none = model->without_gradient();
      const bool listed = std::find(none.begin(), none.end(), "text.pooler.dense.weight") != none.end();
      EXPECT_EQ(listed, pool != Pool::pooler) << name;
      const auto last = static_cast<int64_t>(model->stages().size()) - 1;
      model->begin({0, last});
      model->losses(set.all(), {{0, last}, 0, Random(3).at(0, last, 0)}).total().backward();
      const Tensor gradient = model->named_parameters().find("text.pooler.dense.weight")->grad();
      EXPECT_EQ(gradient.defined() && gradient.abs().max().item<double>() > 0, pool == Pool::pooler) << name;
    }
}

}  // namespace
}  // namespace mmim
