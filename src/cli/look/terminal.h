#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace mmim {

/// Columns of the terminal behind a file descriptor, 80 where it does not tell; nothing where there is no terminal.
std::optional<size_t> terminal_columns(int descriptor);

/// Columns for what a command prints: those of the terminal, and without limit into a file or pipe.
size_t output_columns();

/// Columns for what a command says on standard error; 80 where nobody tells.
size_t error_columns();

/// A bar of `width` columns, filled up to the share that is done.
std::string bar(int64_t done, int64_t total, int64_t width);

/// At most `columns` columns of a line; `…` stands for what is cut off.
std::string cut_to(const std::string& line, size_t columns);

/// A line on standard error that is drawn over the one before, never wider than the terminal. It goes away with this.
class MovingLine {
 public:
  explicit MovingLine(size_t columns = 0) : columns_(columns) {}  ///< 0: those of the terminal
  MovingLine(const MovingLine&) = delete;
  MovingLine& operator=(const MovingLine&) = delete;
  ~MovingLine() { clear(); }
  void show(const std::string& line);
  void clear();
  bool visible() const { return visible_; }

 private:
  size_t columns_;
  bool visible_ = false;
};

}  // namespace mmim
