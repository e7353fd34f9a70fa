#include "corpus/layouts/stream_summary.h"

#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/say.h"

namespace mmim {

void StreamSummary::count(const std::filesystem::path& path, const FeatureRows& read) {
  for (const std::string& name : read.left_out) ++left_out_[name];
  without_face_ += read.without_face;
  files_without_face_ += read.without_face > 0;
  if (read.faces > 1 && several_faces_++ == 0) first_of_faces_ = path.filename().string();
  if (read.rows() > 0) expect_names(path, read.names);
}

void StreamSummary::take(const std::filesystem::path& path, const std::vector<int64_t>& shape, bool turned) {
  const int64_t rows = shape[turned ? 1 : 0], width = shape[turned ? 0 : 1];
  if (rows == 0) return;
  if (first_path_.empty()) {
    first_path_ = path;
    first_shape_ = shape;
    width_ = width;
  }
  if (width != width_) refuse_width(path, width, shape);
  lengths_.insert(rows);
  ++filled_;
  turned_ += turned;
}

int64_t StreamSummary::common_rows() const {
  return filled_ > 1 && lengths_.size() == 1 && *lengths_.begin() > 1 ? *lengths_.begin() : 0;
}

void StreamSummary::refuse_width(const std::filesystem::path& path, int64_t width,
                                 const std::vector<int64_t>& shape) const {
  std::string text = sentence("{}: has {} features in a row ({}), {} has {} ({})", path, width, say_shape(shape),
                              first_path_, width_, say_shape(first_shape_));
  if (shape[0] == 1 && first_shape_[0] == 1)
    text += "; an array of one dimension is one row, so save many rows of one feature as (rows, 1)";
  if (shape[0] == first_shape_[0])
    text += sentence("; `--time-axis {}=last` makes rows of columns, as librosa writes them", word(modality_));
  throw DataError(text);
}

/// A file of other features must not pass for one of these because it has as many.
void StreamSummary::expect_names(const std::filesystem::path& path, const std::vector<std::string>& names) {
  if (names.empty()) return;
  if (names_.empty()) {
    names_ = names;
    named_path_ = path;
  }
  const auto [here, there] = std::mismatch(names.begin(), names.end(), names_.begin(), names_.end());
  if (here == names.end() || there == names_.end()) return;
  throw DataError(
      sentence("{}: feature {} is `{}`, and `{}` in {}; all files of a stream have the same columns in the same order",
               path, here - names.begin() + 1, shown(*here), shown(*there), named_path_));
}

void StreamSummary::note(DatasetInfo& info) const {
  const std::string stream = word(modality_);
  info.note("time_axis_last", turned_,
            sentence("{}: time stands in the last axis of {}, as librosa writes it; their columns become rows", stream,
                     say_count(turned_, "array")));
  info.note("rows_without_face", without_face_,
            sentence("{}: {} of {} are left out, because the tracker saw no face (`success` is 0)", stream,
                     say_count(without_face_, "row"), say_count(files_without_face_, "file")));
  info.note("several_faces", several_faces_,
            sentence("{}: {} rows of several faces, and the face that is seen longest is taken (the first: {})", stream,
                     say_count(several_faces_, "file") + (several_faces_ == 1 ? " has" : " have"), first_of_faces_));
  note_left_out(info);
}

void StreamSummary::note_left_out(DatasetInfo& info) const {
  std::vector<std::string> names;
  int64_t most = 0;
  for (const auto& [name, count] : left_out_) {
    names.push_back(name == "without a name" ? name : "`" + shown(name) + "`");
    most = std::max(most, count);
  }
  info.note(
      "columns_left_out", most,
      sentence("{}: columns that say where a row stands or how sure it is are no features and are left out of {}: "
               "{}",
               word(modality_), say_count(most, "file"), listing(names)));
}

}  // namespace mmim
