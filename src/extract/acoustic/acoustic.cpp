#include "extract/acoustic/acoustic.h"

#include <algorithm>
#include <cmath>
#include <future>

#include "extract/acoustic/closure.h"
#include "extract/acoustic/harmonic_tracks.h"
#include "extract/acoustic/phase_distortion.h"
#include "extract/acoustic/polarity.h"
#include "extract/acoustic/source_phase.h"
#include "extract/acoustic/voice_quality.h"
#include "extract/acoustic/wavelets.h"
#include "extract/signal/angles.h"

namespace mmim {

namespace {

constexpr size_t kFirstRow = 79, kRowHop = 160;  ///< samples
enum Column : size_t { kF0, kVuv, kNaq, kQoq, kH1H2, kPsp, kMdq, kPeakSlope, kRd, kMcep = 11 };

std::vector<double> places_of(std::span<const size_t> samples, double shift) {
  std::vector<double> places;
  for (const size_t sample : samples) places.push_back(static_cast<double>(sample) + shift);
  return places;
}

/// Between angles on the shorter way.
double angle_at(std::span<const double> places, std::span<const double> angles, double place) {
  const auto after = std::lower_bound(places.begin(), places.end(), place);
  if (after == places.begin() || after == places.end()) return interpolate_at(places, angles, place);
  const auto i = static_cast<size_t>(after - places.begin());
  const double share = (place - places[i - 1]) / (places[i] - places[i - 1]);
  return wrapped(angles[i - 1] + share * wrapped(angles[i] - angles[i - 1]));
}

/// The rows of a clip, filled column by column.
class Rows {
 public:
  Rows(size_t samples, bool keeps_infinity) : keeps_infinity_(keeps_infinity) {
    track_.columns = acoustic_columns();
    for (size_t sample = kFirstRow; sample < samples; sample += kRowHop)
      track_.times.push_back(static_cast<double>(sample) / kSampleRate);
    track_.values.resize(track_.times.size() * track_.columns.size());
  }

  using Interpolation = double (*)(std::span<const double>, std::span<const double>, double);

  /// Values at `places`, in samples, as a column; what is not known is 0.
  void fill(size_t column, std::span<const double> places, std::span<const double> values,
            Interpolation interpolation = interpolate_at) {
    for (size_t row = 0; row < track_.times.size(); ++row) {
      const double value = interpolation(places, values, place_of(row));
      track_.values[row * track_.columns.size() + column] = known(value) ? value : 0;
    }
  }

  /// Fills columns from `column` on while their values come, place by place; what lies outside the places stays 0.
  HarmonicSink::Take filler(size_t column, std::vector<double> places, Interpolation interpolation = interpolate_at) {
    return [this, column, places = std::move(places), interpolation, taken = size_t{0}, row = size_t{0},
            before = std::vector<double>()](std::span<const double> values) mutable {
      const size_t known_places = taken > 0 ? 2 : 1;
      const std::span<const double> around =
          std::span<const double>(places).subspan(taken + 1 - known_places, known_places);
      for (; row < track_.times.size() && place_of(row) <= around.back(); ++row)
        for (size_t k = 0; k < values.size(); ++k) {
          const double ends[] = {taken > 0 ? before[k] : values[k], values[k]};
          const double value = interpolation(around, std::span(ends).last(known_places), place_of(row));
          track_.values[row * track_.columns.size() + column + k] = known(value) ? value : 0;
        }
      before.assign(values.begin(), values.end());
      ++taken;
    };
  }

  Track take() { return std::move(track_); }

