#include "models/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "nn/weights/module_arrays.h"
#include "support/small_set.h"

namespace mmim {
namespace {

constexpr int64_t kUtterances = 20;  // ICCN needs more than its 16 correlations

class EveryModel : public testing::TestWithParam<std::string> {
 protected:
  std::shared_ptr<Model> build(uint64_t seed = 1) const {
    torch::manual_seed(seed);
    auto model = model_entry(GetParam()).options()->build(SmallSet::inputs());
    model->prepare({set.prepared.labels(), set.prepared.columns()});
    return model;
  }

  static Step step_of(const Pass& pass, int64_t batch) {
    return {pass, batch, Random(3).at(pass.epoch, pass.stage, batch)};
  }

  /// What a batch minimises, with gradients from nowhere else.
  static Tensor backward(Model& model, const Batch& batch, const Step& step) {
    for (Tensor& parameter : model.parameters()) parameter.mutable_grad() = Tensor();
    Tensor total = model.losses(batch, step).total();
    if (total.defined() && total.requires_grad()) total.backward();
    model.after_backward(batch, step);
    return total;
  }

  /// As it is after a batch of every stage: running statistics and memories are no longer those of the start.
  std::shared_ptr<Model> used() const {
    auto model = build();
    for (int64_t stage = 0; stage < static_cast<int64_t>(model->stages().size()); ++stage) {
      model->begin({0, stage});
      backward(*model, set.all(), step_of({0, stage}, 0));
    }
    return model;
  }

