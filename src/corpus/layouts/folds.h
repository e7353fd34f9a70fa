#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "corpus/dataset.h"

namespace mmim {

/// Which split a video belongs to, read from lists of quoted ids under names that say train, valid (dev) or test: the
/// SDK's `standard_train_fold = ['...', ...]` or JSON {"train": ["...", ...]}. DataError when there is no such list or
/// an id stands in two.
std::map<std::string, SplitName> read_folds(const std::filesystem::path& path);

}  // namespace mmim
