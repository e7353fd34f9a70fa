#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "core/process.h"
#include "extract/media/clip_sound.h"
#include "extract/media/frames.h"
#include "extract/media/media_file.h"
#include "support/scratch.h"

namespace mmim {
namespace {

/// A clip that ffmpeg makes: 2 s of a moving picture of 64 x 48 and a tone, changed by `words`.
std::filesystem::path made_clip(const std::string& name, const std::vector<std::string>& words,
                                const std::vector<std::string>& input = {"-f", "lavfi", "-i",
                                                                         "testsrc=s=64x48:r=30:d=2", "-f", "lavfi",
                                                                         "-i", "sine=440:d=2"}) {
  const auto path = scratch(name);
  std::vector<std::string> command{"ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1"};
  command.insert(command.end(), input.begin(), input.end());
  command.insert(command.end(), words.begin(), words.end());
  command.push_back("file:" + path.string());
  const ProcessResult made = run_to_end(command);
  if (made.code != 0) throw std::runtime_error(made.errors);
  return path;
}

/// A small file with hours of pictures, nearly all of them copies.
std::filesystem::path still_clip() {
  return made_clip("still.mkv", {"-an", "-vf", "scale=1280:720,setpts=N*3000/TB", "-frames:v", "3"});
}

struct Pictures {
  int64_t count = 0, width = 0, height = 0, repeated = 0;
  double last = 0;
  DecodeEnd end;
};

Pictures pictures_of(const std::filesystem::path& clip, int64_t rate = 30, const DecodeLimits& limits = {}) {
  FrameReader reader(clip, rate, limits);
  Pictures seen;
  for (Frame frame; reader.next(frame); ++seen.count) {
    seen.width = frame.width;
    seen.height = frame.height;
    seen.repeated += frame.repeats ? 1 : 0;
    seen.last = frame.time;
  }
  seen.end = reader.end();
  return seen;
}

template <class Act>
std::string media_complaint(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

#define SKIP_WITHOUT_FFMPEG() \
  if (run_to_end({"ffmpeg", "-version"}).code != 0) GTEST_SKIP() << "ffmpeg is not installed"

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

TEST(ClipSound, CountsWhatIsNoFiniteNumberAsZero) {
  const auto number = [](uint64_t value, size_t bytes) { return std::string(reinterpret_cast<char*>(&value), bytes); };
  const std::string form =
      number(3, 2) + number(1, 2) + number(16000, 4) + number(64000, 4) + number(4, 2) + number(32, 2);
  const std::string data = number(0x7FC00000, 4) + number(std::bit_cast<uint32_t>(0.5f), 4);
  const std::string bytes = "RIFF" + number(44, 4) + "WAVEfmt " + number(16, 4) + form + "data" + number(8, 4) + data;
  const ClipSound read = read_clip_sound(scratch("nan.wav", bytes));
  EXPECT_EQ(read.sound.samples, (std::vector<float>{0, 0.5}));
  EXPECT_EQ(read.complaint, "1 samples are no finite numbers and count as 0");
}

TEST(FrameReader, ShowsThirtyOrFifteenPicturesASecondWhateverTheClipHas) {
  SKIP_WITHOUT_FFMPEG();
  for (const char* rate : {"24", "25", "30000/1001", "30", "60"}) {
    const auto clip = made_clip("rate.mp4", {"-an", "-vf", "fps=" + std::string(rate)});
    EXPECT_NEAR(static_cast<double>(pictures_of(clip).count), 60, 1) << rate;
    EXPECT_NEAR(static_cast<double>(pictures_of(clip, 15).count), 30, 1) << rate;
  }
  const Pictures half = pictures_of(made_clip("half.mp4", {"-an", "-vf", "fps=15"}));
  EXPECT_EQ(half.count, 60);
  EXPECT_EQ(half.repeated, 30);
  EXPECT_DOUBLE_EQ(half.last, 59 / 30.0);
}

TEST(FrameReader, CarriesTheSizeOfATurnedClip) {
  SKIP_WITHOUT_FFMPEG();
  const auto flat = made_clip("flat.mp4", {"-an"});
  const auto turned = made_clip("turned.mp4", {"-c", "copy", "-metadata:s:v", "rotate=90"}, {"-i", flat.string()});
  const Pictures seen = pictures_of(turned);
  EXPECT_EQ(std::pair(seen.width, seen.height), std::pair(int64_t{48}, int64_t{64}));
  EXPECT_EQ(seen.count, 60);
}

TEST(FrameReader, FillsTheTimeBeforeALateStart) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = made_clip(
      "latevideo.mkv", {"-map", "0:v", "-map", "1:a", "-c:a", "pcm_s16le"},
      {"-itsoffset", "0.5", "-f", "lavfi", "-i", "testsrc=s=64x48:r=30:d=2", "-f", "lavfi", "-i", "sine=440:d=2"});
  EXPECT_EQ(pictures_of(clip).count, 75);
}

TEST(FrameReader, SaysThatAClipHasNoPicturesAndTakesNoCoverForThem) {
  SKIP_WITHOUT_FFMPEG();
  const auto sound = made_clip("sound.mp4", {"-vn"});
  EXPECT_FALSE(pictures_of(sound).end.has_stream);
  const auto cover = made_clip("cover.png", {"-map", "0:v", "-frames:v", "1"});
  const auto covered = made_clip(
      "covered.mp4", {"-map", "0", "-map", "1", "-c:a", "copy", "-c:v", "png", "-disposition:v", "attached_pic"},
      {"-i", sound.string(), "-i", cover.string()});
  EXPECT_FALSE(pictures_of(covered).end.has_stream);
}

TEST(Ffmpeg, IsKilledWithTheReaderInTheMiddleOfAClip) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = still_clip();
  {
    FrameReader reader(clip);
    Frame frame;
    ASSERT_TRUE(reader.next(frame));
  }
  const ProcessResult left = run_to_end({"pgrep", "-f", "file:" + clip.string()});
  EXPECT_EQ(left.output, "");
}

TEST(Ffmpeg, HoldsItsLimits) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = made_clip("limits.mp4", {});
  const auto with = [&](const DecodeLimits& limits) { return media_complaint([&] { pictures_of(clip, 30, limits); }); };
  EXPECT_NE(with({.seconds = 1}).find("is longer than 1 s; cut it into parts"), std::string::npos);
  EXPECT_NE(with({.memory = 1 << 20}), "");
  EXPECT_NE(media_complaint([&] { read_clip_sound(clip, {.seconds = 1}); }).find("is longer than 1 s"),
            std::string::npos);
  const auto still = still_clip();
  const std::string said = media_complaint([&] { pictures_of(still, 30, {.cpu_seconds = 1}); });
  EXPECT_TRUE(said.ends_with("takes more than 1 seconds of CPU time to decode") ||  // on a busy machine:
              said.ends_with("cannot be decoded within 4 seconds"))
      << said;
}

