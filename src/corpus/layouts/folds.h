#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "corpus/dataset.h"

namespace mmim {

/// Which split each video belongs to.
struct Folds {
  std::map<std::string, SplitName> videos{};
  std::map<std::string, SplitName> composed{};  ///< the same with letters in Unicode's normal form
  std::string note{};                           ///< what a list called `eval` is read as, or ""
};

/// Folds from lists of quoted ids under names that say train, valid (dev) or test: the SDK's
/// `standard_train_fold = ['...', ...]` or JSON {"train": ["...", ...]}. DataError when there is no such list or an id
/// stands in two.
Folds read_folds(const std::filesystem::path& path);

/// The fold of a video, or of the video that an entry `video[3]` belongs to.
std::optional<SplitName> fold_of(const std::string& entry, const std::map<std::string, SplitName>& videos);

/// An id as it can stand in a sentence: a damaged listing makes ids of line breaks and bytes that are no text.
std::string printable(std::string id);

}  // namespace mmim
