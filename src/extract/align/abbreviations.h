#pragma once
#include <map>
#include <string>
#include <vector>

namespace mmim {

/// How abbreviations and signs, in lower case, are said. Those that are words too stand with their dot alone.
const std::map<std::string, std::vector<std::string>>& abbreviations();

}  // namespace mmim
