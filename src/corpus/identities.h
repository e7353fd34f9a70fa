#pragma once
#include <array>
#include <map>
#include <string>

#include "corpus/dataset.h"

namespace mmim {

/// Ids and videos of all splits of a source, for what is said of them.
class Identities {
 public:
  void see(const std::string& id, SplitName split);
  /// Notes on ids that stand twice in a split, on videos of several splits and on ids without a clip part.
  void note(DatasetInfo& info) const;

 private:
  using Counts = std::array<int64_t, 3>;  // utterances of each split

  void note_repeated_ids(DatasetInfo& info) const;
  void note_shared_videos(DatasetInfo& info) const;
  void note_ids_without_clips(DatasetInfo& info) const;

  std::map<std::string, Counts> ids_, videos_;
  int64_t utterances_ = 0, without_clip_ = 0;
  std::string example_;  // of an id without a clip part
};

}  // namespace mmim
