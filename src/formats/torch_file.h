#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "formats/value.h"

namespace mmim {

/// Reads what torch.save wrote (zip + pickle, e.g. pytorch_model.bin, or the form of before torch 1.6; in gzip or xz
/// too): the tree with every tensor as an Array (strides honoured, storages shared). DataError names file and entry,
/// and what a file of another kind is.
Value read_torch_file(const std::filesystem::path& path);

/// The zip archive of torch.save that lies in `bytes`.
Value read_torch_archive(std::span<const std::byte> bytes, const std::string& where);

/// What torch.save wrote before torch 1.6, and what it still writes for a tensor in a plain pickle: pickles one after
/// the other, then the storages. Arrays point into `bytes`, which `owner` keeps alive (without it they are copied).
Value read_old_torch(std::span<const std::byte> bytes, const std::string& where,
                     const std::shared_ptr<const void>& owner);

}  // namespace mmim
