#include "corpus/identities.h"

#include <algorithm>

#include "core/names.h"
#include "core/sentence.h"
#include "corpus/video.h"

namespace mmim {

namespace {

int64_t splits_of(const std::array<int64_t, 3>& counts) { return 3 - std::count(counts.begin(), counts.end(), 0); }

/// "train and test" of those in which something stands.
std::string say_splits(const std::array<int64_t, 3>& counts) {
  std::vector<std::string> words;
  for (const SplitName split : kSplits)
    if (counts[static_cast<size_t>(split)] > 0) words.push_back(word(split));
  return listing(words);
}

}  // namespace

void Identities::see(const std::string& id, SplitName split) {
  const IdParts parts = parts_of(id);
  ++utterances_;
  ++ids_[id][static_cast<size_t>(split)];
  ++videos_[std::string(parts.video)][static_cast<size_t>(split)];
  if (parts.clip.empty() && without_clip_++ == 0) example_ = id;
}

void Identities::note(DatasetInfo& info) const {
  note_repeated_ids(info);
  note_shared_videos(info);
  note_ids_without_clips(info);
}

void Identities::note_repeated_ids(DatasetInfo& info) const {
  int64_t twice = 0;
  std::string example;
  for (const auto& [id, counts] : ids_) {
    if (*std::max_element(counts.begin(), counts.end()) < 2) continue;
    if (twice++ == 0) example = id;
  }
  info.note("ids_twice", twice,
            sentence("ids that stand twice or more in one split: {}, such as `{}`; such utterances count as often as "
                     "they stand there",
                     twice, example));
}

void Identities::note_shared_videos(DatasetInfo& info) const {
  int64_t shared = 0, ids = 0;
  std::string example, splits;
  for (const auto& [video, counts] : videos_) {
    if (splits_of(counts) < 2) continue;
    if (shared++ == 0) example = video, splits = say_splits(counts);
  }
  for (const auto& [id, counts] : ids_) ids += splits_of(counts) > 1;
  info.note("videos_in_two_splits", shared,
            sentence("videos that stand in two or more splits: {} (ids: {}), such as `{}` in {}; results on one split "
                     "then tell of the other",
                     shared, ids, example, splits));
}

void Identities::note_ids_without_clips(DatasetInfo& info) const {
  if (utterances_ < 2) return;
  const std::string which = without_clip_ == utterances_
                                ? "no id has a clip part"
                                : sentence("ids without a clip part: {} of {}", without_clip_, utterances_);
  info.note("ids_without_clip", without_clip_,
            sentence("{} (such as `{}`), so each such utterance counts as its own video; intervals and tests resample "
                     "videos",
                     which, example_));
}

}  // namespace mmim
