#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/numbers.h"

namespace mmim {

/// Columns on a terminal: UTF-8 characters, each one column wide.
size_t columns_of(const std::string& text);

/// `text` padded with spaces to `width` columns, on its right or (`right`: flush right) on its left.
std::string padded(const std::string& text, size_t width, bool right = false);

/// Rows of cells in columns two spaces apart, each line ended. `flush`: one letter per column, 'l' or 'r'; no spaces at
/// line ends. Rows may be shorter than `flush`.
std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::string& flush);
/// The same in at most `width` columns: what does not fit stands below, behind the first column again.
std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::string& flush, size_t width);

/// Words of `text` in lines of at most `width` columns; every line after the first stands behind `indent` spaces more.
std::string wrapped(const std::string& text, size_t width, size_t indent);
/// Lines of `text`; those wider than `width` are wrapped behind their first `indent` columns.
std::string wrapped_lines(const std::string& text, size_t width, size_t indent);

/// "12 s", "4:07 min", "1:02:03 h".
std::string duration(double seconds);
/// "12,345".
std::string grouped(int64_t number);

}  // namespace mmim
