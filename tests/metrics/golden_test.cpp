#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "core/json.h"
#include "metrics/metrics.h"

namespace mmim {
namespace {

std::filesystem::path golden() {
  const char* chosen = std::getenv("MMIM_GOLDEN");
  return (chosen ? std::filesystem::path(chosen) : std::filesystem::path(MMIM_SOURCE_DIR) / "tests/metrics/golden") /
         "metrics.json";
}

void expect(const Json& expected, double value, double tolerance, const std::string& what) {
  if (expected.is_string())
    EXPECT_TRUE(std::isnan(value)) << what;
  else
    EXPECT_NEAR(value, expected.get<double>(), tolerance) << what;
}

TEST(Metrics, EqualTheRecordedOnesOfThePublishedCode) {
  const std::vector<std::tuple<const char*, const char*, double>> names{{"MAE", "mae", 1e-6},
                                                                        {"Corr", "corr", 1e-6},
                                                                        {"Acc-7", "acc7", 1e-12},
                                                                        {"Acc-5", "acc5", 1e-12},
                                                                        {"Acc-2 (has0)", "acc2_has0", 1e-12},
                                                                        {"Acc-2 (non0)", "acc2_non0", 1e-12},
                                                                        {"F1 (has0)", "f1_has0", 1e-12},
                                                                        {"F1 (non0)", "f1_non0", 1e-12}};
  const Json cases = read_json(golden()).at("cases");
  ASSERT_FALSE(cases.empty());
  for (const Json& one : cases) {
    const auto prediction = one.at("pred").get<std::vector<float>>(), truth = one.at("label").get<std::vector<float>>();
    const Json& expected = one.at("expected");
    const std::string what = one.at("name").get<std::string>() + " ";
    for (const auto& [name, key, tolerance] : names)
      expect(expected.at(key), metric(name).value(prediction, truth), tolerance, what + name);
    for (const bool zeros_count : {true, false})
      expect(expected.at(zeros_count ? "f1_has0_swapped" : "f1_non0_swapped"),
             weighted_f1(prediction, truth, zeros_count, F1Weight::prediction), 1e-12, what + "swapped F1");
  }
}

}  // namespace
}  // namespace mmim
