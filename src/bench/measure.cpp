#include "bench/measure.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace mmim {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double time_round(const Contender& side, int64_t calls, int64_t round) {
  const double seconds = seconds_of([&] {
    for (int64_t i = 0; i < calls; ++i) side.run(round);
  });
  return seconds / static_cast<double>(calls);
}

/// Calls that make up one round.
int64_t warm_up(const Contender& side) {
  if (side.warm_up) {
    side.warm_up();
    return 1;
  }
  side.run(0);
  if (side.least_seconds <= 0) return 1;
  const double once = std::max(1e-7, seconds_of([&] { side.run(0); }));
  return static_cast<int64_t>(std::clamp(std::ceil(side.least_seconds / once), 1.0, 1e5));
}

}  // namespace

double Timing::median() const {
  if (rounds.empty()) return kNone;
  std::vector<double> sorted = rounds;
  std::sort(sorted.begin(), sorted.end());
  const size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double Timing::lowest() const { return rounds.empty() ? kNone : *std::min_element(rounds.begin(), rounds.end()); }
double Timing::highest() const { return rounds.empty() ? kNone : *std::max_element(rounds.begin(), rounds.end()); }

Timing Timing::scaled(double factor) const {
  Timing scaled = *this;
  for (double& round : scaled.rounds) round *= factor;
  return scaled;
}

Ratio ratio_of(const Timing& numerator, const Timing& denominator) {
  Timing both;
  for (size_t i = 0; i < std::min(numerator.rounds.size(), denominator.rounds.size()); ++i)
    both.rounds.push_back(numerator.rounds[i] / denominator.rounds[i]);
  return {numerator.median() / denominator.median(), both.lowest(), both.highest()};
}

std::vector<Timing> alternate(const std::vector<Contender>& sides) {
  std::vector<Timing> timings(sides.size());
  std::vector<int64_t> calls;
  int64_t most = 0;
  for (const Contender& side : sides) {
    calls.push_back(warm_up(side));
    most = std::max(most, side.rounds);
  }
  for (int64_t round = 0; round < most; ++round)
    for (size_t i = 0; i < sides.size(); ++i)
      if (round < sides[i].rounds) timings[i].rounds.push_back(time_round(sides[i], calls[i], round));
  return timings;
}

double seconds_of(const std::function<void()>& work) {
  const int64_t began = now_nanoseconds();
  work();
  return static_cast<double>(now_nanoseconds() - began) * 1e-9;
}

int64_t now_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

PowerLaw fit_power_law(const std::vector<double>& x, const std::vector<double>& y) {
  double sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double u = std::log(x[i]), v = std::log(y[i]);
    sum_x += u;
    sum_y += v;
    sum_xx += u * u;
    sum_xy += u * v;
  }
  const auto n = static_cast<double>(x.size());
  const double exponent = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x * sum_x);
  return {exponent, std::exp((sum_y - exponent * sum_x) / n)};
}

}  // namespace mmim
