#include "corpus/layouts/feature_stream.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "corpus/layouts/feature_file.h"
#include "corpus/layouts/stream_summary.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/layouts/time_axis.h"
#include "corpus/say.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string relative_name(const FeatureIndex& index, size_t file) {
  return shown(index.files()[file].lexically_relative(index.folder()).string());
}

/// The id that takes a file or a recording.
using Taken = std::map<size_t, std::string>;

void take(size_t thing, const std::string& where, const UtteranceRow& row, Taken& taken) {
  const auto [known, added] = taken.emplace(thing, row.id);
  if (!added && known->second != row.id)
    throw DataError(where + ": fits both the id `" + shown(known->second) + "` and `" + shown(row.id) + "` of " +
                    row.place);
}

/// What the index has and nobody takes.
void note_unused(const FeatureIndex& index, const Taken& taken, Modality m, DatasetInfo& info) {
  std::vector<size_t> unused;
  for (size_t file = 0; file < index.files().size(); ++file)
    if (!taken.contains(file)) unused.push_back(file);
  const auto count = static_cast<int64_t>(unused.size()), others = static_cast<int64_t>(index.others().size());
  if (count > 0)
    info.note("files_of_no_row", count,
              sentence("{}: {} of {} {} of no row of the table and not read, such as {}", word(m),
                       say_count(count, "file"), shown(index.folder().filename().string()), count == 1 ? "is" : "are",
                       relative_name(index, unused[0])));
  if (others > 0)
    info.note("files_without_features", others,
              sentence("{}: {} of {} {} no features and not read, such as {}", word(m), say_count(others, "file"),
                       shown(index.folder().filename().string()), others == 1 ? "is" : "are",
                       shown(index.others()[0].filename().string())));
}

void note_missing(const std::vector<UtteranceRow>& rows, const std::vector<size_t>& missing, Modality m,
                  const std::string& what, DatasetInfo& info) {
  if (missing.empty()) return;
  info.note("files_missing", static_cast<int64_t>(missing.size()),
            sentence("{}: {} of {} have no {} (the first: {}); such streams are empty", word(m), missing.size(),
                     say_count(static_cast<int64_t>(rows.size()), "row"), what, shown(rows[missing[0]].id)));
}

[[noreturn]] void refuse_names(const FeatureIndex& index, const std::vector<UtteranceRow>& rows) {
  constexpr size_t kShown = 3;
  std::vector<std::string> ids, files;
  for (size_t row = 0; row < std::min(kShown, rows.size()); ++row) ids.push_back("`" + shown(rows[row].id) + "`");
  for (size_t file = 0; file < std::min(kShown, index.files().size()); ++file)
    files.push_back(relative_name(index, file));
  throw DataError(index.folder().string() + ": no file is named as an id of the table: ids are such as " +
                  listing(ids) + ", " +
                  (files.empty() ? "and the folder holds no features" : "files such as " + listing(files)));
}

}  // namespace

FeatureStream::FeatureStream(const fs::path& place, Modality m, const std::vector<UtteranceRow>& rows,
                             const TableOptions& options, DatasetInfo& info)
    : modality_(m), files_(rows.size()) {
  std::error_code code;
  if (fs::is_directory(place, code))
    take_files(FeatureIndex(place), rows, options, info);
  else
    take_recordings(Recordings(place), place, rows, options, info);
}

void FeatureStream::take_files(const FeatureIndex& index, const std::vector<UtteranceRow>& rows,
                               const TableOptions& options, DatasetInfo& info) {
  Taken taken;
  std::vector<size_t> missing;
  int64_t other_letters = 0;
  for (size_t row = 0; row < rows.size(); ++row) {
    const auto file = index.find(rows[row].names);
    if (!file) missing.push_back(row);
    if (!file) continue;
    take(*file, index.files()[*file].string(), rows[row], taken);
    files_[row].path = index.files()[*file];
    other_letters += index.writes_otherwise(*file, rows[row].names);
  }
  if (missing.size() == rows.size()) refuse_names(index, rows);
  info.note("ids_composed", other_letters,
            sentence("{}: {} found although the table writes accents with other code points", word(modality_),
                     say_count(other_letters, "file") + (other_letters == 1 ? " is" : " are")));
  look_into(index.folder(), rows, options, info,
            [&](size_t row) { return read_features(files_[row].path, modality_); });
  note_missing(rows, missing, modality_, "file of features", info);
  note_unused(index, taken, modality_, info);
}

