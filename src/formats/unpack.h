#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "formats/file_kind.h"

namespace mmim {

/// Unpacks gzip or xz data, several members one after the other included, and hands them on piece by piece. DataError
/// when they are damaged, cut short or hold more than `most` bytes; `where` names the file.
void unpack(std::span<const std::byte> packed, FileKind kind, uint64_t most, const std::string& where,
            const std::function<void(std::span<const std::byte>)>& take);

/// The first mebibyte of what gzip or xz data hold, or less where they are shorter, cut or damaged.
std::vector<std::byte> unpacked_begin(std::span<const std::byte> packed, FileKind kind);

}  // namespace mmim
