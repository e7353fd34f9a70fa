#pragma once
#include <filesystem>

#include "core/names.h"
#include "corpus/source.h"

namespace mmim {

/// The folders of features beside a table in `folder`, or in a folder `features` there: those whose names tell a stream
/// and that hold files of features; stated ones first. An empty path where there is none. DataError where two folders
/// tell one stream, UsageError for a stated one that is no folder. `info` gets notes.
PerModality<std::filesystem::path> feature_folders(const std::filesystem::path& folder, const TableOptions& options,
                                                   DatasetInfo& info);

}  // namespace mmim
