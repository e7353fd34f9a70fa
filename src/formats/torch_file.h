#pragma once
#include <filesystem>

#include "formats/value.h"

namespace mmim {

/// Reads what torch.save wrote (zip + pickle, e.g. pytorch_model.bin): the tree with every tensor as an Array (strides
/// honoured, storages shared). A file of the pre-2020 format, or no zip at all, is said so in one sentence.
/// Throws DataError naming file and entry.
Value read_torch_file(const std::filesystem::path& path);

}  // namespace mmim
