#pragma once
#include <string>

#include "corpus/source.h"

namespace mmim {

/// SHA-256 of the source's file, or of the listing "hash  name" of its files in name order; "" for a source without
/// files.
std::string source_hash(const Source& source);

/// "MOSI, aligned_50.pkl as MMSA publishes it" for a file known by its SHA-256, or "".
std::string recognised(const std::string& sha256);

}  // namespace mmim
