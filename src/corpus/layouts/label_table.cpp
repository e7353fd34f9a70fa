#include "corpus/layouts/label_table.h"

#include "core/error.h"
#include "corpus/layouts/fields.h"
#include "formats/csv.h"

namespace mmim {
namespace fs = std::filesystem;

LabelTable::LabelTable(const fs::path& path) : path_(path) {
  const Table table = read_csv(path);
  const size_t video = table.column("video_id", path.string()), clip = table.column("clip_id", path.string()),
               text = table.column("text", path.string());
  for (const auto& row : table.rows) {
    row_of_.emplace(std::make_pair(row[video], row[clip]), rows_.size());
    rows_.emplace_back(row[video], one_spaced(row[text]));
  }
}

namespace {

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  return text;
}

std::string leading_letters(const fs::path& path) {
  const std::string stem = lower(path.filename().string());
  size_t end = 0;
  while (end < stem.size() && stem[end] >= 'a' && stem[end] <= 'z') ++end;
  return stem.substr(0, end);
}

}  // namespace

LabelTable LabelTable::beside(const Opened& opened) {
  if (!opened.labels.empty()) return LabelTable(opened.labels);
  std::vector<fs::path> found, alike;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(fs::absolute(opened.pickle).parent_path(), code)) {
    if (!lower(entry.path().filename().string()).ends_with("label.csv")) continue;
    found.push_back(entry.path());
    if (leading_letters(entry.path()) == leading_letters(opened.pickle)) alike.push_back(entry.path());
  }
  if (alike.size() == 1) return LabelTable(alike[0]);
  if (found.size() == 1) return LabelTable(found[0]);
  throw DataError(opened.pickle.string() + ": holds no words, and " + (found.empty() ? "no" : "more than one") +
                  " label CSV (columns video_id, clip_id, text) lies beside it; name it with --labels");
}

const std::string* LabelTable::text_of(std::string_view id) const {
  const size_t line = id.rfind('_');
  if (line == id.npos) return nullptr;
  const auto found = row_of_.find({std::string(id.substr(0, line)), std::string(id.substr(line + 1))});
  return found == row_of_.end() ? nullptr : &rows_[found->second].second;
}

}  // namespace mmim
