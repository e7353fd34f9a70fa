#include "extract/folder/extract_folder.h"

#include <sys/stat.h>

#include <map>

#include "core/error.h"
#include "core/files.h"
#include "core/folder_lock.h"
#include "core/own_folder.h"
#include "formats/csv.h"
#include "formats/unicode.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr int kSecondsToEnd = 5;  ///< that processes of an earlier command may take

int64_t nanoseconds(const timespec& time) { return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

/// The whole path, as clips.json and child processes know it.
std::string known_path(const fs::path& path) {
  std::string whole = fs::absolute(path).string();
  if (not_utf8_from(whole) != std::string::npos)
    throw UsageError(whole +
                     ": is a path that is no UTF-8; clips and data sets are known by paths in UTF-8, so rename it");
  return whole;
}

/// Of a file that cannot be looked at, such as a link to nothing, nothing is known; reading it will tell why.
WantedClip wanted_clip(const std::string& id, const ClipFile& clip) {
  WantedClip wanted{.id = id, .file = known_path(clip.file), .text = clip.text};
  struct stat file {};
  if (::stat(clip.file.c_str(), &file) == 0) {
    wanted.bytes = file.st_size;
    wanted.modified = nanoseconds(file.st_mtim);
  }
  if (clip.words.empty()) return wanted;
  wanted.words = known_path(clip.words);
  if (::stat(clip.words.c_str(), &file) == 0) wanted.words_modified = nanoseconds(file.st_mtim);
  return wanted;
}

WantedClips wanted_clips(const ClipList& list, ExtractOptions options) {
  WantedClips wanted{.options = Options(options).to_json(), .features = feature_set_of(options).hash(), .clips = {}};
  for (size_t i = 0; i < list.clips.size(); ++i)
    wanted.clips.push_back(wanted_clip(list.table.rows[i].id, list.clips[i]));
  return wanted;
}

/// Throws where a file that is to be written is one that the clips are made of.
void expect_read_by_none(const fs::path& written, const ClipList& list) {
  std::vector<fs::path> read = list.table.files;
  for (const ClipFile& clip : list.clips) read.insert(read.end(), {clip.file, clip.words});
  for (const fs::path& file : read)
    if (std::error_code code; fs::equivalent(written, file, code))
      throw UsageError(written.string() + ": is " + file.string() +
                       ", which is read and would be replaced; name another file");
}

}  // namespace

fs::path clips_beside(const fs::path& dataset) {
  const fs::path plain = dataset.lexically_normal();
  return (plain.has_filename() ? plain : plain.parent_path()).string() + ".clips";
}

std::optional<ExtractedFolder> extract_folder(const fs::path& from, const fs::path& to, const FolderOptions& options,
                                              const std::function<void(const FolderProgress&)>& tell) {
  expect_own_folder(to, FolderKind::dataset);
  const fs::path beside = clips_beside(to);
  known_path(beside);
  expect_own_folder(beside, FolderKind::clips);
  ExtractedFolder extracted;
  ClipList& list = extracted.list;
  list = list_clips(from, options.labels, options.table);
  check_table(list, options.importing);
  expect_read_by_none(options.clips_csv, list);
  const WantedClips wanted = wanted_clips(list, options.extract);
  make_folder(beside);
  const FolderLock lock(beside, kSecondsToEnd);
  const ClipStore store(beside, wanted);
  store.forget_failures();
  if (!extract_waiting(store, options.extraction, tell)) return std::nullopt;
  for (size_t clip = 0; clip < list.clips.size(); ++clip) {
    const bool finished = store.finished(clip);
    extracted.facts.push_back(finished ? store.facts(clip) : ClipFacts{});
    if (!finished) extracted.failed.push_back({list.table.rows[clip].id, store.failure(clip)});
  }
  if (!options.clips_csv.empty()) write_file_atomically(options.clips_csv, clips_csv(extracted));
  if (extracted.failed.size() == list.clips.size()) return extracted;
  const auto source = source_of(list, store, extracted.failed, from);
  extracted.dataset = import_dataset(*source, options.importing, to);
  if (extracted.failed.empty()) store.remove();
  return extracted;
}

std::string clips_csv(const ExtractedFolder& extracted) {
  std::map<std::string, std::string> reasons;
  for (const FailedClip& failed : extracted.failed) reasons[failed.id] = failed.reason;
  std::string table = csv_line(
      {"id", "file", "seconds", "words", "words_doubtful", "voiced", "with_face", "most_faces", "remarks", "failed"});
  for (size_t clip = 0; clip < extracted.facts.size(); ++clip) {
    const ClipFacts& facts = extracted.facts[clip];
    const std::string& id = extracted.list.table.rows[clip].id;
    std::string remarks;
    for (const std::string& remark : facts.remarks) remarks += (remarks.empty() ? "" : "; ") + remark;
    const auto share = [](double value) { return std::isnan(value) ? "" : decimal(value, 3); };
    const std::string file = extracted.list.clips[clip].file.string();
    if (reasons.contains(id)) {
      table += csv_line({id, file, "", "", "", "", "", "", "", reasons.at(id)});
      continue;
    }
    table +=
        csv_line({id, file, decimal(facts.seconds, 2), std::to_string(facts.words), facts.words_doubtful ? "1" : "0",
                  share(facts.voiced), share(facts.with_face), std::to_string(facts.most_faces), remarks, ""});
  }
  return table;
}

}  // namespace mmim
