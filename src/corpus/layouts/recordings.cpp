#include "corpus/layouts/recordings.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/number_rows.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/video.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string plain_recording(const std::string& name) { return std::string(without_extension(name)); }

/// The last `parts` parts of a path, without an extension.
std::string last_parts(const std::string& path, int parts) {
  size_t begin = path.size();
  for (; parts > 0 && begin != path.npos; --parts) begin = begin == 0 ? path.npos : path.find_last_of("/\\", begin - 1);
  return plain_recording(begin == path.npos ? path : path.substr(begin + 1));
}

}  // namespace

Recordings::Recordings(const fs::path& file) : where_(file.string()), table_(read_number_table(file)) {
  const PlaceColumn* column = recording_column(table_);
  if (!column)
    throw DataError(where_ +
                    ": no column names the recording of each row, such as `name` or `file`; features lie in a "
                    "folder with a file for each utterance, or in a table with such a column");
  std::map<std::string, size_t> known;
  for (size_t row = 0; row < column->fields.size(); ++row) {
    const std::string& name = column->fields[row];
    const auto [at, added] = known.emplace(name, names_.size());
    if (added) {
      names_.push_back(name);
      rows_.emplace_back();
      whole_.add(plain_recording(name), at->second);
      two_parts_.add(last_parts(name, 2), at->second);
      last_part_.add(last_parts(name, 1), at->second);
    }
    rows_[at->second].push_back(row);
  }
}

std::optional<size_t> Recordings::find(const std::vector<std::string>& names) const {
  for (const NameIndex* index : {&whole_, &two_parts_, &last_part_}) {
    const std::vector<size_t> found = index->find(names);
    if (found.size() > 1)
      throw DataError(sentence("{}: the recordings `{}` and `{}` both fit the id `{}`", where_, shown(names_[found[0]]),
                               shown(names_[found[1]]), shown(names[0])));
    if (found.size() == 1) return found[0];
  }
  return {};
}

FeatureRows Recordings::rows(size_t recording) const {
  return rows_of_table(part_of(table_, rows_[recording]), where_);
}

bool Recordings::in(const fs::path& file) try {
  if (!is_feature_table(file) || !may_be_table(PlainFile(file).bytes())) return false;
  const NumberTable table = read_number_table(file);
  return table.values.shape[1] > 0 && recording_column(table);
} catch (const DataError&) {
  return false;  // whoever reads it says what it is
}

}  // namespace mmim
