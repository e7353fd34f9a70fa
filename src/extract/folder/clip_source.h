#pragma once
#include <memory>

#include "corpus/source.h"
#include "extract/folder/clip_list.h"
#include "extract/folder/clip_store.h"

namespace mmim {

/// A clip that is not in the data set, and why.
struct FailedClip {
  std::string id, reason;
};

/// UsageError and DataError for what an import would refuse of the table of clips alone, such as labels out of their
/// range, before anything is measured of a clip.
void check_table(const ClipList& list, const ImportOptions& options);

/// The finished clips of a store as a source that is imported like any other. Clips that failed are left out and
/// counted. `list` and `store` are of the same clips in the same order. DataError when none is finished.
std::unique_ptr<Source> source_of(const ClipList& list, const ClipStore& store, const std::vector<FailedClip>& failed,
                                  const std::filesystem::path& folder);

}  // namespace mmim
