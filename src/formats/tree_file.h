#pragma once
#include <filesystem>

#include "formats/value.h"

namespace mmim {

/// What Python wrote into one file, whatever its name: a pickle, torch.save of any age, numpy.savez or numpy.save of
/// Python objects, or a zip archive of one such file; all in gzip or xz too. DataError says what any other file is.
Value read_tree(const std::filesystem::path& path);

}  // namespace mmim
