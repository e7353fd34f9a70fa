#pragma once
#include <array>
#include <span>
#include <vector>

#include "extract/visual/picture.h"

namespace mmim {

/// A face as the detector sees it, in pixels of the picture.
struct FaceDetection {
  double score = 0;                                  ///< 0 to 1
  double x = 0, y = 0, width = 0, height = 0;        ///< of the box, whose centre is (x, y)
  std::array<std::array<double, 2>, 6> keypoints{};  ///< right eye, left eye, nose, mouth, right ear, left ear
};

/// BlazeFace (Bazarevsky et al. 2019), the detector for faces near the camera: side of its picture, and its anchors,
/// two in each cell of 16 x 16 and six in each of 8 x 8.
inline constexpr int64_t kDetectorSide = 128, kAnchors = 896;
/// Centres of the anchors, as shares of the side.
const std::vector<std::array<double, 2>>& face_anchors();

/// The detector's picture holds all of `picture` in its middle, as large as it can be.
Similarity letterbox(const Picture& picture);

/// Squares of a share of the picture's longer side that cover the picture and overlap by half, for smaller faces.
std::vector<Similarity> closer_squares(const Picture& picture, double share);

/// Faces of score above 0.5, the best first, out of what the detector gives: 16 numbers for each anchor (centre, size
/// and keypoints from the anchor on, in pixels of its square) and a logit. Boxes that overlap by more than 0.3 of
/// their union with the best are one face: their mean, weighted by score.
std::vector<FaceDetection> detections_of(std::span<const float> boxes, std::span<const float> logits,
                                         const Similarity& square);

/// Whether the box lies in that square of the detector, or is cut by an edge of the picture alone.
bool is_whole_in(const Similarity& square, const FaceDetection& face, const Picture& picture);
/// The faces, the best first, without those that overlap with a better one by more than 0.3 of their union.
std::vector<FaceDetection> best_of_each(std::vector<FaceDetection> faces);

/// Intersection over union of two boxes.
double overlap(const FaceDetection& a, const FaceDetection& b);

}  // namespace mmim
