#include "extract/visual/face_tracker.h"

#include <algorithm>
#include <cmath>

namespace mmim {

namespace {

constexpr double kSecondsBetweenSearches = 1, kSecondsBetweenCloser = 0.5, kMuchLarger = 1.3, kLeastConfidence = 0.5;

double side_of(const FaceDetection& face) { return std::max(face.width, face.height); }

/// The face whose middle is nearest to that of the region and within it; null when there is none.
const FaceDetection* face_within(const FaceRegion& region, const std::vector<FaceDetection>& faces) {
  const FaceDetection* nearest = nullptr;
  double least = region.side / 2;
  for (const FaceDetection& face : faces) {
    const double distance = std::hypot(face.x - region.x, face.y - region.y);
    if (distance > least) continue;
    least = distance;
    nearest = &face;
  }
  return nearest;
}

}  // namespace

FaceTracker::FaceTracker(FaceNetworks& networks)
    : networks_(networks),
      square_(static_cast<size_t>(kMeshSide * kMeshSide * 3)),
      boxes_(kDetectorBoxes),
      logits_(kDetectorLogits),
      raw_(kMeshNumbers) {}

std::optional<TrackedFace> FaceTracker::next(const Picture& picture, double time) {
  if (tracking_ && time - searched_ < kSecondsBetweenSearches)
    if (auto face = look_at(picture, *last_)) return face;
  return search_and_look(picture, time);
}

std::optional<TrackedFace> FaceTracker::search_and_look(const Picture& picture, double time) {
  searched_ = time;
  ++counts_.searches;
  const bool closer = !searched_closer_ || time - *searched_closer_ >= kSecondsBetweenCloser;
  size_t most = 0;
  std::optional<TrackedFace> face;
  for (const double share : {1.0, 0.5, 0.25}) {
    if (share == 0.5 && closer) searched_closer_ = time;
    if (share < 1 && !closer) break;
    const std::vector<FaceDetection> faces = search(picture, share);
    most = std::max(most, faces.size());
    face = look_at_one_of(picture, faces);
    if (face) break;
  }
  counts_.searches_with_several += most > 1 ? 1 : 0;
  counts_.most_faces = std::max(counts_.most_faces, static_cast<int64_t>(most));
  return face;
}

std::optional<TrackedFace> FaceTracker::look_at_one_of(const Picture& picture,
                                                       const std::vector<FaceDetection>& faces) {
  const std::optional<FaceRegion> tracked = tracking_ ? last_ : std::nullopt;
  const Choice choice = choose(faces);
  if (!choice.region) return std::nullopt;
  if (auto face = look_at(picture, *choice.region)) {
    counts_.changes += choice.other ? 1 : 0;
    return face;
  }
  return choice.other && tracked ? look_at(picture, *tracked) : std::nullopt;
}

std::vector<FaceDetection> FaceTracker::faces_in(const Picture& picture, const Similarity& square) {
  const std::span<float> pixels = std::span(square_).first(static_cast<size_t>(kDetectorSide * kDetectorSide * 3));
  sample_square(picture, square, kDetectorSide, 127.5f, -1, pixels);
  networks_.detect(pixels, boxes_, logits_);
  return detections_of(boxes_, logits_, square);
}

std::vector<FaceDetection> FaceTracker::search(const Picture& picture, double share) {
  if (share == 1) return faces_in(picture, letterbox(picture));
  std::vector<FaceDetection> faces;
  for (const Similarity& square : closer_squares(picture, share))
    for (const FaceDetection& face : faces_in(picture, square))
      if (is_whole_in(square, face, picture)) faces.push_back(face);
  return best_of_each(std::move(faces));
}

FaceTracker::Choice FaceTracker::choose(const std::vector<FaceDetection>& faces) const {
  const std::optional<FaceRegion> tracked = tracking_ ? last_ : std::nullopt;
  if (faces.empty()) return {tracked};
  const FaceDetection& largest = *std::ranges::max_element(faces, {}, side_of);
  const FaceDetection* mine = last_ ? face_within(*last_, faces) : nullptr;
  if (mine == &largest) return {tracked ? *tracked : region_of(*mine)};
  if (mine && side_of(largest) <= kMuchLarger * side_of(*mine)) return {tracked ? *tracked : region_of(*mine)};
  // The detector does not see every face that the points show, one from the side for example.
  if (!mine && tracked && region_of(largest).side <= kMuchLarger * tracked->side) return {tracked};
  return {region_of(largest), last_.has_value()};
}

std::optional<TrackedFace> FaceTracker::look_at(const Picture& picture, const FaceRegion& region) {
  sample_square(picture, square_of(region, kMeshSide), kMeshSide, 255, 0, square_);
  const double confidence = 1 / (1 + std::exp(-static_cast<double>(networks_.find_points(square_, raw_))));
  tracking_ = confidence >= kLeastConfidence;
  if (!tracking_) return std::nullopt;
  const TrackedFace face{points_in_picture(raw_, region, kMeshSide), confidence};
  last_ = region_of(face.points);
  return face;
}

}  // namespace mmim
