#include <gtest/gtest.h>

#include <cmath>

#include "extract/acoustic/closure.h"
#include "extract/acoustic/covarep.h"
#include "extract/acoustic/harmonic_tracks.h"
#include "extract/acoustic/polarity.h"
#include "extract/acoustic/voice_quality.h"
#include "extract/acoustic/wavelets.h"
#include "extract/signal/angles.h"

namespace mmim {
namespace {

constexpr size_t kFirstSample = 20000;  ///< of the signals in the files of stages

using Stages = std::map<std::string, std::vector<float>>;

/// How one value differs from another.
using Difference = double (*)(double, double);
double plain_difference(double a, double b) { return std::abs(a - b); }
double turned_difference(double a, double b) { return std::abs(wrapped(a - b)); }

void expect_near(const std::string& what, std::span<const double> got, std::span<const float> wanted, double allowed,
                 Difference difference = plain_difference) {
  ASSERT_EQ(got.size(), wanted.size()) << what;
  double largest = 0;
  for (size_t i = 0; i < got.size(); ++i)
    largest = std::max(largest, difference(got[i], static_cast<double>(wanted[i])));
  EXPECT_LE(largest, allowed) << what;
}

/// Column `column` of rows of `width`.
std::vector<float> column_of(const std::vector<float>& rows, size_t width, size_t column) {
  std::vector<float> values;
  for (size_t i = column; i < rows.size(); i += width) values.push_back(rows[i]);
  return values;
}

struct Voice {
  Fft fft;
  std::vector<float> x;
  BlockSignal residual;
  PitchTrack pitch;
  std::vector<size_t> closures;

  explicit Voice(const CovarepCase& one)
      : x(one.samples), residual(scaled_to_one(prediction_residual(x, 18, Silence::nan))) {
    const int polarity = speech_polarity(x, facts_of(residual).skewness);
    for (float& value : x) value *= static_cast<float>(polarity);
    residual = scaled_to_one(prediction_residual(x, 18, Silence::nan));
    pitch = track_pitch(x, Silence::nan);
    closures = closure_instants(fft, x, residual, pitch);
  }
};

void expect_pitch(const Voice& voice, Stages& wanted) {
  expect_near("F0", voice.pitch.f0, wanted["srh_f0"], 0);
  expect_near("strength", voice.pitch.strength, wanted["srh_val"], 1e-6);
  expect_near("voicing", voice.pitch.voiced, wanted["srh_vuv"], 0);
  EXPECT_EQ(voice.pitch.median_f0, static_cast<double>(wanted["F0med"].at(0)));
}

void expect_glottis(Voice& voice, Stages& wanted) {
  std::vector<double> closures, naq, qoq, h1h2, psp;
  for (const size_t closure : voice.closures) closures.push_back(static_cast<double>(closure));
  expect_near("closures", closures, wanted["gci_voiced"], 0);
  GlottalFlow flow(voice.x, voice.closures, Silence::nan);
  const size_t last = kFirstSample + wanted["g_iaif"].size() - 1;
  flow.complete(0, last);
  expect_near("flow", flow.flow(kFirstSample, last), wanted["g_iaif"], 1e-6);
  expect_near("derivative", flow.derivative(kFirstSample, last), wanted["gd_iaif"], 1e-7);
  GlottalFlow again(voice.x, voice.closures, Silence::nan);
  for (const VoiceQuality& one : VoiceQualityMeter(voice.fft).measure(again, voice.closures, voice.x.size())) {
    naq.push_back(one.naq);
    qoq.push_back(one.qoq);
    h1h2.push_back(one.h1h2);
    psp.push_back(one.psp);
  }
  expect_near("NAQ", naq, wanted["vq_NAQ"], 1e-6);
  expect_near("QOQ", qoq, wanted["vq_QOQ"], 1e-6);
  expect_near("H1H2", h1h2, wanted["vq_H1H2"], 1e-4);
  expect_near("PSP", psp, wanted["vq_PSP"], 1e-5);
}

void expect_wavelets(Voice& voice, Stages& wanted) {
  expect_near("MDQ", dispersion_quotients(voice.fft, voice.residual, voice.closures),
              column_of(wanted["mdq_raw"], 2, 1), 1e-6);
  expect_near("peakSlope", peak_slopes(voice.fft, voice.x, Silence::nan), column_of(wanted["peakslope_raw"], 2, 1),
              1e-6);
}

void expect_harmonics(Voice& voice, Stages& wanted) {
  std::vector<double> rd, rd_confidence, mcep, phase_means, phase_deviations;
  const auto into = [](std::vector<double>& all) {
    return [&all](std::span<const double> values) { all.insert(all.end(), values.begin(), values.end()); };
  };
  const auto shape = [&](std::span<const double> values) {
    rd.push_back(values[0]);
    rd_confidence.push_back(values[1]);
  };
  track_harmonics(voice.fft, voice.x, voice.pitch, true,
                  {shape, into(mcep), into(phase_means), into(phase_deviations)});
  expect_near("Rd", rd, column_of(wanted["rds"], 3, 1), 0.01);
  expect_near("Rd_conf", rd_confidence, column_of(wanted["rds"], 3, 2), 0.005);
  expect_near("MCEP", mcep, wanted["mcep_raw"], 1e-5);
  std::vector<float> means, deviations;  // every second row is one of a frame; the others lie between two
  for (size_t row = 0; row < wanted["hmpdm_raw"].size() / 25; row += 2) {
    means.insert(means.end(), &wanted["hmpdm_raw"][row * 25], &wanted["hmpdm_raw"][row * 25] + 25);
    deviations.insert(deviations.end(), &wanted["hmpdd_raw"][row * 13], &wanted["hmpdd_raw"][row * 13] + 13);
  }
  expect_near("HMPDM", phase_means, means, 1e-5, turned_difference);
  const size_t noisy = 10 * 13;  // at the ends COVAREP's trend is rounding noise
  ASSERT_EQ(phase_deviations.size(), deviations.size());
  expect_near("HMPDD", std::span(phase_deviations).subspan(noisy, deviations.size() - 2 * noisy),
              std::span(deviations).subspan(noisy, deviations.size() - 2 * noisy), 1e-4);
}

TEST(CovarepStages, AreReproducedOneByOne) {
  const auto cases = covarep_stages();
  if (cases.empty()) GTEST_SKIP() << "no stages";
  for (auto [one, wanted] : cases) {
    SCOPED_TRACE(one.name);
    Voice voice(one);
    expect_near("residual", voice.residual.view(kFirstSample, wanted["lpres"].size()), wanted["lpres"], 1e-6);
    expect_pitch(voice, wanted);
    expect_glottis(voice, wanted);
    expect_wavelets(voice, wanted);
    expect_harmonics(voice, wanted);
  }
}

}  // namespace
}  // namespace mmim
