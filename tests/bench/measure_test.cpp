#include "bench/measure.h"

#include <gtest/gtest.h>

#include <cmath>

#include "bench/report.h"

namespace mmim {
namespace {

TEST(Timing, KnowsMedianAndRangeOfItsRounds) {
  EXPECT_EQ(Timing{{3}}.median(), 3);
  EXPECT_EQ((Timing{{5, 1, 3}}.median()), 3);
  EXPECT_EQ((Timing{{5, 1, 3, 4}}.median()), 3.5);
  EXPECT_EQ((Timing{{5, 1, 3}}.lowest()), 1);
  EXPECT_EQ((Timing{{5, 1, 3}}.highest()), 5);
  EXPECT_EQ((Timing{{5, 1, 3}}.scaled(2).highest()), 10);
  EXPECT_TRUE(std::isnan(Timing{}.median()));
}

TEST(Ratio, IsOfMediansWithTheRangeOverTheRoundsBothTookPartIn) {
  const Ratio ratio = ratio_of({{10, 12, 20}}, {{1, 2, 2, 100}});
  EXPECT_EQ(ratio.value, 12.0 / 2);
  EXPECT_EQ(ratio.lowest, 6);
  EXPECT_EQ(ratio.highest, 10);
}

TEST(Alternate, LetsSidesRunInTurnsAndASlowOneSitOut) {
  std::string order;
  const auto side = [&](char name, int64_t rounds) {
    return Contender{.run = [&order, name](int64_t) { order += name; },
                     .rounds = rounds,
                     .warm_up = [&order, name] { order += static_cast<char>(std::toupper(name)); }};
  };
  const std::vector<Timing> timings = alternate({side('a', 3), side('b', 2)});
  EXPECT_EQ(order, "ABababa");
  EXPECT_EQ(timings[0].rounds.size(), 3u);
  EXPECT_EQ(timings[1].rounds.size(), 2u);
}

TEST(Alternate, CountsOneCallOfWorkTooShortToBeTimed) {
  int64_t calls = 0;
  const std::vector<Timing> timings =
      alternate({{.run = [&](int64_t) { ++calls; }, .rounds = 2, .least_seconds = 1e-3}});
  EXPECT_GT(calls, 20);
  EXPECT_LT(timings[0].median(), 1e-4);
}

TEST(PowerLaw, FindsTheExponentOfExactData) {
  const PowerLaw law = fit_power_law({1, 2, 4, 8}, {3, 6 * std::sqrt(2.0), 24, 48 * std::sqrt(2.0)});
  EXPECT_NEAR(law.exponent, 1.5, 1e-12);
  EXPECT_NEAR(law.factor, 3, 1e-12);
}

TEST(BenchReport, HasEveryRowInItsJson) {
  BenchReport report;
  report.peaks = Peaks{.fp32 = 6, .memory = 10};
  report.rows.push_back({.name = "a", .what = "b", .ours = {{2, 4}}, .plain = Timing{{9}}, .work = Work{6, 5}});
  report.rows.push_back({.name = "c", .what = "d", .ours = {{1}}, .more = {{"extra", 7}}});
  report.growths.push_back({"tokens", "what", "pieces", {1, 2, 4}, {1, 2, 4}});
  const Json json = report.to_json();
  EXPECT_EQ(json.at("rows").at(0).at("ratio").at("value"), 3);
  EXPECT_EQ(json.at("rows").at(0).at("share_of_roofline"), 0.5);
  EXPECT_EQ(json.at("rows").at(0).at("plain").at("rounds"), 1);
  EXPECT_TRUE(json.at("rows").at(1).at("plain").is_null());
  EXPECT_TRUE(json.at("rows").at(1).at("share_of_roofline").is_null());
  EXPECT_EQ(json.at("rows").at(1).at("extra"), 7);
  EXPECT_NEAR(json.at("scaling").at(0).at("exponent").get<double>(), 1, 1e-12);
}

}  // namespace
}  // namespace mmim
