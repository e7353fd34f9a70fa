#include "extract/visual/face_detector.h"

#include <algorithm>
#include <cmath>

namespace mmim {

namespace {

constexpr double kLeastScore = 0.5, kSameFace = 0.3, kLargestLogit = 100;
constexpr size_t kNumbersOfBox = 16;

std::vector<std::array<double, 2>> anchors_of_cells() {
  std::vector<std::array<double, 2>> anchors;
  for (const auto& [cells, each] : {std::pair(16, 2), std::pair(8, 6)})
    for (int row = 0; row < cells; ++row)
      for (int column = 0; column < cells; ++column)
        anchors.insert(anchors.end(), static_cast<size_t>(each), {(column + 0.5) / cells, (row + 0.5) / cells});
  return anchors;
}

FaceDetection detection_at(size_t anchor, std::span<const float> boxes, double score, const Similarity& square) {
  const std::span<const float> box = boxes.subspan(kNumbersOfBox * anchor, kNumbersOfBox);
  const auto side = static_cast<double>(kDetectorSide);
  const double u = face_anchors()[anchor][0] * side, v = face_anchors()[anchor][1] * side;
  FaceDetection face{score, square.x(u + box[0], v + box[1]), square.y(u + box[0], v + box[1]), square.c * box[2],
                     square.c * box[3]};
  for (size_t k = 0; k < face.keypoints.size(); ++k) {
    const double across = u + box[4 + 2 * k], down = v + box[5 + 2 * k];
    face.keypoints[k] = {square.x(across, down), square.y(across, down)};
  }
  return face;
}

void add_weighted(FaceDetection& sum, const FaceDetection& face, double weight) {
  sum.x += weight * face.x;
  sum.y += weight * face.y;
  sum.width += weight * face.width;
  sum.height += weight * face.height;
  for (size_t k = 0; k < sum.keypoints.size(); ++k)
    for (size_t axis = 0; axis < 2; ++axis) sum.keypoints[k][axis] += weight * face.keypoints[k][axis];
}

FaceDetection weighted_mean(std::span<const FaceDetection> faces) {
  double total = 0;
  for (const FaceDetection& face : faces) total += face.score;
  FaceDetection mean;
  for (const FaceDetection& face : faces) add_weighted(mean, face, face.score / total);
  return mean;
}

}  // namespace

const std::vector<std::array<double, 2>>& face_anchors() {
  static const std::vector<std::array<double, 2>> anchors = anchors_of_cells();
  return anchors;
}

Similarity letterbox(const Picture& picture) {
  const auto width = static_cast<double>(picture.width), height = static_cast<double>(picture.height);
  const double side = std::max(width, height);
  return {side / static_cast<double>(kDetectorSide), 0, (width - side) / 2, (height - side) / 2};
}

std::vector<Similarity> closer_squares(const Picture& picture, double share) {
  const auto width = static_cast<double>(picture.width), height = static_cast<double>(picture.height);
  const double side = std::max(width, height) * share, scale = side / static_cast<double>(kDetectorSide);
  const auto begins = [&](double length) {
    if (length <= side) return std::vector<double>{(length - side) / 2};
    const auto steps = static_cast<int>(std::ceil(2 * (length - side) / side));
    std::vector<double> all;
    for (int i = 0; i <= steps; ++i) all.push_back((length - side) * i / steps);
    return all;
  };
  std::vector<Similarity> squares;
  for (const double y : begins(height))
    for (const double x : begins(width)) squares.push_back({scale, 0, x, y});
  return squares;
}

bool is_whole_in(const Similarity& square, const FaceDetection& face, const Picture& picture) {
  const double side = square.c * static_cast<double>(kDetectorSide);
  const auto is_whole = [&](double middle, double size, double begin, double length) {
    const bool begins = middle - size / 2 >= begin || begin <= 0;
    return begins && (middle + size / 2 <= begin + side || begin + side >= length);
  };
  return is_whole(face.x, face.width, square.x0, static_cast<double>(picture.width)) &&
         is_whole(face.y, face.height, square.y0, static_cast<double>(picture.height));
}

std::vector<FaceDetection> best_of_each(std::vector<FaceDetection> faces) {
  std::ranges::stable_sort(faces, std::greater(), &FaceDetection::score);
  std::vector<FaceDetection> best;
  for (const FaceDetection& face : faces)
    if (std::ranges::none_of(best, [&](const FaceDetection& one) { return overlap(one, face) > kSameFace; }))
      best.push_back(face);
  return best;
}

double overlap(const FaceDetection& a, const FaceDetection& b) {
  const auto shared = [](double x, double width, double other, double other_width) {
    return std::max(
        0.0, std::min(x + width / 2, other + other_width / 2) - std::max(x - width / 2, other - other_width / 2));
  };
  const double both = shared(a.x, a.width, b.x, b.width) * shared(a.y, a.height, b.y, b.height);
  const double either = a.width * a.height + b.width * b.height - both;
  return either > 0 ? both / either : 0;
}

std::vector<FaceDetection> detections_of(std::span<const float> boxes, std::span<const float> logits,
                                         const Similarity& square) {
  std::vector<FaceDetection> candidates;
  for (size_t i = 0; i < logits.size(); ++i) {
    const double score = 1 / (1 + std::exp(-std::clamp<double>(logits[i], -kLargestLogit, kLargestLogit)));
    if (score <= kLeastScore) continue;
    const FaceDetection face = detection_at(i, boxes, score, square);
    if (face.width > 0 && face.height > 0) candidates.push_back(face);
  }
  std::ranges::stable_sort(candidates, std::greater(), &FaceDetection::score);
  std::vector<FaceDetection> faces;
  while (!candidates.empty()) {
    const FaceDetection best = candidates.front();
    std::vector<FaceDetection> same{best}, others;
    for (const FaceDetection& face : std::span(candidates).subspan(1))
      (overlap(best, face) > kSameFace ? same : others).push_back(face);
    faces.push_back(weighted_mean(same));
    faces.back().score = best.score;
    candidates = std::move(others);
  }
  return faces;
}

}  // namespace mmim
