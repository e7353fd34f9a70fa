#pragma once
#include <filesystem>
#include <vector>

#include "core/names.h"
#include "corpus/source.h"

namespace mmim {

/// The folders of features beside a table in `folder`, or in a folder `features` there: those whose names tell a stream
/// and that hold files of features; stated ones first. Without such a folder, a table of recordings that is none of
/// `tables`, or a folder of files of several streams. An empty path where there is none. DataError where two folders
/// tell one stream, UsageError for a stated one that is neither. `info` gets notes.
PerModality<std::filesystem::path> feature_folders(const std::filesystem::path& folder,
                                                   const std::vector<std::filesystem::path>& tables,
                                                   const TableOptions& options, DatasetInfo& info);

}  // namespace mmim
