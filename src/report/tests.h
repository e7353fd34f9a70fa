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

/// A t-test over seeds. As JSON {"p", "holm", "low", "high", ...} or {"undefined": why}.
struct SeedTest : TTest {
  std::optional<int64_t> pairs = {};  ///< seeds that both sides have, where they are paired
  double holm = std::nan("");         ///< p after Holm over the rows of the section; NaN: no test

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    if (self.undefined.empty()) {
      visit("statistic", self.statistic);
      visit("df", self.degrees);
      visit("p", self.p);
      visit("low", self.low);
      visit("high", self.high);
    } else {
      visit("undefined", self.undefined);
    }
    if (self.pairs) visit("n", *self.pairs);
    if (!std::isnan(self.holm)) visit("holm", self.holm);
  }
};

/// The test over seeds and test videos, which earns the star; JSON as above.
struct SeedVideoTest : TwoLevelTest {
  double holm = std::nan("");

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    if (self.why_undefined.empty()) {
      visit("p", self.p);
      visit("low", self.low);
      visit("high", self.high);
      visit("at_least", self.at_least);
      visit("at_most", self.at_most);
      visit("df", self.degrees);
      visit("standard_error", self.error);
      visit("seed_share", self.seed_share);
      visit("detectable", self.detectable);
    } else {
      visit("undefined", self.why_undefined);
    }
    if (!std::isnan(self.holm)) visit("holm", self.holm);
  }
};

/// The bootstrap over test videos of the weights as they are, the statistic being the mean over seeds; JSON as above.
struct VideoTest : BootstrapTest {
  double holm = std::nan("");

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    if (self.why_undefined.empty()) {
      visit("p", self.p);
      visit("low", self.low);
      visit("high", self.high);
      visit("draws", self.used);
      visit("draws_without_value", self.undefined);
    } else {
      visit("undefined", self.why_undefined);
    }
    if (!std::isnan(self.holm)) visit("holm", self.holm);
  }
};

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
