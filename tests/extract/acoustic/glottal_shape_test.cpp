#include "extract/acoustic/glottal_shape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "extract/acoustic/lf_model.h"

namespace mmim {
namespace {

/// The derivative of one pulse, from its harmonics.
std::vector<double> pulse_of(double rd, size_t samples) {
  std::vector<Complex> bins;
  lf_spectrum(rd, samples / 4, bins);
  std::vector<double> pulse(samples, 0.0);
  for (size_t n = 0; n < samples; ++n)
    for (size_t k = 1; k < bins.size(); ++k)
      pulse[n] += 2 * (bins[k] * std::polar(1.0, 2 * std::numbers::pi * static_cast<double>(k * n % samples) /
                                                     static_cast<double>(samples)))
                          .real();
  return pulse;
}

TEST(LfModel, IsSteepestWhereTheGlottisCloses) {
  for (const double rd : {0.4, 1.0, 2.2}) {
    const double rk = (22.4 + 11.8 * rd) / 100, ra = (4.8 * rd - 1) / 100;
    const double te = 2 * (0.11 * rd / (0.5 + 1.2 * rk) - ra) / rk * (1 + rk);
    const std::vector<double> pulse = pulse_of(rd, 2000);
    const auto lowest = static_cast<double>(std::min_element(pulse.begin(), pulse.end()) - pulse.begin());
    EXPECT_NEAR(lowest / 2000, te, 0.004) << rd;
    EXPECT_NEAR(*std::min_element(pulse.begin(), pulse.end()), -1, 0.15) << rd;
  }
}

TEST(LfModel, FallsBy12DecibelsAnOctaveAndByMoreWhenTheReturnIsSlow) {
  const auto fall = [](double rd) {
    std::vector<Complex> bins;
    lf_spectrum(rd, 129, bins);
    return 20 * std::log10(std::abs(bins[32]) / std::abs(bins[128])) / 2;
  };
  EXPECT_NEAR(fall(0.3), 8, 3);
  EXPECT_NEAR(fall(2.5), 12, 2);
}

/// Harmonics of a pulse through a resonance of minimum phase at `formant` times f0.
HarmonicFrame sung(double rd, double formant) {
  HarmonicFrame frame;
  frame.f0 = 100;
  std::vector<Complex> bins;
  lf_spectrum(rd, 80, bins);
  for (size_t k = 0; k < bins.size(); ++k) {
    const Complex z = std::polar(1.0, -std::numbers::pi * static_cast<double>(k) / 80);
    const Complex pole = std::polar(0.9, std::numbers::pi * formant / 80);
    const Complex sound = k == 0 ? Complex(1e-3) : bins[k] / ((1.0 - pole * z) * (1.0 - std::conj(pole) * z));
    frame.amplitude.push_back(std::abs(sound));
    frame.phase.push_back(std::arg(sound));
  }
  return frame;
}

TEST(GlottalShape, OfAPulseThroughAResonanceIsThatOfThePulse) {
  GlottalShapeEstimator estimator(PulseForm::theory);
  for (const double rd : {0.5, 0.9, 1.4, 2.0}) {
    const GlottalShape shape = estimator.estimate(sung(rd, 7));
    EXPECT_NEAR(shape.rd, rd, 0.1) << rd;
    EXPECT_GT(shape.confidence, 0.95) << rd;
  }
}

TEST(GlottalShape, DoesNotDependOnWhenThePulseComes) {
  GlottalShapeEstimator estimator(PulseForm::theory);
  HarmonicFrame frame = sung(1.2, 7);
  const double before = estimator.estimate(frame).rd;
  for (size_t k = 0; k < frame.phase.size(); ++k) frame.phase[k] += 0.8 * static_cast<double>(k);
  EXPECT_NEAR(estimator.estimate(frame).rd, before, 1e-6);
}

TEST(GlottalShape, OfTooFewHarmonicsIsNothing) {
  HarmonicFrame frame{.f0 = 3000, .amplitude = {1, 1, 1}, .phase = {0, 0, 0}, .log_spectrum = {}};
  EXPECT_EQ(GlottalShapeEstimator(PulseForm::theory).estimate(frame).rd, 0);
}

}  // namespace
}  // namespace mmim
