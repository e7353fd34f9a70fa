#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace mmim {

/// Appends a code point as UTF-8; false (and nothing appended) for surrogates and what lies beyond U+10FFFF.
bool append_utf8(std::string& text, uint32_t code_point);

/// The byte from which `text` is no UTF-8 (surrogates and overlong forms are none), or npos.
size_t not_utf8_from(std::string_view text);

/// The text in Unicode's normal form C: `e` and an accent become one character. Text that is no UTF-8 stays as it is.
std::string composed(std::string_view text);

/// Letters, digits and punctuation of Latin scripts as ASCII writes them: "Dvořák" is "Dvorak", curly quotes
/// are straight. Other characters, and text that is no UTF-8, stay as they are.
std::string in_ascii(std::string_view text);

}  // namespace mmim
