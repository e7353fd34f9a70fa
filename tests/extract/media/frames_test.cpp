#include "extract/media/frames.h"

#include <unistd.h>

#include <fstream>

#include "extract/media/clips.h"

namespace mmim {
namespace {

int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  int64_t whole = 0, pages = 0;
  file >> whole >> pages;
  return pages * ::sysconf(_SC_PAGESIZE);
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

TEST(FrameReader, FillsTheGapsOfAChangingRate) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = made_clip("gaps.mkv", {"-an", "-vf", "select='lt(n,10)+gt(n,14)*not(mod(n,3))'", "-vsync", "vfr"});
  const Pictures seen = pictures_of(clip);
  EXPECT_NEAR(static_cast<double>(seen.count), 60, 2);
  EXPECT_NEAR(static_cast<double>(seen.repeated), 35, 3);
}

TEST(FrameReader, HoldsAFewPicturesWhateverTheLengthOfTheClip) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = made_clip("long.mkv", {"-an", "-vf", "setpts=N*3000/TB", "-frames:v", "3"});
  FrameReader reader(clip);
  const int64_t before = resident_bytes();
  int64_t bytes = 0;
  for (Frame frame; reader.next(frame);) bytes += static_cast<int64_t>(frame.rgb.size());
  EXPECT_GT(bytes, int64_t{50} << 20);
  EXPECT_LT(resident_bytes() - before, int64_t{16} << 20);
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

}  // namespace
}  // namespace mmim
