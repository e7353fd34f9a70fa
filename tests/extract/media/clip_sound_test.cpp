#include "extract/media/clip_sound.h"

#include <bit>

#include "extract/media/clips.h"

namespace mmim {
namespace {

TEST(ClipSound, OfAVideoIsMonoAtSixteenKilohertz) {
  SKIP_WITHOUT_FFMPEG();
  const ClipSound read = read_clip_sound(made_clip("a.mkv", {"-c:a", "pcm_s16le", "-ar", "48000", "-ac", "6"}));
  EXPECT_TRUE(read.present);
  EXPECT_EQ(read.complaint, "");
  EXPECT_EQ(read.sound.rate, 16000);
  EXPECT_NEAR(static_cast<double>(read.sound.samples.size()), 32000, 50);
}

TEST(ClipSound, OfWavAtItsRateIsTheSameBitForBitWithAndWithoutFfmpeg) {
  SKIP_WITHOUT_FFMPEG();
  const std::filesystem::path wav =
      std::filesystem::path(MMIM_SOURCE_DIR) / "tests/extract/golden/covarep/wav/arctic_a0007.wav";
  const auto copy = made_clip("copy.mkv", {"-c:a", "copy"}, {"-i", wav.string()});
  const std::vector<float> direct = read_clip_sound(wav).sound.samples;
  EXPECT_EQ(direct, read_wav(wav).samples);
  EXPECT_EQ(direct, read_clip_sound(copy).sound.samples);
}

TEST(ClipSound, ThatStartsLateFollowsSilence) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = made_clip("late.mkv", {"-map", "0:v", "-map", "1:a", "-c:a", "pcm_s16le"},
                              {"-f", "lavfi", "-i", "testsrc=s=64x48:r=30:d=2", "-itsoffset", "0.5", "-f", "lavfi",
                               "-i", "sine=440:d=1:r=16000"});
  const std::vector<float> samples = read_clip_sound(clip).sound.samples;
  ASSERT_NEAR(static_cast<double>(samples.size()), 24000, 200);
  for (size_t i = 0; i < 7800; ++i) ASSERT_EQ(samples[i], 0) << i;
}

TEST(ClipSound, IsAbsentWhereAClipHasNone) {
  SKIP_WITHOUT_FFMPEG();
  const ClipSound read = read_clip_sound(made_clip("silent.mp4", {"-an"}));
  EXPECT_FALSE(read.present);
  EXPECT_TRUE(read.sound.samples.empty());
}

TEST(ClipSound, MayBeATenthOfASecondOfEightKilohertz) {
  SKIP_WITHOUT_FFMPEG();
  const ClipSound read = read_clip_sound(made_clip("short.wav", {"-map", "1:a", "-ar", "8000", "-t", "0.1"}));
  EXPECT_TRUE(read.present);
  EXPECT_NEAR(static_cast<double>(read.sound.samples.size()), 1600, 20);
}

TEST(ClipSound, CountsWhatIsNoFiniteNumberAsZero) {
  const auto number = [](uint64_t value, size_t bytes) { return std::string(reinterpret_cast<char*>(&value), bytes); };
  const std::string form =
      number(3, 2) + number(1, 2) + number(16000, 4) + number(64000, 4) + number(4, 2) + number(32, 2);
  const std::string data = number(0x7FC00000, 4) + number(std::bit_cast<uint32_t>(0.5f), 4);
  const std::string bytes = "RIFF" + number(44, 4) + "WAVEfmt " + number(16, 4) + form + "data" + number(8, 4) + data;
  const ClipSound read = read_clip_sound(scratch("nan.wav", bytes));
  EXPECT_EQ(read.sound.samples, (std::vector<float>{0, 0.5}));
  EXPECT_EQ(read.complaint, "samples that are no finite number count as 0: 1");
}

}  // namespace
}  // namespace mmim
