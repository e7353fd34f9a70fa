#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "extract/visual/face_golden.h"
#include "extract/visual/face_region.h"
#include "extract/visual/portrait.h"

namespace mmim {
namespace {

/// Tests that compare with recorded values.
class FaceGolden : public testing::Test {
 protected:
  void SetUp() override {
    if (!opened_faces()) GTEST_SKIP() << kNoFaceModel;
  }
  static FaceNetworks& networks() { return opened_faces()->networks; }
};

template <class A, class B>
double furthest(const A& found, const B& expected) {
  EXPECT_EQ(found.size(), expected.size());
  double most = 0;
  for (size_t i = 0; i < std::min(found.size(), expected.size()); ++i)
    most = std::max(most, std::abs(static_cast<double>(found[i]) - static_cast<double>(expected[i])));
  return most;
}

std::vector<float> measured(FaceNetworks& networks, std::vector<float> input) {
  std::vector<float> values(kBlendshapes);
  networks.measure(input, values);
  return values;
}

TEST_F(FaceGolden, BlendshapesOfThePortraitAreThosePublished) {
  const auto found = measured(networks(), blendshape_input(portrait().points));
  EXPECT_LT(furthest(found, portrait().blendshapes), 1e-4);
}

TEST_F(FaceGolden, TheModelOfAFaceIsThatOfTheBundle) {
  const CanonicalFace &read = opened_faces()->bundle.canonical, &known = portrait().model;
  ASSERT_EQ(read.points.size(), known.points.size());
  for (size_t i = 0; i < read.points.size(); ++i) EXPECT_LT(furthest(read.points[i], known.points[i]), 1e-7) << i;
  EXPECT_LT(furthest(read.weights, known.weights), 1e-9);
}

TEST_F(FaceGolden, PointsAndBlendshapesOfPhotographsAreThoseRecorded) {
  const std::vector<FaceCase> cases = face_cases();
  if (cases.empty()) GTEST_SKIP() << "there is no folder of goldens";
  for (const FaceCase& one : cases) {
    std::vector<float> square = one.mesh_square, raw(kMeshNumbers);
    EXPECT_GT(networks().find_points(square, raw), 3) << one.name;
    EXPECT_LT(furthest(raw, one.raw), 1e-3) << one.name;
    FacePoints points{};
    ASSERT_EQ(one.points.size(), 2 * points.size()) << one.name;
    for (size_t i = 0; i < points.size(); ++i) points[i] = {one.points[2 * i], one.points[2 * i + 1], 0};
    EXPECT_LT(furthest(measured(networks(), blendshape_input(points)), one.blendshapes), 1e-4) << one.name;
  }
}

TEST_F(FaceGolden, SquaresAreCutOutOfPhotographsAsRecorded) {
  size_t compared = 0;
  for (const FaceCase& one : face_cases()) {
    if (one.rgb.empty()) continue;
    ++compared;
    std::vector<float> square(one.detector_square.size()), boxes(kDetectorBoxes), logits(kDetectorLogits);
    const Similarity place = letterbox(one.picture());
    sample_square(one.picture(), place, kDetectorSide, 127.5f, -1, square);
    EXPECT_LT(furthest(square, one.detector_square), 1e-5) << one.name;
    networks().detect(square, boxes, logits);
    const std::vector<FaceDetection> faces = detections_of(boxes, logits, place);
    ASSERT_FALSE(faces.empty()) << one.name;
    const FaceRegion region = region_of(faces[0]);
    std::vector<float> close(one.mesh_square.size());
    sample_square(one.picture(), square_of(region, kMeshSide), kMeshSide, 255, 0, close);
    EXPECT_LT(furthest(close, one.mesh_square), 1e-4) << one.name;
    std::vector<float> raw(kMeshNumbers);
    networks().find_points(close, raw);
    EXPECT_LT(furthest(raw, one.raw), 1e-3) << one.name;
    const FacePoints points = points_in_picture(raw, region, kMeshSide);
    std::vector<double> flat;
    for (const Point& at : points) flat.insert(flat.end(), {at.x, at.y});
    EXPECT_LT(furthest(flat, one.points), 1e-3) << one.name;
  }
  if (compared == 0) GTEST_SKIP() << "there is no photograph of the goldens, or no ffmpeg to decode it";
}

}  // namespace
}  // namespace mmim
