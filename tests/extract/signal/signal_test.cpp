#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "extract/acoustic/voices.h"
#include "extract/signal/angles.h"
#include "extract/signal/convolution.h"
#include "extract/signal/fft.h"
#include "extract/signal/filtfilt.h"
#include "extract/signal/linear_prediction.h"
#include "extract/signal/minimize.h"
#include "extract/signal/peaks.h"
#include "extract/signal/residual.h"
#include "extract/signal/statistics.h"
#include "extract/signal/windows.h"

namespace mmim {
namespace {

std::vector<double> noise_of(size_t count) {
  std::vector<double> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = noise_at(i);
  return values;
}

std::vector<double> whole(BlockSignal signal) {
  const std::span<const double> all = signal.view(0, signal.size());
  return {all.begin(), all.end()};
}

/// Values in blocks of `block` samples.
BlockSignal in_blocks(const std::vector<double>& x, size_t block) {
  return {x.size(), block, [x](size_t first, std::span<double> values) {
            std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(first), values.size(), values.begin());
          }};
}

/// Every sample of the signal, asked for from end to begin.
std::vector<double> backwards(BlockSignal signal) {
  std::vector<double> all(signal.size());
  for (size_t i = all.size(); i >= 1; --i) all[i - 1] = signal.at(i - 1);
  return all;
}

TEST(BlockSignal, GivesEverySampleInWhateverOrderItIsAskedFor) {
  const std::vector<double> x = noise_of(1000);
  BlockSignal signal = in_blocks(x, 64);
  for (const size_t first : {0, 900, 10, 70, 500, 130, 999})
    for (const size_t count : {1, 60, 300})
      for (size_t i = 0; i < std::min(count, x.size() - first); ++i)
        ASSERT_EQ(signal.view(first, std::min(count, x.size() - first))[i], x[first + i]) << first << " " << i;
  EXPECT_EQ(backwards(signal), x);
  EXPECT_EQ(whole(divided(signal, 0)), x);
  EXPECT_EQ(divided(signal, 4).at(77), x[77] / 4);
}

TEST(BlockSignal, KeepsFewBlocksAndTheOneBefore) {
  size_t made = 0;
  BlockSignal signal(10000, 100, [&](size_t, std::span<double> values) { ++made, std::ranges::fill(values, 1.0); });
  for (size_t i = 0; i < signal.size(); ++i) {
    signal.at(i);
    if (i >= 100) signal.at(i - 100);
  }
  EXPECT_EQ(made, 100u);
  signal.at(0);
  EXPECT_EQ(made, 101u);
}

TEST(Windows, EqualTheirDefinitions) {
  EXPECT_NEAR(hanning(3)[0], 0.5, 1e-15);
  EXPECT_NEAR(hanning(3)[1], 1, 1e-15);
  EXPECT_NEAR(hann(5)[1], 0.5, 1e-15);
  EXPECT_NEAR(hamming(5)[0], 0.08, 1e-15);
  EXPECT_NEAR(blackman(5)[1], 0.34, 1e-15);
  EXPECT_EQ(hann(1), std::vector<double>{1});
}

TEST(Fft, EqualsTheSumAndIsInverted) {
  Fft fft;
  for (const size_t n : {8, 40, 64}) {
    const std::vector<double> x = noise_of(n - 3);
    std::vector<Complex> bins;
    fft.forward(x, n, bins);
    for (size_t k = 0; k <= n / 2; ++k) {
      Complex sum = 0;
      for (size_t i = 0; i < x.size(); ++i)
        sum += std::polar(x[i], -2 * std::numbers::pi * static_cast<double>(k * i) / static_cast<double>(n));
      EXPECT_NEAR(std::abs(bins[k] - sum), 0, 1e-12) << n << " " << k;
    }
    std::vector<double> back;
    fft.inverse(bins, n, back);
    for (size_t i = 0; i < n; ++i) EXPECT_NEAR(back[i], i < x.size() ? x[i] : 0, 1e-14);
  }
}

TEST(Fft, OfAnEvenSignalEqualsTheSumOfCosines) {
  Fft fft;
  for (const size_t half : {4, 16, 512}) {
    const std::vector<double> x = noise_of(half + 1);
    std::vector<double> bins = x;
    fft.even(bins);
    for (size_t k = 0; k <= half; ++k) {
      double sum = x[0] + (k % 2 ? -x[half] : x[half]);
      for (size_t i = 1; i < half; ++i)
        sum += 2 * x[i] * std::cos(std::numbers::pi * static_cast<double>(k * i) / static_cast<double>(half));
      EXPECT_NEAR(bins[k], sum, 1e-11) << half << " " << k;
    }
  }
}

TEST(Fft, OfTwoSignalsAtOnceIsThatOfEach) {
  Fft one;
  PairFft two;
  const std::vector<double> x = noise_of(64), y = noise_of(100);
  std::vector<Pair> both, both_even;
  for (size_t i = 0; i < 64; ++i) both.emplace_back(x[i], y[i + 30]);
  for (size_t i = 0; i < 33; ++i) both_even.emplace_back(x[i], y[i]);
  std::vector<std::complex<Pair>> bins_of_both;
  std::vector<Complex> bins;
  two.forward(both, 64, bins_of_both);
  one.forward(std::span(y).subspan(30, 64), 64, bins);
  for (size_t k = 0; k <= 32; ++k)
    EXPECT_NEAR(std::abs(Complex(bins_of_both[k].real()[1], bins_of_both[k].imag()[1]) - bins[k]), 0, 1e-13);
  std::vector<double> even(x.begin(), x.begin() + 33);
  two.even(both_even);
  one.even(even);
  for (size_t k = 0; k <= 32; ++k) EXPECT_NEAR(both_even[k][0], even[k], 1e-13);
}

TEST(LinearPrediction, FindsTheFilterThatMadeTheSignal) {
  std::vector<double> x(20000, 0.0);
  for (size_t i = 2; i < x.size(); ++i) x[i] = 1.2 * x[i - 1] - 0.7 * x[i - 2] + noise_at(i);
  std::vector<double> a(3), rest(x.size());
  ASSERT_TRUE(predict_linearly(x, a));
  EXPECT_NEAR(a[1], -1.2, 0.02);
  EXPECT_NEAR(a[2], 0.7, 0.02);
  filter_fir(std::vector<double>{1, -1.2, 0.7}, x, rest);
  EXPECT_NEAR(rest[1000], noise_at(1000), 1e-12);
}

TEST(LinearPrediction, OfSilenceIsNoFilter) {
  std::vector<double> a(5);
  EXPECT_FALSE(predict_linearly(std::vector<double>(100, 0.0), a));
  EXPECT_EQ(a, (std::vector<double>{1, 0, 0, 0, 0}));
}

TEST(Residual, KeepsTheEnergyOfFramesAndMarksSilence) {
  const std::vector<float> x = sound_of(4000, [](size_t i) { return i < 2000 ? hum(i, 120) : 0; });
  const std::vector<double> zero = whole(prediction_residual(x, 12, Silence::zero));
  const std::vector<double> marked = whole(prediction_residual(x, 12, Silence::nan));
  EXPECT_EQ(zero[3000], 0);
  EXPECT_TRUE(std::isnan(marked[3000]));
  EXPECT_EQ(marked[1000], zero[1000]);
  EXPECT_NE(zero[1000], 0);
}

TEST(Residual, IsTheSameWhereverItBegins) {
  const std::vector<float> x = sound_of(50000, [](size_t i) { return hum(i, 120); });
  EXPECT_EQ(backwards(prediction_residual(x, 18, Silence::zero)), whole(prediction_residual(x, 18, Silence::zero)));
}

TEST(FilteredBothWays, EqualsScipy) {  // scipy.signal.filtfilt(b, a, x, padlen=6)
  const std::vector<double> given{1, 3, -2, 4, 0, 5, -1, 2, 2, 7};
  const FilteredSignal filtered = filtered_both_ways({{0.2, 0.3, 0.1}, {1, -0.5, 0.2}}, in_blocks(given, 4));
  const std::vector<double> x = whole(filtered.signal);
  EXPECT_EQ(filtered.largest, x.back());
  const double wanted[] = {0.7390955564889696, 0.7361632592536679, 0.8309660799750358, 1.170299617954964,
                           1.4705618592979455, 1.3199880227557574, 0.9047728496853807, 1.0917817622203783,
                           2.5789626151597553, 5.1392260054582115};
  for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], wanted[i], 1e-12) << i;
}

