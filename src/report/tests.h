#pragma once
#include <cmath>
#include <optional>

#include "metrics/draws.h"
#include "metrics/tests.h"
#include "metrics/two_level.h"
#include "report/columns.h"
#include "report/sections.h"

namespace mmim {

/// The values of a metric over the finished cells of a row, by seed; NaN where undefined.
std::vector<double> values_of(const RowCells& row, const std::string& metric);

template <class Visit>
void visit_numbers(const TTest& test, const Visit& visit) {
  visit("statistic", test.statistic);
  visit("df", test.degrees);
  visit("p", test.p);
  visit("low", test.low);
  visit("high", test.high);
}

template <class Visit>
void visit_numbers(const TwoLevelTest& test, const Visit& visit) {
  visit("p", test.p);
  visit("low", test.low);
  visit("high", test.high);
  visit("at_least", test.at_least);
  visit("at_most", test.at_most);
  visit("df", test.degrees);
  visit("standard_error", test.error);
  visit("seed_share", test.seed_share);
  visit("detectable", test.detectable);
}

template <class Visit>
void visit_numbers(const BootstrapTest& test, const Visit& visit) {
  visit("p", test.p);
  visit("low", test.low);
  visit("high", test.high);
  visit("draws", test.used);
  visit("draws_without_value", test.undefined);
}

/// A test of a row. As JSON its numbers {"p", "low", "high", ..., "holm"}, or {"undefined": why}.
template <class Test>
struct RowTest : Test {
  std::optional<int64_t> pairs = {};  ///< seeds that both sides have, where they are paired
  double holm = std::nan("");         ///< p after Holm over the rows of the section; NaN: no test

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    if (self.why_undefined.empty())
      visit_numbers(self, visit);
    else
      visit("undefined", self.why_undefined);
    if (self.pairs) visit("n", *self.pairs);
    if (!std::isnan(self.holm)) visit("holm", self.holm);
  }
};

using SeedTest = RowTest<TTest>;              ///< over seeds
using SeedVideoTest = RowTest<TwoLevelTest>;  ///< over seeds and test videos: earns the star
using VideoTest = RowTest<BootstrapTest>;     ///< of the weights as they are, the mean over seeds, over test videos

/// One metric of a row against the baseline.
struct MetricTests {
  double difference = 0;  ///< of the means, row - baseline
  bool better = false;
  double g = 0;            ///< Hedges'
  SeedTest paired, welch;  ///< over the seeds both have; over all seeds of each
  SeedVideoTest two_level;
  VideoTest bootstrap;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("difference", self.difference);
    visit("better", self.better);
    visit("g", self.g);
    visit("paired", self.paired);
    visit("welch", self.welch);
    visit("two_level", self.two_level);
    visit("bootstrap", self.bootstrap);
  }
};
using Against = ByMetric<MetricTests>;

/// Every row with finished cells against `baseline`, by its name.
std::map<std::string, Against> tests_against(const SectionCells& section, const RowCells& baseline);

inline constexpr double kSignificant = 0.05;

/// Whether a test was made and its p after Holm is below kSignificant.
inline bool significant(double holm) { return holm < kSignificant; }

}  // namespace mmim
