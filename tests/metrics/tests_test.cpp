#include "metrics/tests.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/json.h"
#include "metrics/distributions.h"

namespace mmim {
namespace {

using Numbers = std::vector<double>;

Json golden(const char* kind) {
  return read_json(std::string(MMIM_SOURCE_DIR) + "/tests/metrics/golden/tests.json").at(kind);
}

void expect_close(double value, double expected, const std::string& what) {
  EXPECT_NEAR(value, expected, 1e-10 * std::max(std::abs(expected), 1e-290)) << what;
}

void expect_test(const Json& expected, const TTest& test, const std::string& what) {
  EXPECT_EQ(test.why_undefined, "") << what;
  const Numbers values{test.statistic, test.degrees, test.p, test.difference, test.low, test.high};
  for (size_t i = 0; i < values.size(); ++i)
    expect_close(values[i], expected.at(i), what + ", number " + std::to_string(i));
}

TEST(TTest, EqualsSciPy) {
  for (const Json& one : golden("t")) {
    const auto name = one.at("name").get<std::string>();
    const auto a = one.at("a").get<Numbers>(), b = one.at("b").get<Numbers>();
    if (one.contains("paired")) expect_test(one.at("paired"), paired_t(a, b), name + ", paired");
    expect_test(one.at("welch"), welch_t(a, b), name + ", Welch");
  }
}

TEST(HedgesG, EqualsItsFormula) {
  for (const Json& one : golden("t"))
    expect_close(hedges_g(one.at("a").get<Numbers>(), one.at("b").get<Numbers>()), one.at("g"), one.at("name"));
}

TEST(HedgesG, IsUndefinedWithoutSpreadOrWithASingleValue) {
  EXPECT_TRUE(std::isnan(hedges_g(Numbers{1, 1}, Numbers{2, 2})));
  EXPECT_TRUE(std::isnan(hedges_g(Numbers{1}, Numbers{2, 3})));
  EXPECT_TRUE(std::isnan(hedges_g(Numbers{1, NAN}, Numbers{2, 3})));
  EXPECT_TRUE(std::isnan(hedges_g({}, {})));
}

TEST(Holm, EqualsStatsmodels) {
  for (const Json& one : golden("holm")) {
    Numbers p;
    for (const Json& value : one.at("p")) p.push_back(value.is_null() ? NAN : value.get<double>());
    const Numbers adjusted = holm(p);
    ASSERT_EQ(adjusted.size(), p.size());
    for (size_t i = 0; i < p.size(); ++i)
      if (one.at("adjusted")[i].is_null())
        EXPECT_TRUE(std::isnan(adjusted[i])) << one;
      else
        expect_close(adjusted[i], one.at("adjusted")[i], one.dump());
  }
  EXPECT_TRUE(holm({}).empty());
}

TEST(BetaBinomial, QuantilesEqualSciPy) {
  for (const Json& one : golden("beta_binomial"))
    EXPECT_EQ(beta_binomial_quantile(one[0], one[1], one[2], one[3]), one[4].get<int64_t>()) << one;
}

TEST(TTest, OfFewerThanThreeSeedsSaysHowManyAreNeeded) {
  EXPECT_EQ(paired_t(Numbers{1, 2}, Numbers{3, 5}).why_undefined, "2 common seeds, 3 are needed");
  EXPECT_EQ(paired_t(Numbers{1}, Numbers{3}).why_undefined, "1 common seed, 3 are needed");
  EXPECT_EQ(paired_t({}, {}).why_undefined, "no common seeds, 3 are needed");
  EXPECT_EQ(welch_t(Numbers{1, 2}, Numbers{3, 5, 7}).why_undefined, "2 seeds, 3 are needed on each side");
  const TTest test = paired_t(Numbers{1, 2}, Numbers{3, 5});
  EXPECT_EQ(test.difference, -2.5);
  for (const double value : {test.statistic, test.degrees, test.p, test.low, test.high}) EXPECT_TRUE(std::isnan(value));
  EXPECT_TRUE(std::isnan(paired_t({}, {}).difference));
}

TEST(TTest, WithoutSpreadIsUndefinedEvenWhereRoundingMakesOne) {
  EXPECT_EQ(paired_t(Numbers{.7, .8, .9}, Numbers{.6, .7, .8}).why_undefined, "zero spread");
  EXPECT_NEAR(paired_t(Numbers{.7, .8, .9}, Numbers{.6, .7, .8}).difference, .1, 1e-15);
  EXPECT_EQ(welch_t(Numbers{.1, .1, .1}, Numbers{.2, .2, .1 + .1}).why_undefined, "zero spread");
  EXPECT_EQ(welch_t(Numbers{0, 0, 0}, Numbers{0, 0, 0}).why_undefined, "zero spread");
  EXPECT_EQ(welch_t(Numbers{0, 0, 0}, Numbers{0, 0, 1e-9}).why_undefined, "");
}

TEST(TTest, OfARunWithoutAValueIsUndefined) {
  EXPECT_EQ(paired_t(Numbers{1, NAN, 3}, Numbers{1, 2, 4}).why_undefined, "a run has no value");
  EXPECT_EQ(welch_t(Numbers{1, 2, 3}, Numbers{1, NAN, 4}).why_undefined, "a run has no value");
  EXPECT_TRUE(std::isnan(welch_t(Numbers{1, 2, 3}, Numbers{1, NAN, 4}).difference));
}

TEST(TTest, RefusesPairsThatAreNone) { EXPECT_THROW(paired_t(Numbers{1, 2, 3}, Numbers{1, 2}), UsageError); }

TEST(TTest, TurnedRoundChangesItsSignAlone) {
  const Numbers a{.7, .72, .69, .75}, b{.71, .78, .74, .73};
  for (const auto& test : {paired_t, welch_t}) {
    const TTest one = test(a, b), other = test(b, a);
    EXPECT_DOUBLE_EQ(one.p, other.p);
    EXPECT_DOUBLE_EQ(one.low, -other.high);
    EXPECT_DOUBLE_EQ(one.statistic, -other.statistic);
  }
}

}  // namespace
}  // namespace mmim
