#include "corpus/layouts/feature_stream.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "corpus/layouts/feature_file.h"
#include "corpus/layouts/feature_index.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/say.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string relative_name(const FeatureIndex& index, size_t file) {
  return shown(index.files()[file].lexically_relative(index.folder()).string());
}

/// What the index has and nobody takes.
void note_unused(const FeatureIndex& index, const std::map<size_t, std::string>& taken, Modality m, DatasetInfo& info) {
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
                  DatasetInfo& info) {
  if (missing.empty()) return;
  info.note("files_missing", static_cast<int64_t>(missing.size()),
            sentence("{}: {} of {} have no file of features (the first: {}); such streams are empty", word(m),
                     missing.size(), say_count(static_cast<int64_t>(rows.size()), "row"), shown(rows[missing[0]].id)));
}

[[noreturn]] void refuse_width(const std::string& where, const FeatureRows& read, const FeatureRows& first,
                               const std::string& first_place) {
  std::string text = sentence("{}: has {} features in a row ({}), {} has {} ({})", where, read.width(),
                              say_shape(read.values.shape), first_place, first.width(), say_shape(first.values.shape));
  if (read.rows() == first.rows() && read.rows() > 1)
    text += "; where time stands in columns, as librosa writes it, save the array transposed (array.T)";
  else if (read.rows() == 1 && first.rows() == 1)
    text += "; an array of one dimension is one row, so save many rows of one feature as (rows, 1)";
  throw DataError(text);
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

FeatureStream::FeatureStream(const fs::path& folder, Modality m, const std::vector<UtteranceRow>& rows,
                             DatasetInfo& info) {
  const FeatureIndex index(folder);
  std::map<size_t, std::string> taken;  // the id that takes a file
  std::vector<size_t> missing;
  int64_t other_letters = 0;
  files_.resize(rows.size());
  for (size_t row = 0; row < rows.size(); ++row) {
    const auto file = index.find(rows[row].names);
    if (!file) missing.push_back(row);
    if (!file) continue;
    const auto [known, added] = taken.emplace(*file, rows[row].id);
    if (!added && known->second != rows[row].id)
      throw DataError(index.files()[*file].string() + ": fits both the id `" + shown(known->second) + "` and `" +
                      shown(rows[row].id) + "` of " + rows[row].place);
    files_[row].path = index.files()[*file];
    other_letters += index.writes_otherwise(*file, rows[row].names);
  }
  if (missing.size() == rows.size()) refuse_names(index, rows);
  info.note("ids_composed", other_letters,
            sentence("{}: {} found although the table writes accents with other code points", word(m),
                     say_count(other_letters, "file") + (other_letters == 1 ? " is" : " are")));
  look_into(folder, m, info);
  note_missing(rows, missing, m, info);
  note_unused(index, taken, m, info);
}

void FeatureStream::look_into(const fs::path& folder, Modality m, DatasetInfo& info) {
  FeatureRows first;
  std::string first_place;
  std::set<int64_t> lengths;
  std::map<std::string, int64_t> left_out;
  int64_t filled = 0;
  for (File& file : files_) {
    if (file.path.empty()) continue;
    const FeatureRows read = read_features(file.path);
    for (const std::string& name : read.left_out) ++left_out[name];
    file.rows = read.rows();
    if (read.rows() == 0) continue;
    if (first_place.empty()) {
      first = read;
      first_place = file.path.string();
      width_ = read.width();
    }
    if (read.width() != width_) refuse_width(file.path.string(), read, first, first_place);
    lengths.insert(read.rows());
    ++filled;
  }
  if (filled == 0) throw DataError(folder.string() + ": no file of an id of the table holds a row of features");
  if (filled > 1 && lengths.size() == 1 && *lengths.begin() > 1) common_rows_ = *lengths.begin();
  std::vector<std::string> names;
  int64_t most = 0;
  for (const auto& [name, count] : left_out) {
    names.push_back(name == "without a name" ? name : "`" + shown(name) + "`");
    most = std::max(most, count);
  }
  info.note("columns_left_out", most,
            word(m) + ": columns that say where a row stands are no features and are left out of " +
                say_count(most, "file") + ": " + listing(names));
}

std::vector<float> FeatureStream::read(size_t row) const {
  const File& file = files_[row];
  if (file.path.empty()) return {};
  const FeatureRows read = read_features(file.path);
  if (read.rows() != file.rows || (file.rows > 0 && read.width() != width_))
    throw DataError(file.path.string() + ": has changed while it was read");
  return read.values.to_floats();
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
