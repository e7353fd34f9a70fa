#include "models/lmf.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

ModelInputs inputs() {
  ModelInputs inputs{.widths = {0, 3, 2}, .text = {.vocabulary = 8, .width = 4, .layers = 1, .heads = 1, .inner = 4}};
  for (const Modality m : kModalities) inputs.padded[m] = {3, Side::back};
  return inputs;
}

std::shared_ptr<Lmf> tiny_lmf(int64_t rank) {
  LmfOptions options;
  options.hidden = {5, 1, 2};
  options.text_out = 2;
  options.rank = rank;
  const auto model = std::make_shared<Lmf>(options, inputs());
  model->to(at::kDouble);
  return model;
}

Tensor parameter(const Lmf& model, const std::string& name) { return *model.named_parameters().find(name); }

Tensor numbers(const std::vector<double>& values, std::vector<int64_t> shape) {
  return at::tensor(values, at::kDouble).reshape(shape);
}

TEST(Lmf, EqualsTheProductOfItsProjections) {
  const auto model = tiny_lmf(2);
  const torch::NoGradGuard no_gradient;
  parameter(*model, "factor.acoustic").copy_(numbers({.1, .2, .3, -.2, .4, .1}, {2, 3}));
  parameter(*model, "factor.visual").copy_(numbers({.5, -.1, .3, .2}, {2, 2}));
  parameter(*model, "factor.text").copy_(numbers({.2, .1, -.3, .6, 0, .5}, {2, 3}));
  parameter(*model, "fusion.weight").copy_(numbers({.7, -.4}, {1, 2}));
  parameter(*model, "fusion.bias").zero_();
  const PerModality<Tensor> h{numbers({-.4, .7}, {1, 2}), numbers({.5}, {1, 1}), numbers({.2, -.3}, {1, 2})};
  EXPECT_NEAR(model->read(Lmf::fuse(model->project(h))).item<double>(), 0.02201250, 1e-12);
}

TEST(Lmf, EqualsTheLinearMapOfTheOuterProductThatItStandsFor) {
  torch::manual_seed(5);
  const auto model = tiny_lmf(3);
  const torch::NoGradGuard no_gradient;
  parameter(*model, "fusion.bias").fill_(.3);
  const PerModality<Tensor> h{at::randn({4, 2}, at::kDouble), at::randn({4, 1}, at::kDouble),
                              at::randn({4, 2}, at::kDouble)};
  const Tensor weights = at::einsum(
      "r,ra,rv,rt->avt", {parameter(*model, "fusion.weight").squeeze(0), parameter(*model, "factor.acoustic"),
                          parameter(*model, "factor.visual"), parameter(*model, "factor.text")});
  const Tensor product = at::einsum("ba,bv,bt->bavt", {with_one(h.acoustic), with_one(h.visual), with_one(h.text)});
  const Tensor wanted = at::einsum("avt,bavt->b", {weights, product}) + .3;
  EXPECT_TRUE(model->read(Lmf::fuse(model->project(h))).allclose(wanted, 1e-12, 1e-12));
}

TEST(Lmf, DrawsFactorsAsWideAsTheirShapesWant) {
  torch::manual_seed(6);
  LmfOptions options;
  options.text_out = 499;
  options.rank = 300;
  const Lmf model(options, inputs());
  EXPECT_NEAR(parameter(model, "factor.text").std().item<double>(), std::sqrt(2.0 / (500 + 300)), 1e-3);
  EXPECT_NEAR(parameter(model, "fusion.weight").std().item<double>(), std::sqrt(2.0 / (1 + 300)), 1e-2);
  EXPECT_EQ(parameter(model, "fusion.bias").abs().max().item<double>(), 0);
}

TEST(Lmf, StepsTheSumOverRanksUnlessItIsToldNotTo) {
  for (const bool trained : {true, false}) {
    LmfOptions options;
    options.train_fusion_weights = trained;
    options.learning_rate_factors = 7;
    bool stepped = false;
    const auto model = options.build(inputs());
    const Stage stage = model->stages().at(0);
    for (const ParameterGroup& group : stage.groups)
      for (const NamedParameter& parameter : group.parameters) {
        stepped = stepped || parameter.name.starts_with("fusion.");
        EXPECT_EQ(parameter.name.starts_with("factor."), group.learning_rate == 7) << parameter.name;
      }
    EXPECT_EQ(stepped, trained);
  }
}

}  // namespace
}  // namespace mmim
