#include "cli/look/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <limits>

#include "cli/look/text_table.h"

namespace mmim {

std::optional<size_t> terminal_columns(int descriptor) {
  if (::isatty(descriptor) == 0) return {};
  winsize size{};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : size_t{80};
}

size_t output_columns() { return terminal_columns(STDOUT_FILENO).value_or(std::numeric_limits<size_t>::max()); }

size_t error_columns() { return terminal_columns(STDERR_FILENO).value_or(80); }

std::string bar(int64_t done, int64_t total, int64_t width) {
  const int64_t filled = total > 0 ? done * width / total : 0;
  std::string text;
  for (int64_t i = 0; i < width; ++i) text += i < filled ? "━" : "╌";
  return text;
}

std::string cut_to(const std::string& line, size_t columns) {
  if (columns_of(line) <= columns) return line;
  std::string short_line;
  for (size_t i = 0; i < line.size() && columns_of(short_line) < columns - 1; ++i) {
    short_line += line[i];
    while (i + 1 < line.size() && (static_cast<unsigned char>(line[i + 1]) & 0xC0) == 0x80) short_line += line[++i];
  }
  return short_line + "…";
}

void MovingLine::show(const std::string& line) {
  const size_t columns = columns_ > 0 ? columns_ : error_columns();
  std::fprintf(stderr, "\r%s\x1b[K", cut_to(line, columns - 1).c_str());
  std::fflush(stderr);
  visible_ = true;
}

void MovingLine::clear() {
  if (visible_) std::fputs("\r\x1b[K", stderr);
  visible_ = false;
}

}  // namespace mmim
