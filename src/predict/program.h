#pragma once
#include <string>

namespace mmim {

/// SHA-256 over the sources that determine the numbers of a run (cmake/program_hash.cmake), 64 hexadecimal digits: two
/// programs with the same one train to the same weights on the same machine.
std::string program_sha256();

}  // namespace mmim
