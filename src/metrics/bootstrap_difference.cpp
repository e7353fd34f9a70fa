#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "metrics/draws.h"
#include "metrics/resample.h"
#include "metrics/spread.h"
#include "metrics/steps.h"

namespace mmim {

namespace {

/// The runs of one system.
struct Side {
  double measured = 0;        ///< mean over runs
  std::vector<double> drawn;  ///< of each draw
  double moved = 0;           ///< how far a draw may be off, by its grid
};

Side side_of(const std::string& metric, std::span<const MetricDraws* const> runs, std::span<const double> values) {
  Side side{.drawn = std::vector<double>(static_cast<size_t>(runs.front()->count), 0)};
  const auto count = static_cast<double>(runs.size());
  for (size_t run = 0; run < runs.size(); ++run) {
    const std::vector<float>& drawn = runs[run]->values.at(metric);
    side.measured += values[run] / count;
    side.moved += most_moved(drawn) / count;
    for (size_t i = 0; i < side.drawn.size(); ++i) side.drawn[i] += drawn[i] / count;
  }
  return side;
}

}  // namespace

BootstrapTest bootstrap_test(const std::string& metric, std::span<const MetricDraws* const> a,
                             std::span<const double> a_values, std::span<const MetricDraws* const> b,
                             std::span<const double> b_values) {
  if (a.size() != a_values.size() || b.size() != b_values.size())
    throw UsageError("a bootstrap test needs one measured value for the draws of each run");
  require_drawn_alike(a, b);
  BootstrapTest test{.difference = mean_of(a_values) - mean_of(b_values), .low = kNaN, .high = kNaN, .p = kNaN};
  test.why_undefined = why_no_draws(metric, a, a_values);
  if (test.why_undefined.empty()) test.why_undefined = why_no_draws(metric, b, b_values);
  if (!test.why_undefined.empty()) return test;

  const Side of_a = side_of(metric, a, a_values), of_b = side_of(metric, b, b_values);
  const double far = std::abs(test.difference) - of_a.moved - of_b.moved;
  std::vector<double> drawn;
  int64_t as_far = 0;
  for (size_t i = 0; i < of_a.drawn.size(); ++i) {
    const double difference = of_a.drawn[i] - of_b.drawn[i];
    if (std::isnan(difference)) continue;
    drawn.push_back(difference);
    as_far += std::abs(difference - test.difference) >= far;
  }
  test.used = static_cast<int64_t>(drawn.size());
  test.undefined = static_cast<int64_t>(of_a.drawn.size()) - test.used;
  if (drawn.empty()) {
    test.why_undefined = "no draw in which every run has a value";
    return test;
  }
  std::sort(drawn.begin(), drawn.end());
  test.low = quantile(drawn, .025);
  test.high = quantile(drawn, .975);
  test.p = static_cast<double>(1 + as_far) / static_cast<double>(test.used + 1);
  return test;
}

}  // namespace mmim
