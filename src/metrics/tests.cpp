#include "metrics/tests.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "metrics/distributions.h"
#include "metrics/spread.h"

namespace mmim {

namespace {

/// n - 1 in the denominator.
double variance_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / (static_cast<double>(values.size()) - 1);
}

double largest(std::span<const double> values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

/// Whether `values`, computed from numbers up to `scale`, differ by rounding at most.
bool all_the_same(std::span<const double> values, double scale) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low <= 4 * std::numeric_limits<double>::epsilon() * scale;
}

bool finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

TTest undefined(double difference, const std::string& why) { return {kNaN, kNaN, kNaN, difference, kNaN, kNaN, why}; }

std::string too_few(size_t count, const std::string& kind) {
  return (count == 0 ? "no" : std::to_string(count)) + kind + (count == 1 ? " seed" : " seeds") + ", " +
         std::to_string(kFewestSeeds) + " are needed";
}

TTest t_test(double difference, double standard_error, double degrees) {
  const double statistic = difference / standard_error, reach = t_quantile(.975, degrees) * standard_error;
  return {statistic, degrees, t_two_sided(statistic, degrees), difference, difference - reach, difference + reach, ""};
}

}  // namespace

TTest paired_t(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size())
    throw UsageError(std::to_string(a.size()) + " values stand against " + std::to_string(b.size()) +
                     ": a paired test needs values of common seeds");
  std::vector<double> differences;
  for (size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  const double difference = mean_of(differences);
  if (a.size() < kFewestSeeds) return undefined(difference, too_few(a.size(), " common"));
  if (!finite(differences)) return undefined(difference, "a run has no value");
  if (all_the_same(differences, std::max(largest(a), largest(b)))) return undefined(difference, "zero spread");
  const auto count = static_cast<double>(a.size());
  return t_test(difference, std::sqrt(variance_of(differences) / count), count - 1);
}

TTest welch_t(std::span<const double> a, std::span<const double> b) {
  const double difference = mean_of(a) - mean_of(b);
  if (const size_t fewest = std::min(a.size(), b.size()); fewest < kFewestSeeds)
    return undefined(difference, too_few(fewest, "") + " on each side");
  if (!finite(a) || !finite(b)) return undefined(difference, "a run has no value");
  if (all_the_same(a, largest(a)) && all_the_same(b, largest(b))) return undefined(difference, "zero spread");
  const auto count_a = static_cast<double>(a.size()), count_b = static_cast<double>(b.size());
  const double part_a = variance_of(a) / count_a, part_b = variance_of(b) / count_b, sum = part_a + part_b;
  const double degrees = sum * sum / (part_a * part_a / (count_a - 1) + part_b * part_b / (count_b - 1));
  return t_test(difference, std::sqrt(sum), degrees);
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<size_t> order;
  for (size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](size_t i, size_t j) { return p[i] < p[j]; });
  std::vector<double> adjusted(p.size(), kNaN);
  double reached = 0;
  for (size_t rank = 0; rank < order.size(); ++rank) {
    reached = std::max(reached, std::min(1.0, static_cast<double>(order.size() - rank) * p[order[rank]]));
    adjusted[order[rank]] = reached;
  }
  return adjusted;
}

double hedges_g(std::span<const double> a, std::span<const double> b) {
  if (std::min(a.size(), b.size()) < 2 || !finite(a) || !finite(b)) return kNaN;
  if (all_the_same(a, largest(a)) && all_the_same(b, largest(b))) return kNaN;
  const auto free_a = static_cast<double>(a.size() - 1), free_b = static_cast<double>(b.size() - 1);
  const double degrees = free_a + free_b;
  const double pooled = std::sqrt((free_a * variance_of(a) + free_b * variance_of(b)) / degrees);
  const double correction = gamma_ratio(degrees / 2, (degrees - 1) / 2) / std::sqrt(degrees / 2);
  return correction * (mean_of(a) - mean_of(b)) / pooled;
}

}  // namespace mmim
