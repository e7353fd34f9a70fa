#include "extract/media/media_file.h"

#include "core/files.h"
#include "extract/media/clip_sound.h"
#include "extract/media/clips.h"

namespace mmim {
namespace {

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

TEST(Media, OfACodecThatNobodyKnowsIsOneSentence) {
  SKIP_WITHOUT_FFMPEG();
  std::string bytes = read_file(made_clip("known.mkv", {"-c:v", "mpeg4", "-c:a", "flac"}));
  bytes.replace(bytes.find("V_MPEG4"), 7, "V_MPEG9");
  const auto clip = scratch("unknown.mkv", bytes);
  const std::string said = media_complaint([&] { pictures_of(clip); });
  EXPECT_NE(said.find("unknown.mkv: cannot be decoded: "), std::string::npos) << said;
  EXPECT_TRUE(read_clip_sound(clip).present);
}

TEST(Media, MayHaveAnyName) {
  SKIP_WITHOUT_FFMPEG();
  const std::string good = read_file(made_clip("good.mkv", {}));
  for (const char* name : {"-i a.mkv", "with space\nand:line %d.mkv", "pipe:0"})
    EXPECT_TRUE(read_clip_sound(scratch(name, good)).present) << name;
}

}  // namespace
}  // namespace mmim