TEST(Ffmpeg, ThatIsNotThereIsNamedWithItsPackage) {
  const auto clip = scratch("any.mp4", std::string("\0\0\0\x18"
                                                   "ftypisom",
                                                   12));
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  const std::string said = media_complaint([&] { read_clip_sound(clip); });
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_NE(said.find("`apt install ffmpeg`"), std::string::npos) << said;
}

TEST(Media, IsKnownByItsFirstBytes) {
  SKIP_WITHOUT_FFMPEG();
  for (const char* name : {"k.mp4", "k.mkv", "k.avi", "k.mov", "k.webm", "k.ts", "k.flv", "k.mpg", "k.wmv", "k.mp3",
                           "k.aac", "k.aiff", "k.au", "k.caf", "k.ogg", "k.flac", "k.wav"})
    EXPECT_TRUE(is_media(made_clip(name, {"-t", "0.2"}))) << name;
  for (const char* text : {"{\"text\": \"a\"}\n", "", "GOOD morning", "the wide world"})
    EXPECT_FALSE(is_media(scratch("k.txt", text))) << text;
  EXPECT_FALSE(is_media(scratch("not there")));
}

TEST(Media, ThatIsNoLocalFileOfSoundOrVideoIsRefused) {
  const auto refusal = [](const std::filesystem::path& path) {
    return media_complaint([&] { read_clip_sound(path); });
  };
  EXPECT_NE(refusal("http://example.org/a.mp4").find("is an address; only local files are read"), std::string::npos);
  EXPECT_NE(refusal(scratch("")).find("is a folder"), std::string::npos);
  EXPECT_NE(refusal("/dev/null").find("is no regular file"), std::string::npos);
  for (const char* list :
       {"#EXTM3U\na.ts\n", "ffconcat version 1.0\nfile a.mp4\n", "<?xml version=\"1.0\"?><MPD></MPD>"})
    EXPECT_NE(refusal(scratch("list", list)).find("is a playlist; name the clip itself"), std::string::npos) << list;
  EXPECT_NE(refusal(scratch("t.mp4", "hello")).find("a file of sound or video was expected"), std::string::npos);
  EXPECT_NE(refusal(scratch("e.mp4", "")), "");
}

TEST(Media, ThatIsDamagedIsOneSentence) {
  SKIP_WITHOUT_FFMPEG();
  const std::string good = read_file(made_clip("good.mp4", {}));
  const std::string said =
      media_complaint([&] { read_clip_sound(scratch("cut.mp4", good.substr(0, good.size() / 2))); });
  EXPECT_NE(said.find("cut.mp4: cannot be decoded: moov atom not found"), std::string::npos) << said;
}

TEST(Media, MayHaveAnyName) {
  SKIP_WITHOUT_FFMPEG();
  const std::string good = read_file(made_clip("good.mkv", {}));
  for (const char* name : {"-i a.mkv", "with space\nand:line %d.mkv", "pipe:0"})
    EXPECT_TRUE(read_clip_sound(scratch(name, good)).present) << name;
}

}  // namespace
}  // namespace mmim
