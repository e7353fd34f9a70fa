#pragma once
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace mmim {

/// Whether a process runs that has `word` in its command line. This process is none of them.
inline bool runs_with(const std::string& word) {
  namespace fs = std::filesystem;
  std::error_code gone;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", gone)) {
    const std::string name = entry.path().filename();
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; })) continue;
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    const std::string words((std::istreambuf_iterator<char>(file)), {});
    if (words.find(word) != words.npos && name != fs::read_symlink("/proc/self").string()) return true;
  }
  return false;
}

/// Waits until none runs; false when one still does after ten seconds.
inline bool none_runs_with(const std::string& word) {
  for (int tries = 0; tries < 1000; ++tries) {
    if (!runs_with(word)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace mmim
