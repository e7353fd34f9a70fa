#include "extract/acoustic/lf_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mmim {

namespace {

/// Instants and rates of a pulse whose period is 1.
struct LfPulse {
  double te, ta;  ///< of the main excitation; length of the return
  double wg;      ///< rad: of the open phase
  double epsilon, alpha;
};

/// The root of 1 - exp(-e rest) = e ta that is not 0.
double return_rate(double ta, double rest) {
  double e = 1 / ta;
  for (int i = 0; i < 100; ++i) {
    const double decay = std::exp(-e * rest), step = (1 - decay - e * ta) / (rest * decay - ta);
    e -= step;
    if (std::abs(step) < 1e-14 * e) break;
  }
  return e;
}

/// The rate of growth for which no flow is left at the end of the period.
double growth_rate(const LfPulse& pulse, double back) {
  const double wg = pulse.wg, te = pulse.te, sine = std::sin(wg * te), cosine = std::cos(wg * te);
  const auto leftover = [&](double alpha) {
    return (alpha * alpha + wg * wg) * sine * back + wg * std::exp(-alpha * te) + alpha * sine - wg * cosine;
  };
  double low = -1, high = 1;
  while (leftover(low) < 0 && low > -600) low *= 2;
  while (leftover(high) > 0 && high < 1e6) high *= 2;
  double alpha = (low + high) / 2;
  for (int i = 0; i < 200 && high - low > 1e-13 * std::max(1.0, std::abs(alpha)); ++i) {
    const double value = leftover(alpha);
    (value > 0 ? low : high) = alpha;
    const double step = value / (2 * alpha * sine * back - wg * te * std::exp(-alpha * te) + sine);
    const double newton = alpha - step;
    const bool inside = newton > low && newton < high;
    const double next = inside ? newton : (low + high) / 2;
    if (inside && std::abs(step) < 1e-14 * std::max(1.0, std::abs(alpha))) return next;
    alpha = next;
  }
  return alpha;
}

LfPulse lf_pulse(double rd) {
  const double ra = (-1 + 4.8 * rd) / 100, rk = (22.4 + 11.8 * rd) / 100;
  const double rg = rk / (4 * (0.11 * rd / (0.5 + 1.2 * rk) - ra)), tp = 1 / (2 * rg);
  LfPulse pulse{tp * (1 + rk), ra, std::numbers::pi / tp, 0, 0};
  const double rest = 1 - pulse.te;
  pulse.epsilon = return_rate(ra, rest);
  const double e = pulse.epsilon, decay = std::exp(-e * rest);
  pulse.alpha = growth_rate(pulse, (1 - decay) / (e * e * ra) - rest * decay / (e * ra));
  return pulse;
}

}  // namespace

void lf_spectrum(double rd, size_t count, std::vector<Complex>& bins) {
  const LfPulse pulse = lf_pulse(rd);
  const double te = pulse.te, wg = pulse.wg, e = pulse.epsilon, ta = pulse.ta;
  const double sine = std::sin(wg * te), cosine = std::cos(wg * te);
  const double grown = std::exp(pulse.alpha * te), scale = -1 / (grown * sine);
  const Complex turn = std::polar(1.0, -2 * std::numbers::pi * te);
  Complex turned = turn;  // exp(-j 2 pi k te)
  bins.assign(count, 0);
  for (size_t k = 1; k < count; ++k) {
    const double w = 2 * std::numbers::pi * static_cast<double>(k);
    const Complex q(pulse.alpha, -w), jw(0, w);
    const Complex opening = scale / (q * q + wg * wg) * (wg + grown * turned * (q * sine - wg * cosine));
    const Complex closing =
        turned / (e * ta * jw * (e + jw)) * (e * (1 - e * ta) * (1.0 - std::conj(turned)) - e * ta * jw);
    bins[k] = opening + closing;
    turned *= turn;
  }
}

}  // namespace mmim