  SmallSet set{kUtterances};
};

bool same(const NamedArrays& a, const NamedArrays& b) {
  return std::equal(
      a.arrays.begin(), a.arrays.end(), b.arrays.begin(), b.arrays.end(),
      [](const auto& x, const auto& y) { return x.first == y.first && x.second.to_floats() == y.second.to_floats(); });
}

TEST_P(EveryModel, PredictsOneNumberForEachUtteranceWhateverItsCompany) {
  const auto model = used();
  const torch::NoGradGuard no_gradient;
  const Tensor together = model->predict(set.all()).sentiment;
  ASSERT_EQ(together.sizes().vec(), std::vector<int64_t>{kUtterances});
  EXPECT_TRUE(together.isfinite().all().item<bool>());
  std::vector<int64_t> backwards;
  for (int64_t i = kUtterances; i-- > 0;) backwards.push_back(i);
  const Tensor turned = model->predict(set.batch(backwards)).sentiment.flip(0);
  EXPECT_TRUE(turned.equal(together)) << together << turned;
  for (int64_t i = 0; i < kUtterances; ++i) {
    const Tensor alone = model->predict(set.batch({i})).sentiment;
    ASSERT_EQ(alone.sizes().vec(), std::vector<int64_t>{1});
    EXPECT_EQ(alone.item<float>(), together[i].item<float>()) << "utterance " << i << ", to the last bit";
  }
  EXPECT_GT(together.std().item<double>(), 0) << "else nothing would be tested";
}

TEST_P(EveryModel, ChangesNothingWhenItPredicts) {
  const auto model = used();
  const NamedArrays before = arrays_of(*model);
  Archive state, later;
  model->save_state(state);
  const Tensor once = model->predict(set.all()).sentiment;
  model->predict(set.batch({3, 1}));
  EXPECT_TRUE(model->predict(set.all()).sentiment.equal(once));
  EXPECT_TRUE(same(before, arrays_of(*model)));
  model->save_state(later);
  EXPECT_EQ(state.values, later.values);
  ASSERT_EQ(state.tensors.size(), later.tensors.size());
  for (size_t i = 0; i < state.tensors.size(); ++i)
    EXPECT_TRUE(state.tensors[i].second.equal(later.tensors[i].second)) << state.tensors[i].first;
}

TEST_P(EveryModel, EndsItsTraceInThePrediction) {
  const auto model = used();
  const torch::NoGradGuard no_gradient;
  const NamedTensors steps = model->trace(set.all());
  const auto sentiment = std::find_if(steps.begin(), steps.end(), [](const auto& s) { return s.first == "sentiment"; });
  ASSERT_NE(sentiment, steps.end());
  EXPECT_TRUE(sentiment->second.equal(model->predict(set.all()).sentiment));
}

TEST_P(EveryModel, DrawsFromItsKeyAlone) {
  const auto drawn = [&](uint64_t seed) {
    const auto model = build();
    model->begin({});
    const torch::NoGradGuard no_gradient;
    return model->losses(set.all(), {{}, 0, Random(seed)}).total();
  };
  const Tensor once = drawn(3), other = drawn(4);
  EXPECT_TRUE(drawn(3).equal(once));
  EXPECT_FALSE(other.equal(once));
}

TEST_P(EveryModel, TrainsOnABatchOfOne) {
  const auto model = used();
  for (int64_t stage = 0; stage < static_cast<int64_t>(model->stages().size()); ++stage)
    for (const int64_t row : {0, 2, 3}) {
      const Tensor total = backward(*model, set.batch({row}), step_of({0, stage}, 1));
      if (!total.defined()) continue;
      EXPECT_TRUE(total.isfinite().all().item<bool>()) << "utterance " << row;
      for (const auto& parameter : model->named_parameters()) {
        const Tensor& gradient = parameter.value().grad();
        EXPECT_TRUE(!gradient.defined() || gradient.isfinite().all().item<bool>()) << parameter.key();
      }
    }
}

TEST_P(EveryModel, HasEveryParameterInOneGroupOfAStageOrAmongThoseWithoutGradient) {
  const auto model = build();
  std::set<std::string> stepped, all;
  for (const auto& parameter : model->named_parameters()) all.insert(parameter.key());
  for (const Stage& stage : model->stages()) {
    std::set<std::string> in_stage;
    for (const ParameterGroup& group : stage.groups)
      for (const NamedParameter& parameter : group.parameters) {
        EXPECT_TRUE(in_stage.insert(parameter.name).second) << parameter.name << " twice in stage " << stage.name;
        const Tensor* registered = model->named_parameters().find(parameter.name);
        ASSERT_NE(registered, nullptr) << parameter.name;
        EXPECT_TRUE(registered->is_same(parameter.value)) << parameter.name;
      }
    stepped.insert(in_stage.begin(), in_stage.end());
  }
  for (const std::string& name : model->without_gradient()) {
    EXPECT_TRUE(all.contains(name)) << name;
    EXPECT_TRUE(stepped.insert(name).second) << name << " is stepped";
  }
  EXPECT_EQ(stepped, all);
}

TEST_P(EveryModel, GivesAGradientToWhatItStepsAndNoneToTheRest) {
  const auto model = build();
  const std::vector<std::string> none = model->without_gradient();
  const std::vector<Stage> stages = model->stages();
  std::vector<std::set<std::string>> moved(stages.size());
  const Batch odd = set.batch({0, 1, 2, 3, 4, 5, 6});  // signs of an absolute error do not sum to zero
  for (const int64_t epoch : {0, 1})
    for (size_t stage = 0; stage < stages.size(); ++stage) {
      const Pass pass{epoch, static_cast<int64_t>(stage)};
      model->begin(pass);
      for (int64_t batch = 0; batch < 3; ++batch) {
        backward(*model, odd, step_of(pass, batch));
        for (const auto& parameter : model->named_parameters()) {
          const Tensor& gradient = parameter.value().grad();
          if (gradient.defined() && gradient.abs().max().item<double>() > 0) moved[stage].insert(parameter.key());
        }
        for (const std::string& name : none)
          EXPECT_FALSE(model->named_parameters().find(name)->grad().defined()) << name;
      }
    }
  for (size_t stage = 0; stage < stages.size(); ++stage)
    for (const ParameterGroup& group : stages[stage].groups)
      for (const NamedParameter& parameter : group.parameters) {
        const bool unseen = parameter.name.ends_with("key.bias");  // softmax does not see a constant
        EXPECT_TRUE(unseen || moved[stage].contains(parameter.name))
            << parameter.name << ", stage " << stages[stage].name;
      }
}

TEST_P(EveryModel, PredictsTheSameWithTheArraysOfAnother) {
  const auto model = used(), other = build(2);
  const Tensor wanted = model->predict(set.all()).sentiment;
  EXPECT_FALSE(other->predict(set.all()).sentiment.equal(wanted));
  fill(*other, arrays_of(*model), "copy");
  EXPECT_TRUE(other->predict(set.all()).sentiment.equal(wanted));
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryModel, testing::ValuesIn(model_names()),
                         [](const auto& tested) { return test_name(tested.param); });

}  // namespace
}  // namespace mmim
