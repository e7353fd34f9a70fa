#include "extract/signal/minimize.h"

#include <cmath>
#include <limits>

namespace mmim {

namespace {

/// What is known of the function: the best place, the second best and the one before.
struct Bracket {
  double low, high;
  double best, second, third;
  double at_best, at_second, at_third;

  void learn(double x, double value) {
    if (value <= at_best) {
      (x >= best ? low : high) = best;
      third = second, at_third = at_second;
      second = best, at_second = at_best;
      best = x, at_best = value;
      return;
    }
    (x < best ? low : high) = x;
    if (value <= at_second || second == best) {
      third = second, at_third = at_second;
      second = x, at_second = value;
    } else if (value <= at_third || third == best || third == second) {
      third = x, at_third = value;
    }
  }
};

/// The step from the best place to the minimum of the parabola through the three; NaN when it is no step inside.
double parabolic_step(const Bracket& known, double before_last) {
  const double r = (known.best - known.second) * (known.at_best - known.at_third);
  double q = (known.best - known.third) * (known.at_best - known.at_second);
  double p = (known.best - known.third) * q - (known.best - known.second) * r;
  q = 2 * (q - r);
  if (q > 0) p = -p;
  q = std::abs(q);
  const bool inside = std::abs(p) < std::abs(0.5 * q * before_last) && p > q * (known.low - known.best) &&
                      p < q * (known.high - known.best);
  return inside ? p / q : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double minimum_between(const std::function<double(double)>& function, double low, double high, double tolerance,
                       int evaluations) {
  const double golden = 0.5 * (3 - std::sqrt(5.0)), root = std::sqrt(std::numeric_limits<double>::epsilon());
  const double start = low + golden * (high - low), at_start = function(start);
  Bracket known{low, high, start, start, start, at_start, at_start, at_start};
  double step = 0, before_last = 0;
  for (int count = 1; count < evaluations; ++count) {
    const double middle = 0.5 * (known.low + known.high);
    const double least = root * std::abs(known.best) + tolerance / 3;
    if (std::abs(known.best - middle) <= 2 * least - 0.5 * (known.high - known.low)) break;
    double parabolic = std::numeric_limits<double>::quiet_NaN();
    if (std::abs(before_last) > least) {
      parabolic = parabolic_step(known, before_last);
      before_last = step;
    }
    if (std::isnan(parabolic)) {
      before_last = (known.best >= middle ? known.low : known.high) - known.best;
      step = golden * before_last;
    } else {
      step = parabolic;
      const double x = known.best + step;
      if (x - known.low < 2 * least || known.high - x < 2 * least) step = middle >= known.best ? least : -least;
    }
    const double x = known.best + (step < 0 ? -1 : 1) * std::max(std::abs(step), least);
    known.learn(x, function(x));
  }
  return known.best;
}

}  // namespace mmim
