#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/options.h"
#include "extract/track.h"
#include "extract/visual/face_tracker.h"

namespace mmim {

/// Which columns a row has. action_units: the 20 of action_units() alone.
enum class VisualView { all, action_units };

/// How pictures become rows of a face.
struct VisualOptions {
  VisualView view = VisualView::all;
  int64_t rate = 30;
  std::string face_model;
  void list(Options& options);
};

/// The names of the columns (docs/visual.md).
const std::vector<std::string>& visual_columns(VisualView view);

/// What was seen of faces over a clip.
struct FaceCounts {
  int64_t pictures = 0, with_face = 0;
  double longest_gap = 0;  ///< seconds from the first picture without a face to the next with one, or to the end
  TrackerCounts tracker;
};
/// "148 of 148 pictures show a face; ...", one sentence for a report.
std::string in_words(const FaceCounts& counts);

/// The rows of a clip, one for each picture, and what was seen. Every value is finite. A row without a face is 0
/// throughout, `valid` too.
struct FaceTrack {
  Track track;
  FaceCounts counts;
};

/// Takes the pictures of a clip one after the other and keeps their rows alone.
class FaceTrackMaker {
 public:
  /// `networks` and `model` are of one FaceBundle and outlive it; they may serve many clips, one after the other.
  FaceTrackMaker(FaceNetworks& networks, const CanonicalFace& model, VisualView view = VisualView::all);
  /// `time`: seconds from the begin of the clip, rising; `repeats`: the picture is the one before, pixel for pixel.
  void add(const Picture& picture, double time, bool repeats = false);
  /// The rows of all pictures, handed over once. Measures of the face are given from their median over the clip on.
  FaceTrack finish();

 private:
  std::vector<double> row_of(const Picture& picture, const TrackedFace& face);
  FaceNetworks& networks_;
  const CanonicalFace& model_;
  VisualView view_;
  FaceTracker tracker_;
  std::vector<double> times_, values_, newest_;  ///< values: all columns, before medians
  std::vector<float> shapes_;
};

}  // namespace mmim
