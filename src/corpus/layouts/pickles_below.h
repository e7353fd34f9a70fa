#pragma once
#include <filesystem>
#include <vector>

namespace mmim {

/// Whether a file is a pickle by its name, also in gzip or xz.
bool is_pickle(const std::filesystem::path& file);

/// The pickles in the folders of `folder`, as in MMSA's `MOSI/Processed`, in name order. None where one of these
/// folders holds the features of a stream, and none of a folder with a pickle for each utterance.
std::vector<std::filesystem::path> pickles_below(const std::filesystem::path& folder);

}  // namespace mmim
