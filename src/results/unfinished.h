#pragma once
#include <filesystem>
#include <string>

namespace mmim {

/// A sentence where `folder` is a run that has not come to its end; else nothing.
std::string say_unfinished(const std::filesystem::path& folder);

}  // namespace mmim
