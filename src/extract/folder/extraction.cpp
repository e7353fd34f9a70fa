#include "extract/folder/extraction.h"

#include <algorithm>
#include <chrono>
#include <deque>

#include "core/error.h"
#include "core/sentence.h"
#include "core/side_by_side.h"
#include "core/stop.h"

namespace mmim {

namespace {

constexpr size_t kMostClipsOfAJob = 16;
constexpr size_t kJobsOfAProcess = 4;  ///< so that processes end at about the same time
constexpr auto kBetweenTells = std::chrono::milliseconds(500);

/// Clips that wait, clips that are with a process, and the numbers of the others.
class Extraction {
 public:
  Extraction(const ClipStore& store, const ExtractionOptions& options,
             const std::function<void(const FolderProgress&)>& tell)
      : store_(store), options_(options), tell_(tell), jobs_(std::max<int64_t>(1, options.jobs)) {
    const auto clips = static_cast<int64_t>(store.wanted().clips.size());
    for (int64_t clip = 0; clip < clips; ++clip)
      if (!store.finished(static_cast<size_t>(clip))) waiting_.push_back(clip);
    progress_.clips = clips;
    progress_.done = progress_.begun_with = clips - static_cast<int64_t>(waiting_.size());
  }

  bool run() {
    SideBySide side_by_side{.jobs = jobs_,
                            .begin = [&] { return begin(); },
                            .end = [&](size_t number, int code) { return end(number, code); },
                            .tell = [&](bool news) { tell(news); }};
    return side_by_side.run();
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::unique_ptr<Child> start(const std::vector<int64_t>& clips) const {
    return options_.start({store_.folder().string(), clips, threads_of_each(options_.threads, jobs_)});
  }

  std::optional<SideBySide::Started> begin() {
    if (waiting_.empty()) return std::nullopt;
    const size_t share = waiting_.size() / (static_cast<size_t>(jobs_) * kJobsOfAProcess);
    const auto count = static_cast<std::ptrdiff_t>(std::clamp<size_t>(share, 1, kMostClipsOfAJob));
    const std::vector<int64_t> clips(waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    open_.insert(open_.end(), clips.begin(), clips.end());
    begun_.push_back(clips);
    return SideBySide::Started{begun_.size() - 1, start(clips)};
  }

  /// The clip at which a process crashed has failed; the rest of its clips go on.
  std::unique_ptr<Child> end(size_t number, int code) {
    if (code == 0 || stop_requested) return nullptr;
    if (code < 128) refuse(code);
    std::vector<int64_t> rest;
    for (const int64_t clip : begun_[number])
      if (const auto at = static_cast<size_t>(clip); !store_.finished(at) && store_.failure(at).empty())
        rest.push_back(clip);
    if (rest.empty()) return nullptr;
    const auto crashed = static_cast<size_t>(rest[0]);
    store_.fail(crashed, store_.wanted().clips[crashed].file + ": " + signal_words(code));
    rest.erase(rest.begin());
    begun_[number] = rest;
    return rest.empty() ? nullptr : start(rest);
  }

  [[noreturn]] void refuse(int code) const {
    const std::filesystem::path log = store_.folder() / kExtractLog;
    std::string why = std::filesystem::exists(log) ? last_words(log) : "";
    if (why.empty()) why = sentence("a process ended with {} and could not say why (is the disk full?)", code);
    throw Error("the clips cannot be extracted: " + why);
  }

  void tell(bool news) {
    const auto now = Clock::now();
    if (!news && now - told_ < kBetweenTells) return;
    told_ = now;
    std::erase_if(open_, [&](int64_t clip) { return has_ended(static_cast<size_t>(clip)); });
    progress_.seconds = std::chrono::duration<double>(now - began_).count();
    tell_(progress_);
  }

  bool has_ended(size_t clip) {
    if (store_.finished(clip)) return ++progress_.done > 0;
    if (!store_.failure(clip).empty()) return ++progress_.failed > 0;
    return false;
  }

  const ClipStore& store_;
  const ExtractionOptions& options_;
  const std::function<void(const FolderProgress&)>& tell_;
  int64_t jobs_;
  Clock::time_point began_ = Clock::now(), told_{};
  std::deque<int64_t> waiting_;
  std::vector<int64_t> open_;  ///< with a process, and not yet seen to have ended
  std::vector<std::vector<int64_t>> begun_;
  FolderProgress progress_;
};

}  // namespace

bool extract_waiting(const ClipStore& store, const ExtractionOptions& options,
                     const std::function<void(const FolderProgress&)>& tell) {
  return Extraction(store, options, tell).run();
}

}  // namespace mmim
