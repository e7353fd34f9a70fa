#include <gtest/gtest.h>

#include <cmath>

#include "extract/acoustic/mel_cepstrum.h"
#include "extract/acoustic/row_window.h"
#include "extract/acoustic/true_envelope.h"
#include "extract/acoustic/voices.h"
#include "extract/signal/filtfilt.h"

namespace mmim {
namespace {

/// Harmonics of `f0` Hz under a slope, as the logarithm of 2049 magnitudes.
std::vector<double> comb(double f0) {
  std::vector<double> spectrum;
  for (size_t k = 0; k < 2049; ++k) {
    const double hertz = static_cast<double>(k) * 8000 / 2048;
    spectrum.push_back(std::cos(2 * std::numbers::pi * hertz / f0) - hertz / 2000);
  }
  return spectrum;
}

TEST(TrueEnvelope, RestsOnThePeaks) {
  std::vector<double> envelope = comb(150), other = comb(220);
  TrueEnvelope().smooth(envelope, other, {150, 220});
  const std::vector<double> spectrum = comb(150);
  double swing = 0;
  for (size_t k = 50; k < 2000; ++k) {
    EXPECT_LE(spectrum[k] - envelope[k], 0.2303) << k;  // 2 dB
    const double slope = 1 - static_cast<double>(k) * 8000 / 2048 / 2000;
    swing = std::max(swing, std::abs(envelope[k] - slope));
  }
  EXPECT_LT(swing, 0.5);  // the comb itself swings from -2 to 0 below the slope of the peaks
}

TEST(TrueEnvelope, OfAFrameDoesNotDependOnTheOtherOfThePair) {
  std::vector<double> first = comb(150), second = comb(220), again = comb(150), alone = again;
  TrueEnvelope envelope;
  envelope.smooth(first, second, {150, 220});
  envelope.smooth(again, alone, {150, 150});
  EXPECT_EQ(first, again);
  EXPECT_EQ(again, alone);
}

TEST(MelCepstrum, OfAConstantIsItsLogarithmAlone) {
  Fft fft;
  MelCepstrum cepstrum(fft, 513, 12);
  const auto c = cepstrum.of(std::vector<double>(513, 5.0));
  EXPECT_NEAR(c[0], std::log(5.0), 1e-12);
  for (size_t n = 1; n <= 12; ++n) EXPECT_NEAR(c[n], 0, 1e-12);
}

TEST(SmoothRows, EqualsFilteringBothWays) {
  const std::vector<double> taps{0.1, 0.2, 0.4, 0.2, 0.1};
  for (const size_t count : {13, 40, 200}) {
    std::vector<double> sum(1);
    BlockSignal noise(count, count, [](size_t, std::span<double> values) {
      for (size_t i = 0; i < values.size(); ++i) values[i] = noise_at(i);
    });
    BlockSignal wanted = filtered_both_ways({taps, {1, 0, 0, 0, 0}}, noise).signal;
    RowWindow rows(count, 1, [](size_t row, std::span<double> values) { values[0] = noise_at(row); });
    for (size_t i = 0; i < count; ++i) {
      smooth_rows(rows, i, weights_both_ways(taps), sum);
      EXPECT_NEAR(sum[0], wanted.at(i), 1e-14) << count << " " << i;
    }
  }
}

}  // namespace
}  // namespace mmim
