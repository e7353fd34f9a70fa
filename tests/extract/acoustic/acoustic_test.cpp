#include "extract/acoustic/acoustic.h"

#include "extract/acoustic/glottal_flow.h"

#include <gtest/gtest.h>

#include <limits>

#include "extract/acoustic/covarep.h"
#include "extract/acoustic/voices.h"

namespace mmim {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();

/// A second of speech.
std::vector<float> speech() {
  for (const CovarepCase& one : covarep_cases())
    if (one.samples.size() >= 16000) return {one.samples.begin(), one.samples.begin() + 16000};
  return sound_of(16000, [](size_t i) { return hum(i, 110 + static_cast<double>(i) / 1000); });
}

size_t column_named(const std::string& name) {
  const auto& names = acoustic_columns();
  return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

double at(const Track& track, int64_t row, const std::string& column) {
  return track.at(row, static_cast<int64_t>(column_named(column)));
}

TEST(Acoustic, HasThe74ColumnsOfCovarep) {
  const std::vector<std::string>& names = acoustic_columns();
  ASSERT_EQ(names.size(), 74u);
  EXPECT_EQ(names[0], "F0");
  EXPECT_EQ(names[10], "creak");
  EXPECT_EQ(names[35], "MCEP_24");
  EXPECT_EQ(names[60], "HMPDM_24");
  EXPECT_EQ(names[73], "HMPDD_12");
}

TEST(Acoustic, HasARowEvery10MsFrom5MsOn) {
  for (const size_t count : {0, 79, 80, 239, 240, 1598, 1599, 16000}) {
    const Track track = acoustic_track(sound_of(count, noise_at));
    EXPECT_EQ(track.rows(), count < 80 ? 0 : static_cast<int64_t>((count - 80) / 160 + 1)) << count;
    for (int64_t row = 0; row < track.rows(); ++row)
      EXPECT_DOUBLE_EQ(track.times[static_cast<size_t>(row)], (79 + 160.0 * static_cast<double>(row)) / 16000);
  }
}

TEST(Acoustic, IsFiniteWhateverTheSound) {
  const auto voice = [](size_t i) { return hum(i, 120); };
  const std::vector<std::pair<const char*, std::vector<float>>> sounds{
      {"one sample", sound_of(1, voice)},
      {"0.1 s", sound_of(1600, voice)},
      {"0.12 s", sound_of(1900, voice)},
      {"0.4 s", sound_of(6400, voice)},
      {"silence", sound_of(9000, [](size_t) { return 0; })},
      {"constant", sound_of(9000, [](size_t) { return 0.7; })},
      {"noise", sound_of(9000, noise_at)},
      {"impulse", sound_of(9000, [](size_t i) { return i == 4000; })},
      {"half of the sampling rate", sound_of(9000, [](size_t i) { return i % 2 ? 1 : -1; })},
      {"burst in silence", sound_of(12000, [&](size_t i) { return i / 2000 == 3 ? voice(i) : 0; })},
      {"clipped", sound_of(9000, [&](size_t i) { return voice(i) > 0 ? 1 : -1; })},
      {"loud", sound_of(9000, [&](size_t i) { return 1e38 * voice(i); })},
      {"hardly a number", sound_of(9000, [&](size_t i) { return 1e-40 * voice(i); })},
      {"no number", sound_of(9000, [](size_t) { return kNan; })},
      {"some are no number", sound_of(9000, [&](size_t i) { return i % 997 ? voice(i)
                                                                   : i % 2 ? kNan
                                                                           : kInfinity; })}};
  for (const auto& [name, samples] : sounds) {
    const Track track = acoustic_track(samples);
    for (size_t i = 0; i < track.values.size(); ++i)
      ASSERT_TRUE(std::isfinite(track.values[i])) << name << ", " << track.columns[i % 74];
    acoustic_track(samples, {.compat = true});  // ends, and reads nothing outside
  }
}

TEST(Acoustic, OfOneSoundIsTheSameEveryTime) {
  const std::vector<float> samples = speech();
  EXPECT_EQ(acoustic_track(samples).values, acoustic_track(samples).values);
  EXPECT_EQ(acoustic_track(samples, {}, 2).values, acoustic_track(samples).values) << "on two threads";
}

TEST(Acoustic, TakesSamplesThatAreNoNumberForZero) {
  std::vector<float> gaps = speech(), zeros = gaps;
  for (size_t i = 500; i < gaps.size(); i += 3000) gaps[i] = kNan, zeros[i] = 0;
  EXPECT_EQ(acoustic_track(gaps).values, acoustic_track(zeros).values);
}

TEST(Acoustic, DoesNotDependOnThePolarityOfTheMicrophone) {
  std::vector<float> samples = speech();
  for (const bool compat : {false, true}) {
    const Track upright = acoustic_track(samples, {.compat = compat});
    std::vector<float> turned = samples;
    for (float& value : turned) value = -value;
    EXPECT_EQ(acoustic_track(turned, {.compat = compat}).values, upright.values);
  }
}

TEST(Acoustic, OfALouderSoundDiffersInTheEnvelopeAlone) {
  const std::vector<float> samples = sound_of(14000, [](size_t i) { return hum(i, 140) + 1e-3 * noise_at(i); });
  std::vector<float> louder = samples;
  for (float& value : louder) value *= 4;
  const Track before = acoustic_track(samples), after = acoustic_track(louder);
  for (int64_t row = 20; row < before.rows() - 20; ++row) {
    EXPECT_NEAR(at(after, row, "MCEP_0"), at(before, row, "MCEP_0") + std::log(4.0), 0.02) << row;
    for (int64_t column = 0; column < before.width(); ++column) {
      const std::string& name = before.columns[static_cast<size_t>(column)];
      if (name == "MCEP_0") continue;
      const double allowed = name.starts_with("MCEP") ? 0.02 : 1e-6;  // where the envelope stops depends on the level
      EXPECT_NEAR(after.at(row, column), before.at(row, column), allowed) << row << " " << name;
    }
  }
}

TEST(Acoustic, FindsThePitchOfAHum) {
  for (const double f0 : {80, 140, 220, 350}) {
    const Track track = acoustic_track(sound_of(12000, [f0](size_t i) { return hum(i, f0); }));
    for (int64_t row = 20; row < track.rows() - 20; ++row) {
      EXPECT_NEAR(at(track, row, "F0"), f0, 1.5) << row;
      EXPECT_EQ(at(track, row, "VUV"), 1) << row;
    }
  }
}

/// A closure after a pause belongs to a frame as long as the pause, most of which is forgotten by then.
TEST(Acoustic, SurvivesPausesBetweenVoices) {
  std::vector<float> sound;
  for (const double pause : {0.3, 1.0, 2.5}) {
    const std::vector<float> voice = speech();
    sound.insert(sound.end(), voice.begin(), voice.end());
    sound.insert(sound.end(), static_cast<size_t>(pause * 16000), 0.0F);
  }
  const Track track = acoustic_track(sound);
  EXPECT_TRUE(std::all_of(track.values.begin(), track.values.end(), [](double value) { return std::isfinite(value); }));
}

TEST(OverlapAdd, AddsTheRestOfAFrameWhoseBeginIsForgotten) {
  OverlapAdd signal;
  signal.add(0, std::vector<double>(10, 1.0));
  signal.forget_before(8);
  signal.add(5, std::vector<double>(5, 2.0));
  signal.add(2, std::vector<double>(3, 4.0));
  const std::span<const double> rest = signal.view(8, 10);
  EXPECT_EQ(std::vector<double>(rest.begin(), rest.end()), (std::vector<double>{3, 3, 0}));
}

TEST(Acoustic, OfSilenceIsNotVoicedAndHasNoGlottis) {
  const Track track = acoustic_track(std::vector<float>(16000, 0.0f));
  for (int64_t row = 0; row < track.rows(); ++row)
    for (const char* column : {"F0", "VUV", "NAQ", "QOQ", "H1H2", "PSP", "MDQ", "peakSlope", "creak"})
      EXPECT_EQ(at(track, row, column), 0) << column;
}

TEST(Acoustic, OfMosiIsFiveOfTheColumns) {
  const std::vector<float> samples = speech();
  const Track all = acoustic_track(samples), few = acoustic_track(samples, {.view = AcousticView::mosi});
  EXPECT_EQ(few.columns, (std::vector<std::string>{"VUV", "QOQ", "MDQ", "MCEP_14", "HMPDM_24"}));
  ASSERT_EQ(few.rows(), all.rows());
  for (int64_t row = 0; row < few.rows(); ++row)
    for (int64_t k = 0; k < 5; ++k) EXPECT_EQ(few.at(row, k), at(all, row, few.columns[static_cast<size_t>(k)]));
}

TEST(Acoustic, PlacesFramesInTimeWhereCovarepStretchesThem) {
  const std::vector<float> samples = sound_of(48000, [](size_t i) { return i < 8000 ? 0 : hum(i, 130); });
  const Track own = acoustic_track(samples), covarep = acoustic_track(samples, {.compat = true});
  EXPECT_LT(at(own, 47, "MCEP_0"), -15);  // 0.475 s: the hum begins at 0.5 s
  EXPECT_GT(at(own, 52, "MCEP_0"), -15);
  EXPECT_GT(at(covarep, 10, "MCEP_0"), -15);  // there are no frames of silence
}

TEST(Acoustic, OptionsAreListed) {
  AcousticOptions options;
  Options(options).set_text("view=mosi");
  Options(options).set_text("compat=true");
  EXPECT_EQ(options.view, AcousticView::mosi);
  EXPECT_TRUE(options.compat);
}

}  // namespace
}  // namespace mmim
