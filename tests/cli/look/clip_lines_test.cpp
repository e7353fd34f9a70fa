#include "cli/look/clip_lines.h"

#include <gtest/gtest.h>

#include "support/expect_in.h"

namespace mmim {
namespace {

ClipStreams heard() {
  ClipStreams streams;
  streams.acoustic = {{"F0", "VUV"}, {.005, .015}, {100, 1, 0, 0}};
  streams.words = {{"good", .1, .5, .7}, {"film", .5, .6}};
  streams.facts = {.seconds = 2, .sound = true, .voiced = .5, .words = 2};
  return streams;
}

TEST(ClipLines, SayWhatWasHeardAndThatNobodyLooked) {
  EXPECT_EQ(say_clip(heard(), "a\nb.mp4"),
            "clip      a?b.mp4, 2.00 s\n"
            "sound     2 rows of 2 acoustic columns, a voice in 50 % of the time\n"
            "pictures  not looked at\n"
            "words     good 0.10-0.50 film 0.50-0.60\n");
}

TEST(ClipLines, SayWhatWasSeenAndRemarked) {
  ClipStreams streams = heard();
  streams.visual = {{"smile"}, {0}, {1}};
  streams.facts.pictures = true;
  streams.facts.with_face = 1;
  streams.facts.words_doubtful = true;
  streams.facts.remarks = {"faces: two people"};
  expect_in(say_clip(streams, "a.mp4"), {"pictures  1 row of 1 visual columns, a face in 100 % of the pictures\n",
                                         "the words fit the sound badly", "remark    faces: two people\n"});
  streams.facts.pictures = false;
  expect_not_in(say_clip(streams, "a.mp4"), {"pictures"});
}

TEST(ClipLines, AsJsonTellNotLookedAtFromAbsent) {
  ClipStreams streams = heard();
  EXPECT_TRUE(clip_json(streams).at("pictures").is_null());
  streams.facts.pictures = false;
  const Json json = clip_json(streams);
  EXPECT_EQ(json.at("pictures"), false);
  EXPECT_EQ(json.at("acoustic").at("rows"), 2);
  EXPECT_EQ(json.at("timed_words").at(0).at("confidence"), .7);
  EXPECT_TRUE(json.at("timed_words").at(1).at("confidence").is_null());
  EXPECT_TRUE(json.at("with_face").is_null());
}

TEST(ClipLines, OfProgressCountWhatIsLeftByWhatThisCommandMade) {
  EXPECT_EQ(say_progress({.clips = 4, .done = 2, .failed = 0, .begun_with = 2, .seconds = 9}),
            "━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 2 of 4 clips");
  expect_in(say_progress({.clips = 4, .done = 2, .failed = 1, .begun_with = 1, .seconds = 10}),
            {" 3 of 4 clips, 1 failed, 5 s left"});
}

TEST(ClipProgress, WithoutATerminalSaysTwentyLinesOfAFolder) {
  testing::internal::CaptureStderr();
  ClipProgress progress(false);
  for (int64_t done = 0; done <= 100; ++done) progress.show({.clips = 100, .done = done});
  progress.show({.clips = 100, .done = 100});
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 21) << text;
  expect_in(text, {" 0 of 100 clips\n", " 100 of 100 clips\n"});
  expect_not_in(text, {"\x1b"});
}

TEST(ClipLines, OfAFolderListTheFirstFailures) {
  ExtractedFolder extracted;
  for (int i = 0; i < 12; ++i) extracted.failed.push_back({"v_" + std::to_string(i), "is empty"});
  const std::string text = say_folder(extracted, "set");
  expect_in(text, {"set: not written, since none of 12 clips can be used\n", "failed: v_9: is empty\n",
                   "and 2 more; `--clips-csv FILE` lists all\n"});
  expect_not_in(text, {"v_10"});
  extracted.failed.resize(1);
  extracted.dataset.emplace();
  extracted.dataset->info.name = "clips";
  extracted.dataset->info.extra["clips"] = {{"count", 3}, {"seconds", 61}, {"voiced", .25}, {"with_face", nullptr}};
  extracted.dataset->info.note("word_times", 1, "1 clip with the times of words in a file beside");
  const std::string made = say_folder(extracted, "set");
  expect_in(made, {"set: clips, ", "3 clips of 1:01 min; a voice in 25 % of the time (means over clips)\n",
                   "1 clip with the times of words", "failed: v_0: is empty\n"});
  expect_not_in(made, {"a face in"});
}

}  // namespace
}  // namespace mmim
