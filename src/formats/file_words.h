#pragma once
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "formats/file_kind.h"

namespace mmim {

/// What a file is and what to do, for a person: "is a Git LFS pointer, 130 bytes in the place of the file; `git lfs
/// pull` in its repository brings the file". A zip archive is looked into.
std::string say_kind(std::span<const std::byte> bytes);

/// Throws DataError "`where`: is ...; `wanted` was expected".
[[noreturn]] void refuse_kind(std::span<const std::byte> bytes, const std::string& where, const std::string& wanted);

/// Refuses the file at `path`, if there is one, when a page, a pointer or an archive lies in the place of text.
void expect_text(const std::filesystem::path& path, const std::string& wanted);

/// Whether a file that is named as a table of text can be one, in UTF-8 or UTF-16: not what Python wrote, no archive,
/// no web page.
bool may_be_table(std::span<const std::byte> bytes);

}  // namespace mmim