 private:
  static double place_of(size_t row) { return static_cast<double>(kFirstRow + kRowHop * row); }
  bool known(double value) const { return keeps_infinity_ ? !std::isnan(value) : std::isfinite(value); }
  bool keeps_infinity_;
  Track track_;
};

double voicing_at(std::span<const double> places, std::span<const double> values, double place) {
  return interpolate_at(places, values, place) >= 0.5 ? 1 : 0;
}

void fill_glottis(Fft& fft, std::span<const float> x, BlockSignal residual, const PitchTrack& pitch, Silence silence,
                  Rows& rows) {
  const std::vector<size_t> closures = closure_instants(fft, x, residual, pitch);
  const std::vector<double> places = places_of(closures, 0);
  rows.fill(kMdq, places_of(closures, -1), dispersion_quotients(fft, residual, closures));
  GlottalFlow flow(x, closures, silence);
  std::vector<double> naq, qoq, h1h2, psp;
  for (const VoiceQuality& quality : VoiceQualityMeter(fft).measure(flow, closures, x.size())) {
    naq.push_back(quality.naq);
    qoq.push_back(quality.qoq);
    h1h2.push_back(quality.h1h2);
    psp.push_back(quality.psp);
  }
  rows.fill(kNaq, places, naq);
  rows.fill(kQoq, places, qoq);
  rows.fill(kH1H2, places, h1h2);
  rows.fill(kPsp, places, psp);
}

/// COVAREP spreads the rows that it has evenly over the file.
std::vector<double> spread_evenly(size_t rows, size_t samples) {
  std::vector<double> places;
  for (size_t i = 0; i < rows; ++i)
    places.push_back(rows < 2 ? static_cast<double>(samples - 1)
                              : std::round(static_cast<double>(i) * static_cast<double>(samples - 1) /
                                           static_cast<double>(rows - 1)));
  return places;
}

void fill_harmonics(std::span<const float> x, const PitchTrack& pitch, bool compat, Rows& rows) {
  const std::vector<double> centres = harmonic_centres(pitch, x.size(), compat);
  std::vector<double> later = centres;  // one sample, as published code has it
  for (double& centre : later) centre += 1;
  constexpr size_t kMeans = kMcep + kMelCoefficients;
  Fft fft;
  track_harmonics(
      fft, x, pitch, compat,
      {rows.filler(kRd, centres), rows.filler(kMcep, compat ? spread_evenly(centres.size(), x.size()) : centres),
       rows.filler(kMeans, later, angle_at), rows.filler(kMeans + kPhaseMeans, later)});
}

/// Upright speech whose samples are numbers; empty where `samples` are that already.
std::vector<float> corrected(std::span<const float> samples, float sign) {
  const auto number = [](float value) { return std::isfinite(value); };
  if (sign > 0 && std::all_of(samples.begin(), samples.end(), number)) return {};
  std::vector<float> own(samples.begin(), samples.end());
  for (float& value : own) value = number(value) ? sign * value : 0;
  return own;
}

Track all_columns(std::span<const float> x, bool compat, int64_t threads) {
  Rows rows(x.size(), compat);
  Fft fft;
  const Silence silence = compat ? Silence::nan : Silence::zero;
  BlockSignal residual = prediction_residual(x, 18, silence);
  const ResidualFacts facts = facts_of(residual);
  const int polarity = speech_polarity(x, facts.skewness);
  const std::vector<float> upright = corrected(x, static_cast<float>(polarity));
  if (polarity < 0) {
    x = upright;
    residual = prediction_residual(x, 18, silence);
  }
  const PitchTrack pitch = track_pitch(x, silence);
  rows.fill(kF0, pitch.centres, pitch.f0);
  rows.fill(kVuv, pitch.centres, pitch.voiced, voicing_at);
  std::future<void> harmonics =
      std::async(threads > 1 ? std::launch::async : std::launch::deferred,
                 [&rows, &pitch, x, compat] { fill_harmonics(x, pitch, compat, rows); });  // columns of its own
  fill_glottis(fft, x, divided(std::move(residual), facts.largest), pitch, silence, rows);
  std::vector<double> centres;
  const std::vector<double> slopes = peak_slopes(fft, x, silence);
  for (size_t i = 0; i < slopes.size(); ++i) centres.push_back(static_cast<double>(319 + kRowHop * i));
  rows.fill(kPeakSlope, centres, slopes);
  harmonics.get();
  return rows.take();
}

}  // namespace

Track acoustic_track(std::span<const float> samples, const AcousticOptions& options, int64_t threads) {
  const std::vector<float> numbers = corrected(samples, 1);
  Track all = all_columns(numbers.empty() ? samples : numbers, options.compat, threads);
  if (options.view == AcousticView::all) return all;
  Track few;
  few.times = all.times;
  for (const size_t column : mosi_columns()) few.columns.push_back(all.columns[column]);
  for (int64_t row = 0; row < all.rows(); ++row)
    for (const size_t column : mosi_columns()) few.values.push_back(all.at(row, static_cast<int64_t>(column)));
  return few;
}

}  // namespace mmim
