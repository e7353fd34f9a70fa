#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "extract/visual/face_golden.h"
#include "extract/visual/visual.h"

namespace mmim {
namespace {

/// A picture that this object holds.
struct OwnPicture {
  OwnPicture(int64_t width, int64_t height, int grey = 90)
      : width(width), height(height), rgb(static_cast<size_t>(3 * width * height), static_cast<std::byte>(grey)) {}
  Picture picture() const { return {width, height, rgb}; }
  int64_t width, height;
  std::vector<std::byte> rgb;

  /// Puts in a photograph, moved by `by`; what the photograph does not cover stays.
  void put(const Picture& photograph, const Similarity& by, double brightness = 1) {
    const double square = by.c * by.c + by.s * by.s;
    const Similarity back{by.c / square, -by.s / square, -(by.c * by.x0 + by.s * by.y0) / square,
                          (by.s * by.x0 - by.c * by.y0) / square};
    for (int64_t y = 0; y < height; ++y) {
      for (int64_t x = 0; x < width; ++x) {
        const double across = static_cast<double>(x) + 0.5, down = static_cast<double>(y) + 0.5;
        const double u = back.x(across, down), v = back.y(across, down);
        if (u < 1 || v < 1 || u > static_cast<double>(photograph.width) - 1 ||
            v > static_cast<double>(photograph.height) - 1)
          continue;
        std::array<float, 3> colours{};
        sample_square(photograph, {1, 0, u - 0.5, v - 0.5}, 1, 1, 0, colours);
        for (size_t k = 0; k < 3; ++k)
          rgb[static_cast<size_t>(3 * (y * width + x)) + k] =
              static_cast<std::byte>(std::lround(std::min(255.0, brightness * colours[k])));
      }
    }
  }
};

/// Tests with the networks and a photograph whose points were recorded.
class FaceInPicture : public testing::Test {
 protected:
  void SetUp() override {
    if (!opened_faces()) GTEST_SKIP() << kNoFaceModel;
    for (const FaceCase& one : face_cases())
      if (!one.rgb.empty() && !known_) known_ = one;
    if (!known_) GTEST_SKIP() << "there is no photograph of the goldens, or no ffmpeg to decode it";
  }
  const FaceCase& known() const { return *known_; }
  static FaceTrack track_of(const std::vector<OwnPicture>& pictures) {
    FaceTrackMaker maker(opened_faces()->networks, opened_faces()->bundle.canonical);
    for (size_t i = 0; i < pictures.size(); ++i) maker.add(pictures[i].picture(), static_cast<double>(i) / 30);
    return maker.finish();
  }
  static std::optional<TrackedFace> face_of(const OwnPicture& picture) {
    return FaceTracker(opened_faces()->networks).next(picture.picture(), 0);
  }
  static double value(const Track& track, const std::string& column, int64_t row = 0) {
    const auto found = std::find(track.columns.begin(), track.columns.end(), column);
    EXPECT_NE(found, track.columns.end()) << column;
    return track.at(row, found - track.columns.begin());
  }
  /// Mean distance of found points from those recorded and moved, over the width of the recorded face.
  double error_of(const OwnPicture& picture, const Similarity& by) const {
    const auto face = face_of(picture);
    if (!face) return 1;
    double sum = 0, left = 1e9, right = -1e9;
    for (size_t i = 0; i < face->points.size(); ++i) {
      const double x = known().points[2 * i], y = known().points[2 * i + 1];
      sum += std::hypot(face->points[i].x - by.x(x, y), face->points[i].y - by.y(x, y));
      left = std::min(left, x);
      right = std::max(right, x);
    }
    return sum / static_cast<double>(face->points.size()) / ((right - left) * std::hypot(by.c, by.s));
  }

