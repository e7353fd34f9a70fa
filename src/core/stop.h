#pragma once
#include <atomic>

namespace mmim {

/// Set once an end with a saved state was asked for: long work stops at its next boundary, and begins nothing new.
extern std::atomic<bool> stop_requested;

/// From now on the first SIGINT or SIGTERM sets stop_requested; a second one ends the program at once.
void stop_on_signals();

/// The exit code of work that was cut off: 128 + n for the signal n that asked for it, 1 when none did.
int stopped_exit_code();

}  // namespace mmim
