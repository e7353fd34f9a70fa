#pragma once
#include <string>

namespace mmim {

/// The version of this program, as CMakeLists.txt says it: "0.1.0".
std::string program_version();

}  // namespace mmim
