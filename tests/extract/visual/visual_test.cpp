#include "extract/visual/visual.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "extract/visual/action_units.h"
#include "extract/visual/made_up_faces.h"
#include "extract/visual/portrait.h"

namespace mmim {
namespace {

/// Rows of a made-up clip of 10 pictures a second.
struct MadeUpClip {
  explicit MadeUpClip(VisualView view = VisualView::all) : maker(networks, portrait().model, view) {}
  MadeUpWorld world;
  FaceNetworks networks = world.networks();
  FaceTrackMaker maker;
  double time = 0;

  void add(bool repeats = false) {
    maker.add(world.canvas.picture(), time, repeats);
    time += 0.1;
  }
};

double cell(const Track& track, int64_t row, const std::string& column) {
  const auto found = std::ranges::find(track.columns, column);
  EXPECT_NE(found, track.columns.end()) << column;
  return track.at(row, found - track.columns.begin());
}

TEST(Visual, Has80ColumnsOrThe20ActionUnits) {
  const auto& all = visual_columns(VisualView::all);
  ASSERT_EQ(all.size(), 80u);
  EXPECT_EQ(all[0], "bs_browDownLeft");
  EXPECT_EQ(all[50], "bs_noseSneerRight");
  EXPECT_EQ(all[51], "pose_rx");
  EXPECT_EQ(all[56], "pose_tz");
  EXPECT_EQ(all[57], "gaze_right_x");
  EXPECT_EQ(all[60], "gaze_left_y");
  EXPECT_EQ(all[61], "geo_eye_opening_right");
  EXPECT_EQ(all[78], "conf");
  EXPECT_EQ(all[79], "valid");
  const auto& units = visual_columns(VisualView::action_units);
  ASSERT_EQ(units.size(), 20u);
  EXPECT_EQ(units[8], "AU12");
}

TEST(Visual, HasARowForEachPictureAtItsTime) {
  MadeUpClip clip;
  clip.world.faces = {{200, 200, 100}};
  for (int i = 0; i < 3; ++i) clip.add();
  const Track track = clip.maker.finish().track;
  EXPECT_EQ(track.columns, visual_columns(VisualView::all));
  EXPECT_EQ(track.times, (std::vector<double>{0, 0.1, 0.2}));
  EXPECT_EQ(track.values.size(), 3u * 80u);
  EXPECT_EQ(cell(track, 1, "bs_browDownLeft"), 1.0 / 64);
  EXPECT_EQ(cell(track, 1, "bs_noseSneerRight"), 51.0 / 64);
  EXPECT_NEAR(cell(track, 1, "conf"), 1 / (1 + std::exp(-4)), 1e-6);
  EXPECT_EQ(cell(track, 1, "valid"), 1);
}

TEST(Visual, IsZeroThroughoutARowWithoutAFace) {
  MadeUpClip clip;
  clip.world.faces = {{200, 200, 100}};
  clip.add();
  clip.world.faces.clear();
  clip.add();
  const Track track = clip.maker.finish().track;
  for (int64_t column = 0; column < track.width(); ++column) EXPECT_EQ(track.at(1, column), 0) << column;
  EXPECT_EQ(cell(track, 0, "valid"), 1);
}

TEST(Visual, GivesMeasuresFromTheirMedianOverThePicturesWithAFaceOn) {
  MadeUpClip clip;
  clip.add();
  for (const double mouth : {0.05, 0.01, 0.35, 0.09}) {
    clip.world.faces = {{.x = 200, .y = 200, .size = 100, .mouth = mouth}};
    clip.add();
  }
  const Track track = clip.maker.finish().track;
  // The outer corners of the eyes are 0.6 of the face apart, and the median is 0.07.
  const std::vector<double> expected{0, -0.02, -0.06, 0.28, 0.02};
  for (int64_t row = 0; row < 5; ++row)
    EXPECT_NEAR(cell(track, row, "geo_mouth_opening"), expected[static_cast<size_t>(row)] / 0.6, 1e-4) << row;
}

TEST(Visual, RunsNoNetworkOnAPictureThatRepeats) {
  MadeUpClip clip;
  clip.world.faces = {{200, 200, 100}};
  clip.add();
  const int meshes = clip.world.meshes, measurements = clip.world.measurements;
  clip.add(true);
  clip.add(true);
  EXPECT_EQ(clip.world.meshes, meshes);
  EXPECT_EQ(clip.world.measurements, measurements);
  const Track track = clip.maker.finish().track;
  ASSERT_EQ(track.rows(), 3);
  for (int64_t column = 0; column < track.width(); ++column) EXPECT_EQ(track.at(2, column), track.at(0, column));
}

TEST(Visual, OfActionUnitsIsMadeOfTheBlendshapes) {
  MadeUpClip clip(VisualView::action_units);
  clip.world.faces = {{200, 200, 100}};
  clip.add();
  clip.world.faces.clear();
  clip.add();
  const Track track = clip.maker.finish().track;
  ASSERT_EQ(track.columns, visual_columns(VisualView::action_units));
  EXPECT_DOUBLE_EQ(cell(track, 0, "AU26"), static_cast<double>(blendshape("jawOpen")) / 64);
  EXPECT_DOUBLE_EQ(cell(track, 0, "AU43"), 9.5 / 64);
  EXPECT_EQ(cell(track, 1, "AU26"), 0);
}

TEST(Visual, CountsPicturesGapsAndFaces) {
  MadeUpClip clip;
  const std::vector<MadeUpFace> two{{200, 200, 100}, {450, 200, 90}};
  for (const bool there : {false, true, true, false, false, false, true, false, false}) {
    clip.world.faces = there ? two : std::vector<MadeUpFace>{};
    clip.add();
  }
  const FaceCounts counts = clip.maker.finish().counts;
  EXPECT_EQ(counts.pictures, 9);
  EXPECT_EQ(counts.with_face, 3);
  EXPECT_NEAR(counts.longest_gap, 0.3, 1e-12);
  EXPECT_EQ(counts.tracker.most_faces, 2);
  EXPECT_EQ(
      in_words(counts),
      "3 of 9 pictures show a face; the longest time without one is 0.30 s; 2 of 8 searches found several, at most "
      "2, and the largest was taken");
}

TEST(Visual, CountsAGapUpToTheEnd) {
  MadeUpClip clip;
  for (int i = 0; i < 4; ++i) clip.add();
  const FaceCounts counts = clip.maker.finish().counts;
  EXPECT_NEAR(counts.longest_gap, 0.4, 1e-12);
  EXPECT_EQ(in_words(counts), "0 of 4 pictures show a face; the longest time without one is 0.40 s");
}

TEST(Visual, OfAFaceWithoutAnyShapeIsFinite) {
  MadeUpClip clip;
  clip.world.faces = {{200, 200, 100}};
  clip.add();
  for (const double value : clip.maker.finish().track.values) EXPECT_TRUE(std::isfinite(value));
}

TEST(Visual, WithoutPicturesHasNoRow) {
  const FaceTrack empty = MadeUpClip().maker.finish();
  EXPECT_EQ(empty.track.rows(), 0);
  EXPECT_EQ(empty.track.width(), 80);
  EXPECT_EQ(empty.counts.longest_gap, 0);
}

TEST(VisualOptions, AreListedWithTheirRanges) {
  VisualOptions options;
  const Options listing(options);
  listing.set("view", "au");
  listing.set("rate", 15);
  EXPECT_EQ(options.view, VisualView::action_units);
  EXPECT_EQ(options.rate, 15);
  EXPECT_THROW(listing.set("rate", 0), ConfigError);
  EXPECT_THROW(listing.set("view", "facet"), ConfigError);
  EXPECT_EQ(listing.numbers(), (Json{{"view", "au"}, {"rate", 15}}));
}

}  // namespace
}  // namespace mmim
