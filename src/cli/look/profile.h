#pragma once
#include <filesystem>
#include <string>

#include "core/trace.h"

namespace mmim {

/// The phases of a stopped trace as a table: what the main thread did, which adds up to its wall time, then what other
/// threads did meanwhile.
std::string profile_table(const Trace& trace);

/// profile.json (Chrome's trace event format) and profile.txt (the table) in `folder`.
void write_profile(const std::filesystem::path& folder, const Trace& trace);

}  // namespace mmim