 private:
  std::optional<FaceCase> known_;
};

Similarity about_middle(double angle, double scale, double from, double x, double y) {
  const double c = scale * std::cos(angle), s = scale * std::sin(angle);
  return {c, s, x - c * from + s * from, y - s * from - c * from};
}

TEST_F(FaceInPicture, PointsFollowThePhotographWhereItIsMovedScaledAndTurned) {
  for (const auto& [angle, scale] :
       {std::pair(0.0, 1.0), std::pair(0.0, 0.6), std::pair(0.35, 1.0), std::pair(-0.5, 0.8), std::pair(0.0, 1.4)}) {
    OwnPicture picture(800, 600);
    const Similarity by = about_middle(angle, scale, 256, 400, 300);
    picture.put(known().picture(), by);
    EXPECT_LT(error_of(picture, by), 0.06) << angle << " " << scale;
  }
}

TEST_F(FaceInPicture, IsFoundWhereItIsSmall) {
  OwnPicture picture(1280, 720);
  const Similarity by{0.6, 0, 700, 300};
  picture.put(known().picture(), by);
  EXPECT_LT(error_of(picture, by), 0.06);
}

TEST_F(FaceInPicture, PointsBarelyChangeWithBrightness) {
  for (const double brightness : {0.35, 0.7, 1.3}) {
    OwnPicture picture(512, 512);
    picture.put(known().picture(), {}, brightness);
    EXPECT_LT(error_of(picture, {}), 0.02) << brightness;
  }
}

TEST_F(FaceInPicture, TiltOfTheHeadIsThatOfThePicture) {
  std::vector<double> tilts;
  for (const double angle : {0.0, 0.4, -0.4}) {
    OwnPicture picture(640, 480);
    picture.put(known().picture(), about_middle(angle, 0.9, 256, 320, 240));
    tilts.push_back(value(track_of({picture}).track, "pose_rz"));
  }
  EXPECT_NEAR(tilts[1] - tilts[0], -0.4, 0.06);
  EXPECT_NEAR(tilts[2] - tilts[0], 0.4, 0.06);
}

TEST_F(FaceInPicture, OfTwoTheLargerIsTakenAndBothAreCounted) {
  OwnPicture picture(900, 512);
  const Similarity large{0.9, 0, 0, 20}, small{0.55, 0, 540, 60};
  picture.put(known().picture(), large);
  picture.put(known().picture(), small);
  EXPECT_LT(error_of(picture, large), 0.03);
  EXPECT_EQ(track_of({picture}).counts.tracker.most_faces, 2);
}

TEST_F(FaceInPicture, IsFollowedWhileItMovesAndRowsDoNotDependOnOtherClips) {
  std::vector<OwnPicture> pictures;
  for (int i = 0; i < 12; ++i) {
    pictures.emplace_back(640, 480);
    pictures.back().put(known().picture(), {0.7, 0, 20.0 + 15 * i, 40});
  }
  const FaceTrack first = track_of(pictures), again = track_of(pictures);
  EXPECT_EQ(first.counts.with_face, 12);
  EXPECT_EQ(first.counts.tracker.searches, 1);
  EXPECT_EQ(first.counts.tracker.changes, 0);
  EXPECT_EQ(first.track.values, again.track.values);
  EXPECT_GT(value(first.track, "pose_tx", 11), value(first.track, "pose_tx", 0) + 3);
}

TEST_F(FaceInPicture, IsNotSeenWhereThereIsNone) {
  std::vector<OwnPicture> pictures{{640, 480, 0}, {640, 480, 255}, {1, 1}, {1, 700}, {3000, 2}};
  OwnPicture noise(320, 240);
  uint32_t state = 1;
  for (std::byte& one : noise.rgb) one = static_cast<std::byte>((state = state * 1664525 + 1013904223) >> 24);
  pictures.push_back(noise);
  const FaceTrack none = track_of(pictures);
  EXPECT_EQ(none.counts.with_face, 0);
  for (const double number : none.track.values) EXPECT_EQ(number, 0);
}

TEST_F(FaceInPicture, HasItsMeasuresInTheirRanges) {
  OwnPicture picture(512, 512);
  picture.put(known().picture(), {});
  const Track track = track_of({picture}).track;
  EXPECT_GT(value(track, "conf"), 0.9);
  for (int64_t column = 0; column < 51; ++column) {
    EXPECT_GE(track.at(0, column), 0) << track.columns[static_cast<size_t>(column)];
    EXPECT_LE(track.at(0, column), 1) << track.columns[static_cast<size_t>(column)];
  }
  for (const char* column : {"gaze_right_x", "gaze_left_x"}) EXPECT_LT(std::abs(value(track, column)), 0.6);
  for (const char* column : {"pose_rx", "pose_ry", "pose_rz"}) EXPECT_LT(std::abs(value(track, column)), 0.6);
  EXPECT_LT(value(track, "pose_tz"), -15);
}

}  // namespace
}  // namespace mmim
