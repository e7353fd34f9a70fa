#pragma once
#include <string>
#include <vector>

#include "corpus/layouts/layout.h"

namespace mmim {

/// The sentence on a path that is of no known layout: what is there, the nearest layout with what it lacks, and what to
/// do where that is plain.
std::string unknown_layout(const Opened& opened, const std::vector<LayoutReader>& layouts);

}  // namespace mmim