TEST(FilteredBothWays, IsTheSameInOneBlockAndInMany) {
  const std::vector<double> x = noise_of(40000);
  const RationalFilter filter{{0.2, 0.3, 0.1}, {1, -0.5, 0.2}};
  const std::vector<double> in_one = whole(filtered_both_ways(filter, in_blocks(x, 40000)).signal);
  EXPECT_EQ(whole(filtered_both_ways(filter, in_blocks(x, 1000)).signal), in_one);
  EXPECT_EQ(backwards(filtered_both_ways(filter, in_blocks(x, 1000)).signal), in_one);
}

TEST(FilteredBothWays, LeavesWhatIsTooShort) {
  const FilteredSignal filtered = filtered_both_ways({{0.5, 0.5}, {1, 0}}, in_blocks({1, -3, 2}, 8));
  EXPECT_EQ(whole(filtered.signal), (std::vector<double>{1, -3, 2}));
  EXPECT_EQ(filtered.largest, 3);
}

TEST(LocalMaxima, ArePlateausTooButNotEnds) {
  EXPECT_EQ(local_maxima(std::vector<double>{5, 1, 3, 1, 2, 2, 2, 1, 4, 4}), (std::vector<size_t>{2, 4}));
  EXPECT_TRUE(local_maxima(std::vector<double>{1, 2}).empty());
}

