#include "report/columns.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mmim {
namespace {

TEST(Columns, OfTheCatalogueHoldEveryMetricOnceAndBothConventionsTogether) {
  std::string titles;
  std::vector<std::string> names;
  for (const Column& column : columns(Scale::mosi)) {
    titles += column.title + " ";
    for (const Metric* metric : column.metrics) names.push_back(metric->name);
  }
  EXPECT_EQ(titles, "MAE Corr Acc-7 Acc-5 Acc-2 F1 ");
  ASSERT_EQ(names.size(), metrics().size());
  for (size_t i = 0; i < names.size(); ++i) EXPECT_EQ(names[i], metrics()[i].name);
  EXPECT_EQ(columns(Scale::mosi)[4].metrics.size(), 2u);
}

TEST(Columns, OfThePaperLeaveOutAcc5) {
  const auto all = columns(Scale::mosi), paper = columns(Scale::mosi, true);
  ASSERT_EQ(paper.size() + 1, all.size());
  for (const Column& column : paper) EXPECT_NE(column.title, "Acc-5");
}

TEST(Columns, OfSimsAreMmsasAndOfOtherScalesErrorAndCorrelation) {
  const auto titles = [](Scale scale) {
    std::string text;
    for (const Column& column : columns(scale, true)) text += column.title + " ";
    return text;
  };
  EXPECT_EQ(titles(Scale::sims), "MAE Corr Acc-5 Acc-3 Acc-2 F1 ");
  EXPECT_EQ(titles(Scale::other), "MAE Corr ");
}

TEST(ByMetric, StandsInTheOrderOfTheCatalogueWithUnknownNamesBehind) {
  ByMetric<int> values{{"A", 1}, {"F1 (has0)", 2}, {"Corr", 3}, {"MAE", 4}, {"Acc-3", 5}};
  std::string names;
  for (const auto& [name, unused] : values) names += name + " ";
  EXPECT_EQ(names, "MAE Corr F1 (has0) Acc-3 A ");
}

TEST(ShownP, HasThreeDecimalsAndNoZeros) {
  EXPECT_EQ(shown_p(.0004), "<.001");
  EXPECT_EQ(shown_p(.0314), "0.031");
  EXPECT_EQ(shown_p(std::nan("")), "-");
}

}  // namespace
}  // namespace mmim