void FeatureStream::take_recordings(const Recordings& table, const fs::path& file,
                                    const std::vector<UtteranceRow>& rows, const TableOptions& options,
                                    DatasetInfo& info) {
  Taken taken;
  std::vector<size_t> missing, recordings(rows.size());
  for (size_t row = 0; row < rows.size(); ++row) {
    const auto recording = table.find(rows[row].names);
    if (!recording) missing.push_back(row);
    if (!recording) continue;
    take(*recording, file.string() + ": the recording `" + shown(table.names()[*recording]) + "`", rows[row], taken);
    files_[row].path = file;
    recordings[row] = *recording;
  }
  if (missing.size() == rows.size())
    throw DataError(
        sentence("{}: no recording is named as an id of the table: ids are such as `{}`, recordings such as "
                 "`{}`",
                 file, shown(rows[0].id), table.names().empty() ? "" : shown(table.names()[0])));
  look_into(file, rows, options, info, [&](size_t row) { return table.rows(recordings[row]); });
  note_missing(rows, missing, modality_, "recording", info);
  const auto unused = static_cast<int64_t>(table.names().size() - taken.size());
  info.note("recordings_of_no_row", unused,
            sentence("{}: {} of {} {} of no row of the table and not read", word(modality_),
                     say_count(unused, "recording"), file.filename().string(), unused == 1 ? "is" : "are"));
}

void FeatureStream::look_into(const fs::path& place, const std::vector<UtteranceRow>& rows, const TableOptions& options,
                              DatasetInfo& info, const std::function<FeatureRows(size_t)>& rows_of) {
  std::vector<std::vector<int64_t>> shapes(files_.size());
  const auto kept = std::make_shared<KeptValues>(place.string());
  AxisEvidence evidence;
  StreamSummary summary(modality_);
  for (size_t row = 0; row < files_.size(); ++row) {
    File& file = files_[row];
    if (file.path.empty()) continue;
    const FeatureRows read = rows_of(row);
    summary.count(file.path, read);
    if (read.rows() > 0 && read.rows_first) evidence.add_width(read.width());
    if (read.rows() > 0 && !read.rows_first) evidence.add(read.values, words_of(rows[row]));
    if (read.parsed) file.kept_at = kept->append(read.values.to_floats());
    file.times = read.times;
    file.time_last = read.rows() > 0 && !read.rows_first;  // until the axes are known
    shapes[row] = read.values.shape;
  }
  kept->finish();
  kept_ = kept;

  const auto stated = stated_axis(options, modality_);
  const auto axis = stated ? stated : evidence.axis();
  if (!axis) info.note("time_axis_untold", evidence.arrays(), evidence.say_untold(modality_));
  for (size_t row = 0; row < files_.size(); ++row) {
    File& file = files_[row];
    if (file.path.empty()) continue;
    file.time_last = file.time_last && axis == TimeAxis::last;
    file.rows = shapes[row][file.time_last ? 1 : 0];
    summary.take(file.path, shapes[row], file.time_last);
  }
  if (summary.filled() == 0)
    throw DataError(place.string() + ": no file of an id of the table holds a row of features");
  width_ = summary.width();
  common_rows_ = summary.common_rows();
  info.streams[modality_].width = width_;
  info.features.columns[modality_] = summary.names();
  summary.note(info);
}

std::vector<float> FeatureStream::read(size_t row) const {
  const File& file = files_[row];
  if (file.path.empty() || file.rows == 0) return {};
  const std::vector<int64_t> shape = file.time_last ? std::vector{width_, file.rows} : std::vector{file.rows, width_};
  if (file.kept_at) {
    const auto values = kept_->read(*file.kept_at, static_cast<size_t>(file.rows * width_));
    std::vector<float> plain(values.begin(), values.end());
    return file.time_last ? transposed(make_array(plain, shape)).to_floats() : plain;
  }
  const FeatureRows read = read_features(file.path, modality_);
  if (read.values.shape != shape) throw DataError(file.path.string() + ": has changed while it was read");
  return file.time_last ? transposed(read.values).to_floats() : read.values.to_floats();
}

std::vector<fs::path> FeatureStream::files() const {
  std::vector<fs::path> paths;
  for (const File& file : files_)
    if (!file.path.empty()) paths.push_back(file.path);
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace mmim
