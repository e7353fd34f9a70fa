#pragma once
#include <string>

namespace mmim {

/// What is wrong with a line of TOML, for people who do not know TOML's words: the parser's `description` in plain
/// ones, and the line itself.
std::string toml_complaint(const std::string& description, const std::string& text, size_t line);

}  // namespace mmim
