#pragma once
#include <filesystem>
#include <string>

#include "core/json.h"
#include "corpus/source.h"

namespace mmim {

/// What a published file or folder, or an imported data set, holds: layout, hash and the name of a file known by it,
/// splits, widths, quantiles of lengths, counts of the classes of labels, padding, non-finite values, and by how much
/// the three length rules differ (for an imported data set as counted at import). DataError as open_source.
Json inspect(const std::filesystem::path& path, const std::string& layout = "",
             const std::filesystem::path& labels = {}, const TableOptions& table = {});

/// The same of a source that is open already, which lies at `path` and is no imported data set.
Json inspect(const Source& source, const std::filesystem::path& path);

/// The report as lines to read.
std::string render_inspection(const Json& report);

}  // namespace mmim
