#include "extract/clip/extractor.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "extract/clip/streams_file.h"
#include "extract/media/clips.h"
#include "support/expect_in.h"

namespace mmim {
namespace {

ExtractOptions without_faces(RowTimes rows) {
  ExtractOptions options;
  options.rows = rows;
  options.faces = false;
  return options;
}

ClipStreams extracted(const ClipFile& clip, RowTimes rows) {
  return Extractor(without_faces(rows), false, 1).extract(clip);
}

std::filesystem::path with_text(const std::string& name, const std::string& text) {
  const auto path = scratch(name);
  std::ofstream(path) << text;
  return path;
}

TEST(Extractor, PlacesRowsWhereTheyAreWanted) {
  SKIP_WITHOUT_FFMPEG();
  const ClipFile clip{.file = made_clip("tone.mp4", {}),
                      .text = "one two",
                      .words = with_text("tone.csv", "word,start,end\none,0.1,0.6\ntwo,0.6,1.5\n")};
  const ClipStreams own = extracted(clip, RowTimes::own), words = extracted(clip, RowTimes::words),
                    fixed = extracted(clip, RowTimes::fixed);
  EXPECT_GT(own.acoustic.rows(), 195);
  EXPECT_EQ(words.acoustic.rows(), 2);
  EXPECT_NEAR(static_cast<double>(fixed.acoustic.rows()), 40, 2);
  EXPECT_EQ(words.words.size(), 2);
  EXPECT_NEAR(own.facts.seconds, 2, .1);
  double sum = 0;
  int64_t count = 0;
  for (int64_t row = 0; row < own.acoustic.rows(); ++row) {
    const double time = own.acoustic.times[static_cast<size_t>(row)];
    if (time < .6 || time >= 1.5) continue;
    sum += own.acoustic.at(row, 11);
    ++count;
  }
  EXPECT_NEAR(words.acoustic.at(1, 11), sum / static_cast<double>(count), 1e-9);
}

TEST(Extractor, AClipWithoutSoundIsRefusedWhereFacesAreNotLookedFor) {
  SKIP_WITHOUT_FFMPEG();
  ClipFile silent{.file = made_clip("silent.mp4", {"-an"})};
  EXPECT_NE(
      media_complaint([&] { extracted(silent, RowTimes::own); }).find("has no sound, and pictures are not looked at"),
      std::string::npos);
  silent.text = "words";
  EXPECT_NE(media_complaint([&] { extracted(silent, RowTimes::words); }), "");
}

TEST(Extractor, RowsOfWordsNeedWords) {
  SKIP_WITHOUT_FFMPEG();
  const ClipFile clip{.file = made_clip("wordless.mp4", {})};
  expect_in(media_complaint([&] { extracted(clip, RowTimes::words); }), {"has no text"});
}

TEST(ExtractOptions, OfAFeatureSetAreThoseThatMadeIt) {
  ExtractOptions options = without_faces(RowTimes::words);
  options.acoustic.view = AcousticView::mosi;
  const FeatureSet set = feature_set_of(options);
  EXPECT_EQ(set.columns.acoustic.size(), 5);
  EXPECT_TRUE(set.columns.visual.empty());
  const ExtractOptions read = options_of(FeatureSet::from_json(set.to_json(), "data.json"), "data");
  EXPECT_EQ(feature_set_of(read).hash(), set.hash());
  options.acoustic.view = AcousticView::all;
  EXPECT_NE(feature_set_of(options).hash(), set.hash());
}

TEST(ExtractOptions, WhereTheFaceModelLiesChangesNoFeature) {
  ExtractOptions options, elsewhere;
  elsewhere.visual.face_model = "/models/face.task";
  EXPECT_EQ(feature_set_of(options).hash(), feature_set_of(elsewhere).hash());
}

TEST(ExtractOptions, OfAnotherMakerAreRefused) {
  FeatureSet set = feature_set_of({});
  set.name = "openface-2";
  EXPECT_THROW(options_of(set, "data"), DataError);
  set = feature_set_of({});
  set.settings["models"]["face"] = "another";
  EXPECT_THROW(options_of(set, "data"), DataError);
}

TEST(StreamsFile, GivesTheSameStreamsBack) {
  ClipStreams streams;
  streams.acoustic = {{"F0", "VUV"}, {.005, .015}, {100, 1, 0, 0}};
  streams.visual.columns = {"smile"};
  streams.words = {{"good", .1, .5, .7}, {"xxx", .5, .6}};
  streams.facts = {.seconds = 2, .sound = true, .voiced = .5, .words = 2, .remarks = {"pictures: absent"}};
  const auto stem = scratch("streams");
  write_streams(stem, streams, {{"text", "good xxx"}});
  const ClipStreams read = read_streams(stem);
  EXPECT_EQ(read.acoustic.values, streams.acoustic.values);
  EXPECT_EQ(read.acoustic.times, streams.acoustic.times);
  EXPECT_EQ(read.visual.rows(), 0);
  EXPECT_EQ(read.visual.columns, streams.visual.columns);
  EXPECT_EQ(read.words[0].confidence, .7);
  EXPECT_TRUE(std::isnan(read.words[1].confidence));
  EXPECT_EQ(read.facts.remarks, streams.facts.remarks);
  EXPECT_TRUE(std::isnan(read.facts.with_face));
}

}  // namespace
}  // namespace mmim