TEST(ParabolicPeak, FindsTheTopOfAParabola) {
  const auto parabola = [](double x) { return 3 - 2 * (x - 1.3) * (x - 1.3); };
  const Peak peak = parabolic_peak(std::vector<double>{parabola(0), parabola(1), parabola(2)}, 1);
  EXPECT_NEAR(peak.position, 1.3, 1e-12);
  EXPECT_NEAR(peak.value, 3, 1e-12);
}

TEST(DropNearPeaks, KeepsTheHigherOfNeighbours) {
  std::vector<Peak> peaks{{0, 1}, {2, 5}, {3, 4}, {10, 1}, {12, 1}};
  drop_near_peaks(peaks, 2);
  ASSERT_EQ(peaks.size(), 2u);
  EXPECT_EQ(peaks[0].position, 2);
  EXPECT_EQ(peaks[1].position, 10);
  EXPECT_EQ(nearest_peak(peaks, 6).position, 2);
  EXPECT_EQ(nearest_peak(peaks, 6.1).position, 10);
  EXPECT_EQ(nearest_peak(peaks, 50).position, 10);
}

TEST(Convolution, EqualsTheSumOverBlocksAndAtBothEnds) {
  Fft fft;
  const std::vector<double> x = noise_of(3000), kernel = noise_of(41);
  const std::vector<double> y = whole(convolved(
      fft, x.size(), [&](size_t i) { return x[i]; }, kernel));
  ASSERT_EQ(y.size(), x.size());
  for (size_t n = 0; n < x.size(); ++n) {
    double sum = 0;
    for (size_t k = 0; k < kernel.size(); ++k)
      if (n + 20 >= k && n + 20 - k < x.size()) sum += kernel[k] * x[n + 20 - k];
    ASSERT_NEAR(y[n], sum, 1e-12) << n;
  }
}

TEST(MinimumBetween, FindsTheMinimumWithinTheTolerance) {
  int calls = 0;
  const auto valley = [&](double x) {
    ++calls;
    return std::abs(x - 0.7) + 0.1 * (x - 0.7) * (x - 0.7);
  };
  EXPECT_NEAR(minimum_between(valley, 0, 2, 1e-6, 100), 0.7, 1e-5);
  calls = 0;
  minimum_between(valley, 0, 2, 0, 12);
  EXPECT_EQ(calls, 12);
}

TEST(Statistics, EqualTheirDefinitions) {
  EXPECT_EQ(median_of({3, 1, 2}), 2);
  EXPECT_EQ(median_of({4, 1, 2, 3}), 2.5);
  EXPECT_EQ(median_of({}), 0);
  EXPECT_NEAR(standard_deviation(std::vector<double>{1, 2, 3, 4}), std::sqrt(5.0 / 3), 1e-15);
  EXPECT_NEAR(skewness(std::vector<double>{0, 0, 3}), 1 / std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(wrapped(7), 7 - 2 * std::numbers::pi, 1e-15);
}

}  // namespace
}  // namespace mmim
