#pragma once
#include <cstdint>
#include <string>

namespace mmim {

/// Appends a code point as UTF-8; false (and nothing appended) for surrogates and what lies beyond U+10FFFF.
bool append_utf8(std::string& text, uint32_t code_point);

}  // namespace mmim
