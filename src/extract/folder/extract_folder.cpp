#include "extract/folder/extract_folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>

#include "core/error.h"
#include "core/files.h"
#include "core/folder_lock.h"
#include "core/own_folder.h"
#include "core/sentence.h"
#include "core/side_by_side.h"
#include "core/stop.h"
#include "extract/folder/job.h"
#include "formats/csv.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr int kSecondsToEnd = 5;  ///< that processes of an earlier command may take
constexpr size_t kMostClipsOfAJob = 16;
constexpr size_t kJobsOfAProcess = 4;  ///< so that processes end at about the same time

int64_t nanoseconds(const timespec& time) { return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

struct stat state_of(const fs::path& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) throw DataError(path.string() + ": is gone");
  return file;
}

WantedClip wanted_clip(const std::string& id, const ClipFile& clip) {
  const struct stat file = state_of(clip.file);
  WantedClip wanted{.id = id,
                    .file = fs::absolute(clip.file),
                    .text = clip.text,
                    .bytes = file.st_size,
                    .modified = nanoseconds(file.st_mtim)};
  if (clip.words.empty()) return wanted;
  wanted.words = fs::absolute(clip.words);
  wanted.words_modified = nanoseconds(state_of(clip.words).st_mtim);
  return wanted;
}

WantedClips wanted_clips(const ClipList& list, ExtractOptions options) {
  WantedClips wanted{.options = Options(options).to_json(), .features = feature_set_of(options).hash(), .clips = {}};
  for (size_t i = 0; i < list.clips.size(); ++i)
    wanted.clips.push_back(wanted_clip(list.table.rows[i].id, list.clips[i]));
  return wanted;
}

/// Brings all clips of a store to their end in child processes.
class Extraction {
 public:
  Extraction(const ClipStore& store, const FolderOptions& options,
             const std::function<void(const FolderProgress&)>& tell)
      : store_(store), options_(options), tell_(tell), began_(std::chrono::steady_clock::now()) {
    const auto clips = static_cast<int64_t>(store.wanted().clips.size());
    for (int64_t clip = 0; clip < clips; ++clip)
      if (!store.finished(static_cast<size_t>(clip))) waiting_.push_back(clip);
    progress_.clips = clips;
    progress_.begun_with = clips - static_cast<int64_t>(waiting_.size());
  }

  bool run() {
    SideBySide side_by_side{.jobs = std::max<int64_t>(1, options_.jobs),
                            .begin = [&] { return begin(); },
                            .end = [&](size_t number, int code) { return end(number, code); },
                            .tell = [&](bool news) { tell(news); }};
    return side_by_side.run();
  }

 private:
  std::unique_ptr<Child> start(const std::vector<int64_t>& clips) const {
    return start_extract_job(
        {store_.folder().string(), clips, threads_of_each(options_.threads, std::max<int64_t>(1, options_.jobs))});
  }

  std::optional<SideBySide::Started> begin() {
    if (waiting_.empty()) return std::nullopt;
    const size_t share = waiting_.size() / (static_cast<size_t>(std::max<int64_t>(1, options_.jobs)) * kJobsOfAProcess);
    const size_t count = std::clamp<size_t>(share, 1, kMostClipsOfAJob);
    std::vector<int64_t> clips(waiting_.begin(),
                               waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(count, waiting_.size())));
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(clips.size()));
    jobs_.push_back(clips);
    return SideBySide::Started{jobs_.size() - 1, start(clips)};
  }

  /// The clip at which a process crashed has failed; the rest of its clips go on.
  std::unique_ptr<Child> end(size_t number, int code) {
    if (code == 0 || stop_requested) return nullptr;
    if (code < 128) throw Error(sentence("the clips cannot be extracted: {}", last_words(store_.folder() / "log.txt")));
    std::vector<int64_t> rest;
    for (const int64_t clip : jobs_[number])
      if (const auto at = static_cast<size_t>(clip); !store_.finished(at) && store_.failure(at).empty())
        rest.push_back(clip);
    if (rest.empty()) return nullptr;
    const auto crashed = static_cast<size_t>(rest[0]);
    store_.fail(crashed, store_.wanted().clips[crashed].file + ": " + signal_words(code));
    rest.erase(rest.begin());
    jobs_[number] = rest;
    return rest.empty() ? nullptr : start(rest);
  }

  void tell(bool news) {
    const auto now = std::chrono::steady_clock::now();
    if (!news && now - told_ < std::chrono::milliseconds(500)) return;
    told_ = now;
    progress_.done = progress_.failed = 0;
    for (size_t clip = 0; clip < ended_.size(); ++clip) look(clip);
    for (const Ended ended : ended_) {
      progress_.done += ended == Ended::finished ? 1 : 0;
      progress_.failed += ended == Ended::failed ? 1 : 0;
    }
    progress_.seconds = std::chrono::duration<double>(now - began_).count();
    tell_(progress_);
  }

  void look(size_t clip) {
    if (ended_[clip] != Ended::no) return;
    if (store_.finished(clip))
      ended_[clip] = Ended::finished;
    else if (!store_.failure(clip).empty())
      ended_[clip] = Ended::failed;
  }

  enum class Ended { no, finished, failed };
  const ClipStore& store_;
  const FolderOptions& options_;
  const std::function<void(const FolderProgress&)>& tell_;
  std::chrono::steady_clock::time_point began_, told_{};
  std::deque<int64_t> waiting_;
  std::vector<std::vector<int64_t>> jobs_;
  FolderProgress progress_;
  std::vector<Ended> ended_ = std::vector<Ended>(store_.wanted().clips.size(), Ended::no);
};

}  // namespace

fs::path clips_beside(const fs::path& dataset) {
  const fs::path plain = dataset.lexically_normal();
  return (plain.has_filename() ? plain : plain.parent_path()).string() + ".clips";
}

std::optional<ExtractedFolder> extract_folder(const fs::path& from, const fs::path& to, const FolderOptions& options,
                                              const std::function<void(const FolderProgress&)>& tell) {
  expect_own_folder(to, FolderKind::dataset);
  const fs::path beside = clips_beside(to);
  expect_own_folder(beside, FolderKind::clips);
  ExtractedFolder extracted;
  extracted.list = list_clips(from, options.labels, options.table);
  make_folder(beside);
  const FolderLock lock(beside, kSecondsToEnd);
  const ClipStore store(beside, wanted_clips(extracted.list, options.extract));
  store.forget_failures();
  if (!Extraction(store, options, tell).run()) return std::nullopt;
  for (size_t clip = 0; clip < extracted.list.clips.size(); ++clip) {
    const bool finished = store.finished(clip);
    extracted.facts.push_back(finished ? store.read(clip).facts : ClipFacts{});
    if (!finished) extracted.failed.push_back({extracted.list.table.rows[clip].id, store.failure(clip)});
  }
  const auto source = source_of(extracted.list, store, extracted.failed, from);
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
