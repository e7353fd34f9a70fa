#include "extract/visual/face_tracker.h"

#include <gtest/gtest.h>

#include "extract/visual/made_up_faces.h"

namespace mmim {
namespace {

/// A tracker in a made-up world whose clip has 10 pictures a second.
struct FollowedWorld {
  MadeUpWorld world;
  FaceNetworks networks = world.networks();
  FaceTracker tracker{networks};
  double time = 0;

  std::optional<TrackedFace> next() {
    time += 0.1;
    return tracker.next(world.canvas.picture(), time);
  }
  /// The middle of the face in the next picture; -1 without one.
  double next_x() {
    const auto face = next();
    return face ? region_of(face->points).x : -1;
  }
};

constexpr double kPixels = 5;  ///< colours tell places no better

TEST(FaceTracker, FindsAFaceAndFollowsItWithoutSearching) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}};
  for (int i = 0; i < 8; ++i) {
    EXPECT_NEAR(clip.next_x(), clip.world.faces[0].x, kPixels) << i;
    clip.world.faces[0].x += 12;
  }
  EXPECT_EQ(clip.world.detections, 1);
  EXPECT_EQ(clip.world.meshes, 8);
  EXPECT_EQ(clip.tracker.counts().changes, 0);
}

TEST(FaceTracker, GivesThePointsAndHowSureItIs) {
  FollowedWorld clip;
  clip.world.faces = {{300, 220, 120}};
  const auto face = clip.next();
  ASSERT_TRUE(face);
  const FacePoints known = points_of(clip.world.faces[0]);
  for (size_t i = 0; i < known.size(); ++i) {
    EXPECT_NEAR(face->points[i].x, known[i].x, kPixels) << i;
    EXPECT_NEAR(face->points[i].y, known[i].y, kPixels) << i;
  }
  EXPECT_NEAR(face->confidence, 1 / (1 + std::exp(-4)), 1e-6);
}

TEST(FaceTracker, SearchesEveryPictureWhileThereIsNoFace) {
  FollowedWorld clip;
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(clip.next());
  EXPECT_EQ(clip.tracker.counts().searches, 5);
  EXPECT_EQ(clip.world.meshes, 0);
  clip.world.faces = {{400, 300, 90}};
  EXPECT_NEAR(clip.next_x(), 400, kPixels);
}

TEST(FaceTracker, LooksCloserWhereTheWholePictureShowsNoFaceAtMostTwiceASecond) {
  FollowedWorld clip;
  const Picture picture = clip.world.canvas.picture();
  const auto squares = static_cast<int>(closer_squares(picture, 0.5).size() + closer_squares(picture, 0.25).size());
  for (int i = 0; i < 5; ++i) clip.next();
  EXPECT_EQ(clip.world.detections, 5 + squares);
  clip.next();
  EXPECT_EQ(clip.world.detections, 6 + 2 * squares);
}

TEST(FaceTracker, LooksCloserWhereWhatTheWholePictureShowsIsNoFace) {
  FollowedWorld clip;
  clip.world.faces = {{500, 300, 90, true, false}};
  EXPECT_FALSE(clip.next());
  EXPECT_GT(clip.world.detections, 1);
}

TEST(FaceTracker, SearchesAgainInThePictureInWhichItLosesTheFace) {
  FollowedWorld clip;
  clip.world.faces = {{120, 200, 100}};
  EXPECT_NEAR(clip.next_x(), 120, kPixels);
  clip.world.faces[0].x = 500;
  EXPECT_NEAR(clip.next_x(), 500, kPixels);
  EXPECT_EQ(clip.world.detections, 2);
  EXPECT_EQ(clip.tracker.counts().changes, 1) << "the face is at another place than before";
}

TEST(FaceTracker, SearchesOnceASecondAndCountsTheFaces) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}, {450, 200, 80}};
  for (int i = 0; i < 31; ++i) EXPECT_NEAR(clip.next_x(), 200, kPixels) << i;
  const TrackerCounts& counts = clip.tracker.counts();
  EXPECT_GE(counts.searches, 3);
  EXPECT_LE(counts.searches, 4);
  EXPECT_EQ(counts.searches_with_several, counts.searches);
  EXPECT_EQ(counts.most_faces, 2);
  EXPECT_EQ(counts.changes, 0);
}

TEST(FaceTracker, TakesTheLargestFace) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 80}, {450, 200, 100}};
  EXPECT_NEAR(clip.next_x(), 450, kPixels);
}

TEST(FaceTracker, KeepsItsFaceBesideOneThatIsNotMuchLarger) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}};
  EXPECT_NEAR(clip.next_x(), 200, kPixels);
  clip.world.faces.push_back({450, 200, 125});
  for (int i = 0; i < 15; ++i) EXPECT_NEAR(clip.next_x(), 200, kPixels) << i;
  clip.world.faces[1].size = 150;
  double x = 0;
  for (int i = 0; i < 15; ++i) x = clip.next_x();
  EXPECT_NEAR(x, 450, kPixels);
  EXPECT_EQ(clip.tracker.counts().changes, 1);
}

TEST(FaceTracker, KeepsAFaceThatTheDetectorDoesNotSee) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}};
  EXPECT_NEAR(clip.next_x(), 200, kPixels);
  clip.world.faces[0].seen_by_detector = false;
  for (int i = 0; i < 15; ++i) EXPECT_NEAR(clip.next_x(), 200, kPixels) << i;
  clip.world.faces.push_back({450, 200, 100});
  for (int i = 0; i < 15; ++i) EXPECT_NEAR(clip.next_x(), 200, kPixels) << i;
}

TEST(FaceTracker, KnowsALostFaceAgainByItsPlaceBesideOneOfItsSize) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}, {450, 200, 95}};
  EXPECT_NEAR(clip.next_x(), 200, kPixels);
  const MadeUpFace first = clip.world.faces[0];
  clip.world.faces.clear();
  EXPECT_FALSE(clip.next());
  clip.world.faces = {{450, 200, 110}, first};
  EXPECT_NEAR(clip.next_x(), 200, kPixels);
  EXPECT_EQ(clip.tracker.counts().changes, 0);
}

TEST(FaceTracker, StaysWhereALargerFaceTurnsOutToBeNone) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}, {450, 200, 200, true, false}};
  clip.world.faces[1].seen_by_detector = false;
  EXPECT_NEAR(clip.next_x(), 200, kPixels);
  clip.world.faces[1].seen_by_detector = true;
  for (int i = 0; i < 15; ++i) EXPECT_NEAR(clip.next_x(), 200, kPixels) << i;
  EXPECT_EQ(clip.tracker.counts().changes, 0);
}

TEST(FaceTracker, ReportsNoFaceWhereTheDetectorErred) {
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100, true, false}};
  EXPECT_FALSE(clip.next());
}

TEST(FaceTracker, LooksAtPicturesOfOnePixel) {
  const std::vector<std::byte> pixel(3);
  FollowedWorld clip;
  clip.world.faces = {{200, 200, 100}};
  for (const double time : {0.0, 0.1, 2.0}) clip.tracker.next({1, 1, pixel}, time);
  EXPECT_GE(clip.world.detections, 1);
}

}  // namespace
}  // namespace mmim
