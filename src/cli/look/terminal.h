#pragma once
#include <cstddef>
#include <optional>

namespace mmim {

/// Columns of the terminal behind a file descriptor, 80 where it does not tell; nothing where there is no terminal.
std::optional<size_t> terminal_columns(int descriptor);

/// Columns for what a command prints: those of the terminal, and without limit into a file or pipe.
size_t output_columns();

}  // namespace mmim
