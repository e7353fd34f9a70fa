#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <span>

#include "formats/value.h"

namespace mmim {

/// Reads a pickle of protocols 0 to 5 and executes nothing: numpy arrays and scalars, tensors of torch and the builtin
/// containers have readers; whatever else a class or function makes is a placeholder (Opaque). Sizes are checked
/// against the bytes that are there before anything is reserved, depth (200) and total memory (64 bytes for each of the
/// file, and 64 MiB) are bounded; containers that hold themselves are refused. `persistent` resolves PERSID/BINPERSID
/// (torch files); without it they are refused. Large arrays may point into `bytes`, which `owner` keeps alive. Throws
/// DataError "`where`: byte N: ...".
using PersistentLoad = std::function<Value(const Value& id)>;
Value read_pickle(std::span<const std::byte> bytes, const std::string& where, std::shared_ptr<const void> owner = {},
                  const PersistentLoad& persistent = {});

/// The pickle that begins at byte `at`, which moves behind it.
Value read_leading_pickle(std::span<const std::byte> bytes, size_t& at, const std::string& where,
                          std::shared_ptr<const void> owner, const PersistentLoad& persistent);

/// The pickle file at `path`, memory-mapped; in gzip or xz too. DataError says what a file of another kind is.
Value read_pickle(const std::filesystem::path& path);

}  // namespace mmim
