#include <gtest/gtest.h>

#include <algorithm>

#include "information/class_history.h"
#include "information/contrastive.h"
#include "information/gaussian.h"
#include "parity/mmim_case.h"

namespace mmim::golden {
namespace {

/// The given tensors of one formulas case, as leaves that collect gradients.
class Inputs {
 public:
  Inputs(const Case& recorded, torch::Dtype dtype)
      : tensors_(recorded.tensors(recorded.settings().at("files").at("inputs"), dtype)) {
    for (auto& [name, tensor] : tensors_)
      tensor = tensor.clone().set_requires_grad(!name.starts_with("mem_") && name != "labels");
  }
  const Tensor& at(const std::string& name) const { return tensors_.at(name); }
  Tensor linear(const std::string& layer, const Tensor& x) const {
    return at::linear(x, at(layer + ".weight"), at(layer + ".bias"));
  }
  const std::map<std::string, Tensor>& all() const { return tensors_; }

 private:
  std::map<std::string, Tensor> tensors_;
};

Tensor likelihood(const Inputs& in, const Json& variant, const std::string& pair) {
  const Tensor& x = in.at(std::string("h_") + pair[0]);
  const Tensor log_variance = in.linear("lv2_" + pair, at::relu(in.linear("lv1_" + pair, x)));
  const Moments moments{in.linear("mu2_" + pair, at::relu(in.linear("mu1_" + pair, x))),
                        bounded(log_variance, variant.value("bounded", false) ? GaussianOptions::Bound::tanh
                                                                              : GaussianOptions::Bound::none)};
  return log_likelihood(in.at(std::string("h_") + pair[1]), moments,
                        variant.at("form") == "code" ? GaussianOptions::Form::published : GaussianOptions::Form::full);
}

Tensor entropy(const Inputs& in, const Json& variant, const std::string& pair) {
  EntropyOptions options{.gradient = EntropyOptions::Gradient::batch};  // as published
  options.guard = 0;
  options.least_rows = 0;
  options.covariance =
      variant.at("covariance") == "full" ? EntropyOptions::Covariance::full : EntropyOptions::Covariance::diagonal;
  options.split = variant.at("split") == "strict"   ? EntropyOptions::Split::strict
                  : variant.at("split") == "nonneg" ? EntropyOptions::Split::non_negative
                                                    : EntropyOptions::Split::single;
  const auto rows = [&](const std::string& name) {
    return variant.at("rows") == "proj" ? at::tanh(in.linear("W_" + pair, in.at(name))) : in.at(name);
  };
  ClassHistory history(1);
  if (variant.value("history", false))
    history.remember({rows(std::string("mem_h_") + pair[1]), in.at("mem_labels").reshape(-1)});
  return class_entropy(history.with({rows(std::string("h_") + pair[1]), in.at("labels").reshape(-1)}), options);
}

Tensor value_of(const Inputs& in, const Json& model, const Json& variant) {
  Tensor sum;
  const auto add = [&](const Tensor& value) { sum = sum.defined() ? sum + value : value; };
  if (variant.at("term") == "contrast") {
    const auto orientation = variant.at("form") == "code" ? Orientation::predictions : Orientation::representations;
    for (const Json& m : model.at("contrast")) {
      const auto letter = m.get<std::string>();
      add(contrastive_loss(in.at("h_" + letter), in.linear("G_" + letter, in.at("Z")), orientation));
    }
    return sum;
  }
  for (const Json& pair : model.at("pairs"))
    add(variant.at("term") == "likelihood" ? likelihood(in, variant, pair) : entropy(in, variant, pair));
  return sum;
}

/// Gradients were recorded for some of the inputs; for those an absent one is zero.
bool recorded_somewhere(const std::map<std::string, Tensor>& gradients, const std::string& tensor) {
  return std::any_of(gradients.begin(), gradients.end(),
                     [&](const auto& one) { return one.first.ends_with("|" + tensor); });
}

TEST(FormulaParity, EveryVariantEqualsItsRecordedValueAndGradients) {
  for (const Case& recorded : of_kind("mmim_formulas"))
    for (const torch::Dtype dtype : {at::kDouble, at::kFloat}) {
      const Json& settings = recorded.settings();
      const Json& tolerances = settings.at("tolerances").at(dtype == at::kDouble ? "f64" : "f32");
      const auto gradients = recorded.tensors(settings.at("files").at("gradients"), dtype);
      for (const Json& variant : settings.at("model").at("variants")) {
        const std::string name = variant.at("name"), kind = variant.at("term");
        SCOPED_TRACE(recorded.name() + " " + name + (dtype == at::kDouble ? " f64" : " f32"));
        const Inputs in(recorded, dtype);
        const Tensor value = value_of(in, settings.at("model"), variant);
        const Json& limit = tolerances.at("value");
        expect_close("value", value.item<double>(), number(recorded.json.at("values_f64").at(name)),
                     Tolerance::of(Json{{"value", limit.contains(kind) ? limit.at(kind) : limit}}, "value"));
        value.backward();
        for (const auto& [tensor, leaf] : in.all()) {
          const auto found = gradients.find(name + "|" + tensor);
          if (found != gradients.end())
            expect_close(tensor, leaf.grad().defined() ? leaf.grad() : at::zeros_like(leaf), found->second,
                         Tolerance::of(tolerances, "gradient"));
          else if (recorded_somewhere(gradients, tensor) && leaf.grad().defined())
            EXPECT_EQ(leaf.grad().abs().max().item<double>(), 0) << tensor;
        }
      }
    }
}

}  // namespace
}  // namespace mmim::golden
