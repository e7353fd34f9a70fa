#include "extract/folder/clip_list.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/letters.h"
#include "core/sentence.h"
#include "corpus/layouts/table_splits.h"
#include "corpus/say.h"
#include "corpus/video.h"
#include "extract/media/media_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr int kDeepest = 8;                    ///< folders within each other
constexpr const char* kVideoFromClip = "$_$";  ///< in ids of tables with a column of each

const std::set<std::string>& endings_of_words() {
  static const std::set<std::string> endings{".textgrid", ".ctm", ".srt", ".vtt"};
  return endings;
}

/// The files below a folder that could be clips, and those with the times of words, by their path without its ending.
struct Found {
  std::map<std::string, std::vector<fs::path>> clips;
  std::map<std::string, fs::path> words;
};

/// The first by name, so that every machine takes the same.
void keep_first(fs::path& kept, const fs::path& file) {
  if (kept.empty() || file < kept) kept = file;
}

Found files_below(const fs::path& folder) {
  Found found;
  std::error_code code;
  constexpr auto kHow = fs::directory_options::skip_permission_denied | fs::directory_options::follow_directory_symlink;
  fs::recursive_directory_iterator it(folder, kHow, code), end;
  for (; !code && it != end; it.increment(code)) {
    if (it.depth() >= kDeepest) it.disable_recursion_pending();  // links may go round
    if (!it->is_regular_file(code)) continue;
    const fs::path& file = it->path();
    const std::string ending = in_lower_case(file.extension().string());
    const std::string stem = fs::path(file).replace_extension().string();
    if (endings_of_words().contains(ending))
      keep_first(found.words[stem], file);
    else if (is_media(file))
      found.clips[stem].push_back(file);
  }
  if (code) throw Error(folder.string() + ": cannot be read (" + code.message() + ")");
  for (auto& [stem, files] : found.clips) std::sort(files.begin(), files.end());
  return found;
}

/// The ends of paths under which a row may be found: "VIDEO/CLIP" before "VIDEO$_$CLIP".
std::vector<fs::path> ends_of(const UtteranceRow& row) {
  std::vector<fs::path> ends;
  for (const std::string& name : row.names) {
    if (const size_t at = name.find(kVideoFromClip); at != name.npos) {
      const std::string video = name.substr(0, at), clip = name.substr(at + std::string(kVideoFromClip).size());
      ends.insert(ends.end(), {fs::path(video) / clip, video + "_" + clip, video + "[" + clip + "]"});
    }
    ends.emplace_back(name);
    ends.emplace_back(without_extension(name));  // the table may have the whole name of the file
  }
  return ends;
}

bool ends_with(const fs::path& path, const fs::path& end) {
  auto part = path.end();
  for (auto wanted = end.end(); wanted != end.begin();) {
    if (part == path.begin() || *--part != *--wanted) return false;
  }
  return true;
}

/// The stem of the clips that could be of a row, by the first of its names under which there is one.
class Places {
 public:
  explicit Places(const Found& found) {
    for (const auto& [stem, files] : found.clips) by_name_[fs::path(stem).filename().string()].push_back(stem);
  }
  std::vector<std::string> of(const UtteranceRow& row) const {
    for (const fs::path& end : ends_of(row)) {
      const auto found = by_name_.find(end.filename().string());
      if (found == by_name_.end()) continue;
      std::vector<std::string> stems;
      for (const std::string& stem : found->second)
        if (ends_with(stem, end)) stems.push_back(stem);
      if (!stems.empty()) return stems;
    }
    return {};
  }

 private:
  std::map<std::string, std::vector<std::string>> by_name_;
};

fs::path only_file(const UtteranceRow& row, const std::vector<std::string>& stems, const Found& found) {
  std::vector<fs::path> files;
  for (const std::string& stem : stems)
    for (const fs::path& file : found.clips.at(stem)) files.push_back(file);
  if (files.size() > 1)
    throw DataError(sentence("{}: two files could be the clip of `{}`: {} and {}; keep one of them", row.place, row.id,
                             files[0], files[1]));
  return files[0];
}

void expect_ids(const UtteranceTable& table) {
  const std::string where = table.files[0].string();
  if (!table.has_ids)
    throw DataError(where + ": no column of ids, which name the clips; its header has " + table.header +
                    "; name it with `--columns id=NAME`");
  std::map<std::string, std::string> places;
  for (const UtteranceRow& row : table.rows)
    if (const auto [before, is_new] = places.emplace(row.id, row.place); !is_new)
      throw DataError(sentence("{}: the id `{}` stands before, in {}; each clip is one utterance", row.place, row.id,
                               before->second));
}

}  // namespace

ClipList list_clips(const fs::path& folder, const fs::path& labels, const TableOptions& options) {
  ClipList list;
  Opened opened{.path = folder, .labels = labels};
  opened.table = options;
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
    if (it->is_regular_file(code)) opened.files.push_back(it->path());
  std::sort(opened.files.begin(), opened.files.end());
  const std::vector<fs::path> tables = table_files(opened);
  if (tables.empty())
    throw DataError(
        folder.string() +
        ": holds no table of clips (a CSV or TSV of video_id, clip_id, text, label and mode, or of id, text, "
        "label and split); `--labels FILE` names one that lies elsewhere");
  list.table = read_utterances(tables, options);
  expect_ids(list.table);
  settle_splits(list.table, options, list.info);
  const Found found = files_below(folder);
  const Places places(found);
  std::vector<UtteranceRow> rows;
  std::set<std::string> taken;
  int64_t timed = 0, without = 0;
  std::string first;
  for (UtteranceRow& row : list.table.rows) {
    const std::vector<std::string> stems = places.of(row);
    if (stems.empty()) {
      if (without++ == 0) first = row.id;
      continue;
    }
    ClipFile clip{.file = only_file(row, stems, found), .text = row.text};
    if (!taken.insert(stems[0]).second)
      throw DataError(sentence("{}: `{}` would be the clip {}, which another row has", row.place, row.id, clip.file));
    if (const auto words = found.words.find(stems[0]); words != found.words.end()) clip.words = words->second;
    timed += clip.words.empty() ? 0 : 1;
    list.clips.push_back(std::move(clip));
    rows.push_back(std::move(row));
  }
  if (rows.empty())
    throw DataError(sentence("{}: none of the {} rows of {} has a file of sound or video below it (the first: `{}`)",
                             folder, list.table.rows.size(), tables[0].filename(), first));
  list.table.rows = std::move(rows);
  list.info.note("rows_without_clip", without,
                 sentence("{} of the table without a clip, the first: `{}`", say_count(without, "row"), first));
  const auto unused = static_cast<int64_t>(found.clips.size() - taken.size());
  list.info.note("clips_without_row", unused, sentence("{} that no row of the table names", say_count(unused, "clip")));
  list.info.note("word_times", timed,
                 sentence("{} with the times of words in a file beside", say_count(timed, "clip")));
  return list;
}

}  // namespace mmim
