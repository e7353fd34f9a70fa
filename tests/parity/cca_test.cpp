#include "losses/cca.h"

#include <gtest/gtest.h>

#include "parity/golden.h"

namespace mmim::golden {
namespace {

TEST(CcaParity, EqualsTheNuclearNormAndItsAnalyticGradient) {
  for (const Case& recorded : of_kind("cca")) {
    const Json& model = recorded.settings().at("model");
    const Json& tolerances = recorded.settings().at("tolerances").at("f64");
    const Tolerance value = Tolerance::of(tolerances, "value"), gradient = Tolerance::of(tolerances, "gradient");
    const Json& count = model.at("singular_values");
    const int64_t top = count.is_number() ? count.get<int64_t>() : 0;
    for (const Json& pair : model.at("pairs")) {
      const auto file = pair.at("file").get<std::string>();
      SCOPED_TRACE(recorded.name() + " " + file);
      const double ridge = pair.at("r");
      const auto given = recorded.tensors(file, at::kDouble);
      const Tensor h1 = given.at("H1").clone().set_requires_grad(true),
                   h2 = given.at("H2").clone().set_requires_grad(true);
      const Canonical c = canonical(h1.detach(), h2.detach(), ridge);
      for (const auto& [name, got] : NamedTensors{{"S11", c.within1},
                                                  {"S22", c.within2},
                                                  {"S12", c.between},
                                                  {"T", c.whitened},
                                                  {"singular_values", c.correlations}})
        if (given.contains(name)) expect_close(name, got, given.at(name), value);
      const Tensor loss = cca_loss(h1, h2, ridge, top);
      loss.backward();
      expect_close("loss", loss.item<double>(), given.at("loss").item<double>(), value);
      expect_close("corr", -loss.item<double>(), pair.at("correlation").get<double>(), value);
      expect_close("gradient of H1", h1.grad(), given.at("grad_loss_H1"), gradient);
      expect_close("gradient of H2", h2.grad(), given.at("grad_loss_H2"), gradient);
    }
  }
}

}  // namespace
}  // namespace mmim::golden
