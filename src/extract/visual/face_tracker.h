#pragma once
#include <optional>

#include "extract/visual/face_networks.h"
#include "extract/visual/face_region.h"

namespace mmim {

/// A face in a picture.
struct TrackedFace {
  FacePoints points{};
  double confidence = 0;  ///< of a face being there, 0.5 to 1
};

/// How a face was found and kept.
struct TrackerCounts {
  int64_t searches = 0, searches_with_several = 0;  ///< pictures that were searched, and those with several faces
  int64_t most_faces = 0;                           ///< in one picture
  int64_t changes = 0;                              ///< how often a face at another place was taken
};

/// One face through the pictures of a clip: found by the detector, then where the points before show it. A picture is
/// searched where there is no face yet, where it was lost, and once a second: as a whole, and where that shows none, at
/// most twice a second, in squares of a half and of a quarter. The largest face is taken. It is kept while another is
/// not 1.3 times as large; one that was lost is known again by its place.
class FaceTracker {
 public:
  explicit FaceTracker(FaceNetworks& networks);
  /// The face in the next picture, or nothing. `time`: seconds, rising.
  std::optional<TrackedFace> next(const Picture& picture, double time);
  const TrackerCounts& counts() const { return counts_; }

 private:
  struct Choice {
    std::optional<FaceRegion> region{};
    bool other = false;  ///< than the face before
  };
  std::vector<FaceDetection> search(const Picture& picture, double share);
  std::vector<FaceDetection> faces_in(const Picture& picture, const Similarity& square);
  Choice choose(const std::vector<FaceDetection>& faces) const;
  std::optional<TrackedFace> look_at(const Picture& picture, const FaceRegion& region);
  std::optional<TrackedFace> look_at_one_of(const Picture& picture, const std::vector<FaceDetection>& faces);
  std::optional<TrackedFace> search_and_look(const Picture& picture, double time);
  FaceNetworks& networks_;
  std::vector<float> square_, boxes_, logits_, raw_;
  std::optional<FaceRegion> last_;  ///< where the face was, or is expected while tracking_
  bool tracking_ = false;
  double searched_ = 0;
  std::optional<double> searched_closer_;
  TrackerCounts counts_;
};

}  // namespace mmim
