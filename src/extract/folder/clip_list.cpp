#include "extract/folder/clip_list.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/table_splits.h"
#include "corpus/say.h"
#include "corpus/video.h"
#include "extract/folder/clip_files.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr const char* kVideoFromClip = "$_$";  ///< in ids of tables with a column of each

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

/// Finds the files that could be the clip of a row.
class Places {
 public:
  explicit Places(const ClipFiles& found) : found_(found) {
    for (const FilesByStem* files : {&found.clips, &found.damaged, &found.unknown})
      for (const auto& [stem, unused] : *files) by_name_[fs::path(stem).filename().string()].insert(stem);
  }
  /// By the first of the names under which there is one. A file that is no clip by its bytes comes behind those that
  /// are, and one of no known form last of all; of several such files it takes the first.
  std::vector<fs::path> of(const UtteranceRow& row) const {
    const std::vector<fs::path> ends = ends_of(row);
    for (const fs::path& end : ends) {
      if (std::vector<fs::path> some = below(end, found_.clips); !some.empty()) return some;
      if (const std::vector<fs::path> some = below(end, found_.damaged); !some.empty()) return {some[0]};
    }
    for (const fs::path& end : ends)
      if (const std::vector<fs::path> some = below(end, found_.unknown); !some.empty()) return {some[0]};
    return {};
  }

 private:
  std::vector<fs::path> below(const fs::path& end, const FilesByStem& files) const {
    std::vector<fs::path> some;
    const auto stems = by_name_.find(end.filename().string());
    if (stems == by_name_.end()) return some;
    for (const std::string& stem : stems->second)
      if (const auto found = files.find(stem); found != files.end() && ends_with(stem, end))
        some.insert(some.end(), found->second.begin(), found->second.end());
    return some;
  }
  const ClipFiles& found_;
  std::map<std::string, std::set<std::string>> by_name_;
};

fs::path only_file(const UtteranceRow& row, const std::vector<fs::path>& files) {
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

/// The table of a folder of clips, its splits settled.
UtteranceTable table_of(const fs::path& folder, const fs::path& labels, const TableOptions& options,
                        DatasetInfo& info) {
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
  UtteranceTable table = read_utterances(tables, options);
  expect_ids(table);
  settle_splits(table, options, info);
  return table;
}

int64_t without_row(const FilesByStem& clips, const std::set<fs::path>& taken) {
  return std::count_if(clips.begin(), clips.end(), [&](const auto& of_stem) {
    return std::none_of(of_stem.second.begin(), of_stem.second.end(),
                        [&](const fs::path& file) { return taken.contains(file); });
  });
}

void note_words(const std::vector<ClipFile>& clips, const WordFiles& files, DatasetInfo& info) {
  const auto timed =
      std::count_if(clips.begin(), clips.end(), [](const ClipFile& clip) { return !clip.words.empty(); });
  info.note("word_times", timed, say_count(timed, "clip") + " with the times of words in a file beside");
  info.note("texts_beside", files.unused(),
            sentence("{} beside clips without times of words, not used (the first: {})",
                     say_count(files.unused(), "file"), files.first_unused()));
}

}  // namespace

ClipList list_clips(const fs::path& folder, const fs::path& labels, const TableOptions& options) {
  ClipList list;
  list.table = table_of(folder, labels, options, list.info);
  const ClipFiles found = files_below(folder);
  const Places places(found);
  WordFiles word_files;
  std::vector<UtteranceRow> rows;
  std::set<fs::path> taken;
  int64_t without = 0;
  std::string first;
  for (UtteranceRow& row : list.table.rows) {
    const std::vector<fs::path> files = places.of(row);
    if (files.empty()) {
      if (without++ == 0) first = row.id;
      continue;
    }
    ClipFile clip{.file = only_file(row, files), .text = row.text};
    if (!taken.insert(clip.file).second)
      throw DataError(sentence("{}: `{}` would be the clip {}, which another row has", row.place, row.id, clip.file));
    if (const auto texts = found.texts.find(fs::path(clip.file).replace_extension()); texts != found.texts.end())
      clip.words = word_files.among(texts->second).value_or("");
    list.clips.push_back(std::move(clip));
    rows.push_back(std::move(row));
  }
  if (rows.empty())
    throw DataError(sentence("{}: none of the {} rows of {} has a file of sound or video below it (the first: `{}`)",
                             folder, list.table.rows.size(), list.table.files[0].filename(), first));
  list.table.rows = std::move(rows);
  list.info.note("rows_without_clip", without,
                 sentence("{} of the table without a clip, the first: `{}`", say_count(without, "row"), first));
  const int64_t unused = without_row(found.clips, taken);
  list.info.note("clips_without_row", unused, sentence("{} that no row of the table names", say_count(unused, "clip")));
  note_words(list.clips, word_files, list.info);
  return list;
}

}  // namespace mmim
