#include "extract/visual/visual.h"

#include <algorithm>

#include "core/numbers.h"
#include "core/sentence.h"
#include "extract/signal/statistics.h"
#include "extract/visual/action_units.h"
#include "extract/visual/face_measures.h"
#include "extract/visual/head_pose.h"

namespace mmim {

namespace {

size_t width_of_rows() { return visual_columns(VisualView::all).size(); }

bool has_face(std::span<const double> row) { return row.back() > 0; }

/// Takes from each measure of the face the median of the rows with a face.
void from_medians(Track& track) {
  const size_t width = width_of_rows(), end = width - 2, begin = end - face_measure_names().size();
  const std::span<double> values = track.values;
  for (size_t column = begin; column < end; ++column) {
    std::vector<double> known;
    for (size_t row = 0; row < values.size(); row += width)
      if (has_face(values.subspan(row, width))) known.push_back(values[row + column]);
    const double median = median_of(std::move(known));
    for (size_t row = 0; row < values.size(); row += width)
      if (has_face(values.subspan(row, width))) values[row + column] -= median;
  }
}

/// The rows of all columns as rows of action units.
Track in_action_units(const Track& all) {
  Track track{visual_columns(VisualView::action_units), all.times, {}};
  std::vector<double> shapes(kBlendshapes);
  for (size_t row = 0; row < all.values.size(); row += width_of_rows()) {
    std::copy_n(all.values.begin() + static_cast<std::ptrdiff_t>(row), kBlendshapes - 1, shapes.begin() + 1);
    const std::vector<double> units = action_units_of(shapes);
    track.values.insert(track.values.end(), units.begin(), units.end());
  }
  return track;
}

/// Of the pictures without a face, the longest stretch in seconds; the last picture lasts as long as the one before.
double longest_gap(const Track& all) {
  const auto& times = all.times;
  const auto valid = all.width() - 1;
  double longest = 0, begin = -1;
  for (int64_t row = 0; row < all.rows(); ++row) {
    const double time = times[static_cast<size_t>(row)];
    if (all.at(row, valid) > 0) {
      if (begin >= 0) longest = std::max(longest, time - begin);
      begin = -1;
    } else if (begin < 0) {
      begin = time;
    }
  }
  if (begin < 0) return longest;
  const double last = times.size() > 1 ? times.back() - times[times.size() - 2] : 0;
  return std::max(longest, times.back() + last - begin);
}

}  // namespace

FaceTrackMaker::FaceTrackMaker(FaceNetworks& networks, const CanonicalFace& model, VisualView view)
    : networks_(networks), model_(model), view_(view), tracker_(networks), shapes_(kBlendshapes) {}

void FaceTrackMaker::add(const Picture& picture, double time, bool repeats) {
  if (!repeats || newest_.empty()) {
    const std::optional<TrackedFace> face = tracker_.next(picture, time);
    newest_ = face ? row_of(picture, *face) : std::vector<double>(width_of_rows());
  }
  times_.push_back(time);
  values_.insert(values_.end(), newest_.begin(), newest_.end());
}

std::vector<double> FaceTrackMaker::row_of(const Picture& picture, const TrackedFace& face) {
  std::vector<float> input = blendshape_input(face.points);
  networks_.measure(input, shapes_);
  std::vector<double> row(shapes_.begin() + 1, shapes_.end());
  const auto add = [&](const auto& numbers) { row.insert(row.end(), numbers.begin(), numbers.end()); };
  const auto pose =
      head_pose(model_, face.points, static_cast<double>(picture.width), static_cast<double>(picture.height));
  add(pose ? turns_and_place(*pose) : std::array<double, 6>{});
  add(gaze(face.points));
  add(face_measures(face.points));
  row.push_back(face.confidence);
  row.push_back(1);
  return row;
}

FaceTrack FaceTrackMaker::finish() {
  FaceTrack result{{visual_columns(VisualView::all), std::move(times_), std::move(values_)}, {}};
  Track& track = result.track;
  FaceCounts& counts = result.counts;
  counts.pictures = track.rows();
  for (int64_t row = 0; row < track.rows(); ++row) counts.with_face += track.at(row, track.width() - 1) > 0 ? 1 : 0;
  counts.longest_gap = longest_gap(track);
  counts.tracker = tracker_.counts();
  from_medians(track);
  if (view_ == VisualView::action_units) track = in_action_units(track);
  return result;
}

std::string in_words(const FaceCounts& counts) {
  std::string words = sentence("{} of {} pictures show a face", counts.with_face, counts.pictures);
  if (counts.longest_gap > 0)
    words += sentence("; the longest time without one is {} s", decimal(counts.longest_gap, 2));
  const TrackerCounts& tracker = counts.tracker;
  if (tracker.most_faces > 1)
    words += sentence("; {} of {} searches found several, at most {}, and the largest was taken",
                      tracker.searches_with_several, tracker.searches, tracker.most_faces);
  if (tracker.changes > 0) words += sentence("; {} times another face was taken", tracker.changes);
  return words;
}

}  // namespace mmim
