#include "extract/visual/face_detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mmim {
namespace {

/// What the detector would give: nothing, until boxes are put in.
struct DetectorOutput {
  std::vector<float> boxes = std::vector<float>(16 * kAnchors), logits = std::vector<float>(kAnchors, -100);

  /// A box of that middle, in pixels of the detector's square.
  void put(size_t anchor, double u, double v, double size, float logit) {
    boxes[16 * anchor] = static_cast<float>(u - 128 * face_anchors()[anchor][0]);
    boxes[16 * anchor + 1] = static_cast<float>(v - 128 * face_anchors()[anchor][1]);
    boxes[16 * anchor + 2] = boxes[16 * anchor + 3] = static_cast<float>(size);
    for (size_t k = 4; k < 16; ++k) boxes[16 * anchor + k] = boxes[16 * anchor + k % 2] + static_cast<float>(k);
    logits[anchor] = logit;
  }
  std::vector<FaceDetection> faces(const Similarity& square = {}) const { return detections_of(boxes, logits, square); }
};

double sigmoid(double logit) { return 1 / (1 + std::exp(-logit)); }

TEST(FaceDetector, HasTwoAnchorsInEachOf256CellsAndSixInEachOf64) {
  const auto& anchors = face_anchors();
  ASSERT_EQ(anchors.size(), 896u);
  EXPECT_EQ(anchors[0], (std::array{0.5 / 16, 0.5 / 16}));
  EXPECT_EQ(anchors[1], anchors[0]);
  EXPECT_EQ(anchors[2], (std::array{1.5 / 16, 0.5 / 16}));
  EXPECT_EQ(anchors[32], (std::array{0.5 / 16, 1.5 / 16}));
  EXPECT_EQ(anchors[511], (std::array{15.5 / 16, 15.5 / 16}));
  EXPECT_EQ(anchors[512], (std::array{0.5 / 8, 0.5 / 8}));
  EXPECT_EQ(anchors[517], anchors[512]);
  EXPECT_EQ(anchors[518], (std::array{1.5 / 8, 0.5 / 8}));
  EXPECT_EQ(anchors[895], (std::array{7.5 / 8, 7.5 / 8}));
}

TEST(FaceDetector, SeesAllOfAPictureInTheMiddleOfItsSquare) {
  const Similarity wide = letterbox({640, 480, {}}), tall = letterbox({480, 640, {}});
  EXPECT_DOUBLE_EQ(wide.x(0, 16), 0);
  EXPECT_DOUBLE_EQ(wide.y(0, 16), 0);
  EXPECT_DOUBLE_EQ(wide.x(128, 112), 640);
  EXPECT_DOUBLE_EQ(wide.y(128, 112), 480);
  EXPECT_DOUBLE_EQ(tall.x(16, 0), 0);
  EXPECT_DOUBLE_EQ(tall.y(112, 128), 640);
}

TEST(FaceDetector, GivesBoxAndKeypointsInThePicture) {
  DetectorOutput output;
  output.put(600, 40, 50, 30, 2);
  const std::vector<FaceDetection> faces = output.faces({5, 0, 7, -80});
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_NEAR(faces[0].score, sigmoid(2), 1e-12);
  EXPECT_NEAR(faces[0].x, 5 * 40 + 7, 1e-4);
  EXPECT_NEAR(faces[0].y, 5 * 50 - 80, 1e-4);
  EXPECT_NEAR(faces[0].width, 150, 1e-4);
  EXPECT_NEAR(faces[0].keypoints[0][0], 5 * (40 + 4) + 7, 1e-4);
  EXPECT_NEAR(faces[0].keypoints[5][1], 5 * (50 + 15) - 80, 1e-4);
}

TEST(FaceDetector, TakesBoxesThatOverlapForOneFaceWeightedByScore) {
  DetectorOutput output;
  output.put(10, 40, 50, 30, 1);
  output.put(700, 44, 50, 30, 3);
  output.put(20, 100, 50, 30, 2);
  const std::vector<FaceDetection> faces = output.faces();
  ASSERT_EQ(faces.size(), 2u);
  const double strong = sigmoid(3), weak = sigmoid(1);
  EXPECT_NEAR(faces[0].score, strong, 1e-12) << "that of the best, not the mean";
  EXPECT_NEAR(faces[0].x, (44 * strong + 40 * weak) / (strong + weak), 1e-5);
  EXPECT_NEAR(faces[1].x, 100, 1e-5);
}

TEST(FaceDetector, KeepsBoxesApartThatOverlapBySlightlyLessThanThreeTenths) {
  DetectorOutput output;
  // Squares of side 20 at a distance d overlap by (20 - d) / (20 + d) of their union: 0.3 at 10.77.
  output.put(0, 40, 40, 20, 3);
  output.put(2, 50.7, 40, 20, 2);
  EXPECT_EQ(output.faces().size(), 1u);
  output.put(2, 50.9, 40, 20, 2);
  EXPECT_EQ(output.faces().size(), 2u);
}

TEST(FaceDetector, LeavesOutScoresUpToOneHalfAndBoxesWithoutASize) {
  DetectorOutput output;
  output.put(5, 30, 30, 20, 0);
  EXPECT_TRUE(output.faces().empty());
  output.put(5, 30, 30, 20, 0.01f);
  EXPECT_EQ(output.faces().size(), 1u);
  output.put(5, 30, 30, -20, 5);
  EXPECT_TRUE(output.faces().empty());
}

TEST(FaceDetector, TakesLogitsBeyondAnyNumberForCertain) {
  DetectorOutput output;
  output.put(5, 30, 30, 20, 3e38f);
  ASSERT_EQ(output.faces().size(), 1u);
  EXPECT_EQ(output.faces()[0].score, 1);
}

TEST(FaceDetector, MeasuresOverlapAsShareOfTheUnion) {
  const FaceDetection a{1, 10, 10, 10, 10}, b{1, 15, 10, 10, 10}, inside{1, 10, 10, 5, 5}, far{1, 40, 10, 10, 10};
  EXPECT_DOUBLE_EQ(overlap(a, a), 1);
  EXPECT_DOUBLE_EQ(overlap(a, b), 1.0 / 3);
  EXPECT_DOUBLE_EQ(overlap(a, inside), 0.25);
  EXPECT_DOUBLE_EQ(overlap(a, far), 0);
}

TEST(FaceDetector, SeesEveryPlaceOfAPictureInACloserSquareToo) {
  for (const auto& [width, height] : {std::pair(640, 480), std::pair(1280, 720), std::pair(480, 640),
                                      std::pair(300, 300), std::pair(1000, 90), std::pair(1, 1)}) {
    const std::vector<Similarity> squares = closer_squares({width, height, {}}, 0.5);
    EXPECT_LE(squares.size(), 9u);
    EXPECT_LE(closer_squares({width, height, {}}, 0.25).size(), 49u);
    const double side = std::max(width, height) / 2.0;
    for (const double x : {0.0, 0.3, 0.5, 0.9, 1.0}) {
      for (const double y : {0.0, 0.2, 0.5, 1.0}) {
        const auto covers = [&, width = width, height = height](const Similarity& square) {
          const double across = x * width - square.x0, down = y * height - square.y0;
          return across >= -1e-9 && down >= -1e-9 && across <= side + 1e-9 && down <= side + 1e-9;
        };
        EXPECT_TRUE(std::ranges::any_of(squares, covers)) << width << " " << x << " " << y;
      }
    }
    for (const Similarity& square : squares) EXPECT_DOUBLE_EQ(square.c * 128, side);
  }
}

TEST(FaceDetector, KnowsBoxesThatASquareCuts) {
  const Picture picture{640, 480, {}};
  const Similarity right{2.5, 0, 320, 80}, left{2.5, 0, 0, 80};
  EXPECT_TRUE(is_whole_in(right, {1, 400, 200, 100, 100}, picture));
  EXPECT_FALSE(is_whole_in(right, {1, 350, 200, 100, 100}, picture));
  EXPECT_TRUE(is_whole_in(right, {1, 620, 200, 100, 100}, picture)) << "the picture ends there";
  EXPECT_TRUE(is_whole_in(left, {1, 20, 200, 100, 100}, picture));
  EXPECT_FALSE(is_whole_in(left, {1, 300, 200, 100, 100}, picture));
  EXPECT_FALSE(is_whole_in(left, {1, 200, 100, 100, 100}, picture));
}

TEST(FaceDetector, KeepsTheBestOfFacesSeenInSeveralSquares) {
  const std::vector<FaceDetection> best =
      best_of_each({{0.6, 100, 100, 50, 50}, {0.9, 105, 100, 50, 50}, {0.7, 300, 100, 50, 50}});
  ASSERT_EQ(best.size(), 2u);
  EXPECT_EQ(best[0].x, 105);
  EXPECT_EQ(best[1].x, 300);
}

}  // namespace
}  // namespace mmim
