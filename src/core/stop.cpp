#include "core/stop.h"

#include <csignal>

namespace mmim {

namespace {

std::atomic<int> received_signal{0};

}  // namespace

std::atomic<bool> stop_requested{false};

void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int signal) {
    received_signal = signal;
    stop_requested = true;
  };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

int stopped_exit_code() { return received_signal > 0 ? 128 + received_signal : 1; }

}  // namespace mmim
