#include "corpus/video.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Video, IsTheIdWithoutItsClip) {
  EXPECT_EQ(video_of("a1B2c3D4e5F_11"), "a1B2c3D4e5F");
  EXPECT_EQ(video_of("-a_b_3"), "-a_b");
  EXPECT_EQ(video_of("x$_$12"), "x");
  EXPECT_EQ(video_of("video[3]"), "video");
  EXPECT_EQ(video_of("video[1.5,2.5]"), "video");
  EXPECT_EQ(video_of("video[3][0]"), "video");
  EXPECT_EQ(video_of("_12"), "_12");
  EXPECT_EQ(video_of("video_"), "video_");
  EXPECT_EQ(video_of("video_x"), "video_x");
  EXPECT_EQ(video_of(""), "");
}

TEST(Video, IsTheFolderOfNumberedClips) {
  EXPECT_EQ(video_of("aqgy3_0001/00000"), "aqgy3_0001");
  EXPECT_EQ(video_of("video_0001/0001"), "video_0001");
  EXPECT_EQ(video_of("Raw\\video_0001\\0001.mp4"), "Raw\\video_0001");
  EXPECT_EQ(video_of("clips/abc/clip_03.wav"), "clips/abc/clip");
  EXPECT_EQ(video_of("clips/abc/utt3"), "clips/abc");
  EXPECT_EQ(video_of("Raw/03bSnISJMiM"), "Raw/03bSnISJMiM");
}

TEST(Video, IsADialogueOfMeldOrIemocap) {
  EXPECT_EQ(video_of("dia0_utt1"), "dia0");
  EXPECT_EQ(video_of("train_dia12_utt10.mp4"), "train_dia12");
  EXPECT_EQ(video_of("Ses01F_impro01_F000"), "Ses01F_impro01");
  EXPECT_EQ(video_of("Ses05M_script01_1b_M012"), "Ses05M_script01_1b");
  EXPECT_EQ(video_of("channel_F000"), "channel_F000");
}

TEST(Video, ComesWithoutAnExtension) {
  EXPECT_EQ(video_of("video.mp4_3"), "video");
  EXPECT_EQ(video_of("video_3.MP4"), "video");
  EXPECT_EQ(video_of("video.mp4[3]"), "video");
  EXPECT_EQ(video_of("clip.mp4"), "clip");
  EXPECT_EQ(video_of("v1.5"), "v1.5");
  EXPECT_EQ(video_of(".mp4"), ".mp4");
}

TEST(Video, IsCutAtADashUnlessItLooksLikeYoutube) {
  EXPECT_EQ(video_of("video-3"), "video");
  EXPECT_EQ(video_of("03bSnISJ-12"), "03bSnISJ-12");
  EXPECT_EQ(video_of("03bSnISJMiM-12"), "03bSnISJMiM");
  EXPECT_EQ(video_of("03bSnISJ-12_4"), "03bSnISJ-12");
  EXPECT_EQ(video_of("-3"), "-3");
}

TEST(Video, StandsInFrontOfTimesAndOfNumbersWithAPoint) {
  EXPECT_EQ(video_of("-abc_12.5_15.25"), "-abc");
  EXPECT_EQ(video_of("a_b_12_15.25"), "a_b");
  EXPECT_EQ(video_of("vid_1.0"), "vid");
  EXPECT_EQ(video_of("vid#4"), "vid");
}

TEST(Video, ClipsAreAsTheIdHasThem) {
  EXPECT_EQ(parts_of("vid$_$0003").clip, "0003");
  EXPECT_EQ(parts_of("vid[1.5,2.5]").clip, "1.5,2.5");
  EXPECT_EQ(parts_of("dia0_utt1").clip, "utt1");
  for (const char* whole : {"17", "train:0", "vid", "vid/", "vid[", "a_b"})
    EXPECT_EQ(parts_of(whole).clip, "") << whole;
}

}  // namespace
}  // namespace mmim
