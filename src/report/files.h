#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "report/report.h"

namespace mmim {

/// Writes tables.json, report.md, report.html, table.tex and table.csv into `folder`; cases (or null) only into
/// report.html. Returns the names of the files.
std::vector<std::string> write_report(const Report& report, const Json& cases, const std::filesystem::path& folder);

}  // namespace mmim
