#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "core/process.h"

namespace mmim {

/// Child processes side by side, each doing one piece of work known by its number.
struct SideBySide {
  struct Started {
    size_t number;
    std::unique_ptr<Child> child;
  };
  int64_t jobs = 1;                               ///< at most so many at a time
  std::function<std::optional<Started>()> begin;  ///< starts what is next; nothing: all is begun
  /// Told that the process of a number has ended with a code; returns the one that goes on with it, or null.
  std::function<std::unique_ptr<Child>(size_t number, int code)> end;
  std::function<void(bool news)> tell;  ///< every tenth of a second; news: something began or ended since

  /// Until all is done. On stop_requested it begins nothing, stops what runs and waits for it; returns false then.
  bool run();
};

}  // namespace mmim
