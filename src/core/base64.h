#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

/// Base64 of RFC 4648, padded, in one line.
std::string to_base64(std::span<const std::byte> bytes);
/// The bytes of canonical base64; DataError naming `where` when it is anything else.
std::vector<std::byte> from_base64(std::string_view text, const std::string& where);

}  // namespace mmim
