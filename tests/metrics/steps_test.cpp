#include "metrics/steps.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/keys.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;

Numbers drawn(double middle, double width) {
  KeyedDraws draws(5);
  Numbers values;
  for (int i = 0; i < 3000; ++i) values.push_back(static_cast<float>(middle + width * draws.normal()));
  return values;
}

TEST(Steps, MoveANumberByHalfAStepAtMost) {
  for (const auto& [middle, width] :
       std::vector<std::pair<double, double>>{{.8, .05}, {-.3, 4}, {.7, 1e-7}, {1e6, 1}}) {
    const Numbers values = drawn(middle, width), kept = from_steps(to_steps(values));
    for (size_t i = 0; i < values.size(); ++i) EXPECT_LE(std::abs(kept[i] - values[i]), most_moved(values)) << middle;
  }
  EXPECT_NEAR(most_moved(Numbers{0, 1}), 1.0 / 65534 / 2, 2e-7);
}

TEST(Steps, OfNumbersOnAGridKeepThem) {
  for (const double width : {1.0, 1e-3, 1e-6, 1e-7}) {
    const Steps steps = to_steps(drawn(.7, width));
    const Numbers kept = from_steps(steps);
    EXPECT_EQ(from_steps(to_steps(kept)), kept) << width;
    EXPECT_EQ(to_json(to_steps(kept)), to_json(steps)) << width;
  }
}

TEST(Steps, KeepWhatIsNoNumberApart) {
  const Numbers kept = from_steps(to_steps(Numbers{NAN, 2, INFINITY, 1, -INFINITY}));
  EXPECT_TRUE(std::isnan(kept[0]) && std::isnan(kept[2]) && std::isnan(kept[4]));
  EXPECT_EQ(kept[1], 2);
  EXPECT_EQ(kept[3], 1);
  EXPECT_TRUE(std::isnan(from_steps(to_steps(Numbers{NAN}))[0]));
  EXPECT_EQ(from_steps(to_steps(Numbers{.1f, .1f})), (Numbers{.1f, .1f}));
  EXPECT_TRUE(from_steps(to_steps({})).empty());
}

TEST(Steps, AreLittleEndianWordsInBase64) {
  const Json json = to_json(to_steps(Numbers{1, 2, NAN, 1.5}));
  EXPECT_EQ(json.dump(), R"({"low":1.0,"high":2.0,"steps":"AAD+/////38="})");  // 0, 65534, 65535, 32767
}

void expect_refused(const std::string& text, const std::string& sentence) {
  try {
    steps_from_json(parse_json(text, "test"), 2, "file.MAE");
    FAIL() << text;
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()), sentence);
  }
}

TEST(Steps, RefuseWhatTheyDidNotWrite) {
  expect_refused("[]", "file.MAE.low: no number stands there");
  expect_refused(R"({"low":1,"high":"x"})", "file.MAE.high: no number stands there");
  expect_refused(R"({"low":1,"high":2})", "file.MAE.steps: no text stands there");
  expect_refused(R"({"low":2,"high":1,"steps":"AAAAAA=="})", "file.MAE: low and high are no range");
  expect_refused(R"({"low":0,"high":1e200,"steps":"AAAAAA=="})", "file.MAE: low and high are no range");
  expect_refused(R"({"low":1,"high":2,"steps":"AAA="})", "file.MAE.steps: 2 bytes where 2 draws take two each");
  expect_refused(R"({"low":1,"high":2,"steps":"AAAAAAA="})", "file.MAE.steps: 5 bytes where 2 draws take two each");
  expect_refused(R"({"low":1,"high":2,"steps":"AAAAAA="})", "file.MAE.steps: base64 that is cut or has bits to spare");
}

}  // namespace
}  // namespace mmim
