#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mmim {

/// Seconds (or what else a row counts in) of each round of one side.
struct Timing {
  std::vector<double> rounds;
  double median() const;
  double lowest() const;
  double highest() const;
  Timing scaled(double factor) const;
};

/// A quotient of two sides: of their medians, and its range over the rounds both took part in.
struct Ratio {
  double value, lowest, highest;
};
Ratio ratio_of(const Timing& numerator, const Timing& denominator);

/// One of the sides that are measured in turns.
struct Contender {
  std::function<void(int64_t round)> run;
  int64_t rounds = 5;
  std::function<void()> warm_up{};  ///< not timed; without one: run(0)
  double least_seconds = 0;         ///< a round calls run so often that it takes about this long, and counts one call
};

/// Warms every side up, then lets them run in turns: round 0 of each, round 1 of each, ... A side of fewer rounds than
/// the others sits out the last ones. What disturbs the machine for a while disturbs all sides.
std::vector<Timing> alternate(const std::vector<Contender>& sides);

/// Seconds that `work` takes.
double seconds_of(const std::function<void()>& work);

/// Monotonic nanoseconds of the system: the same clock in every process.
int64_t now_nanoseconds();

/// The line through log(x), log(y) by least squares: y = factor * x^exponent.
struct PowerLaw {
  double exponent, factor;
};
PowerLaw fit_power_law(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace mmim
