#include "bench/process.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/error.h"

extern char** environ;

namespace mmim {

namespace {

[[noreturn]] void fail(const std::string& what, int reason) {
  throw Error("measuring in a process of its own: " + what + (reason ? std::string(": ") + std::strerror(reason) : ""));
}

std::string read_all(int file) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t got = ::read(file, buffer, sizeof buffer);
    if (got > 0) text.append(buffer, static_cast<size_t>(got));
    if (got == 0) return text;
    if (got < 0 && errno != EINTR) return text;
  }
}

}  // namespace

Resident resident() {
  Resident found;
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double* target = word == "VmRSS:" ? &found.now : word == "VmHWM:" ? &found.peak : nullptr;
    if (target && status >> *target) *target *= 1024;
  }
  return found;
}

std::string run_self(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), "mmim");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  int ends[2];
  if (::pipe(ends) != 0) fail("no pipe", errno);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  pid_t child = 0;
  const int refused = ::posix_spawn(&child, "/proc/self/exe", &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  const std::string said = refused ? "" : read_all(ends[0]);
  ::close(ends[0]);
  if (refused) fail("it could not be started", refused);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail("it was lost", errno);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("it failed, its complaint stands above", 0);
  return said;
}

}  // namespace mmim
