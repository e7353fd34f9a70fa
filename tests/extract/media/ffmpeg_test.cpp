#include "extract/media/ffmpeg.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "extract/media/clip_sound.h"
#include "extract/media/clips.h"
#include "support/processes.h"

namespace mmim {
namespace {

TEST(Ffmpeg, EndsWithItsReaderInTheMiddleOfAClip) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = still_clip();
  {
    FrameReader reader(clip);
    Frame frame;
    ASSERT_TRUE(reader.next(frame));
    EXPECT_TRUE(runs_with("file:" + clip.string()));
  }
  EXPECT_FALSE(runs_with("file:" + clip.string()));
  const auto throws = [&] {
    FrameReader reader(clip);
    throw Error("of somebody else");
  };
  EXPECT_THROW(throws(), Error);
  EXPECT_FALSE(runs_with("file:" + clip.string()));
}

TEST(Ffmpeg, EndsWithAProgramThatASignalEnds) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = still_clip();
  for (const int signal : {SIGTERM, SIGKILL}) {
    Child program([&] {
      FrameReader reader(clip);
      while (true) ::pause();
    });
    while (!runs_with("file:" + clip.string())) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    signal == SIGTERM ? program.stop() : program.kill();
    EXPECT_EQ(program.wait(), 128 + signal);
    EXPECT_TRUE(none_runs_with("file:" + clip.string()));
  }
}

TEST(Ffmpeg, HoldsItsLimits) {
  SKIP_WITHOUT_FFMPEG();
  const auto clip = made_clip("limits.mp4", {});
  const auto with = [&](const DecodeLimits& limits) { return media_complaint([&] { pictures_of(clip, 30, limits); }); };
  EXPECT_NE(with({.seconds = 1}).find("is longer than 1 s; cut it into parts"), std::string::npos);
  for (const int64_t memory : {1 << 20, 40 << 20}) {
    const std::string said = with({.memory = memory});
    EXPECT_NE(said, "");
    EXPECT_EQ(said.find("not installed"), std::string::npos) << said;
  }
  EXPECT_NE(media_complaint([&] { read_clip_sound(clip, {.seconds = 1}); }).find("is longer than 1 s"),
            std::string::npos);
  const auto still = still_clip();
  const std::string said = media_complaint([&] { pictures_of(still, 30, {.cpu_seconds = 1}); });
  EXPECT_TRUE(said.find("takes more than 1 s of CPU time to decode") != std::string::npos ||
              said.ends_with("cannot be decoded within 4 s"))  // on a busy machine
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

}  // namespace
}  // namespace mmim
