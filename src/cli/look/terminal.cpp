#include "cli/look/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <limits>

namespace mmim {

std::optional<size_t> terminal_columns(int descriptor) {
  if (::isatty(descriptor) == 0) return {};
  winsize size{};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : size_t{80};
}

size_t output_columns() { return terminal_columns(STDOUT_FILENO).value_or(std::numeric_limits<size_t>::max()); }

}  // namespace mmim
