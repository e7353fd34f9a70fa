#include "experiments/processes.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <sstream>
#include <thread>

#include "core/error.h"
#include "core/files.h"
#include "train/fit.h"

namespace mmim {

namespace {

constexpr int kNotStarted = 127;

std::string reason() { return std::strerror(errno); }

/// What execve wants, made before fork: nothing may be allocated between fork and exec.
struct Words {
  explicit Words(std::vector<std::string> all) : text(std::move(all)) {
    for (std::string& word : text) pointers.push_back(word.data());
    pointers.push_back(nullptr);
  }
  std::vector<std::string> text;
  std::vector<char*> pointers;
};

std::vector<std::string> environment(int64_t threads) {
  std::vector<std::string> all;
  for (char** one = environ; *one; ++one)
    if (std::strncmp(*one, "OMP_", 4) != 0) all.emplace_back(*one);
  all.push_back("OMP_NUM_THREADS=" + std::to_string(threads));
  all.emplace_back("OMP_WAIT_POLICY=passive");  // cells side by side: a waiting thread leaves its core to others
  return all;
}

[[noreturn]] void become(Words& words, Words& variables, int log, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(kNotStarted);  // it died before the line above
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execve(words.pointers[0], words.pointers.data(), variables.pointers.data());
  ::_exit(kNotStarted);
}

}  // namespace

Child::Child(const std::vector<std::string>& given, const std::filesystem::path& log, int64_t threads) {
  Words words(given), variables(environment(threads));
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) throw Error(log.string() + ": cannot be written (" + reason() + ")");
  const pid_t self = ::getpid();
  process_ = ::fork();
  if (process_ == 0) become(words, variables, file, self);
  ::close(file);
  if (process_ < 0) throw Error("no process can be started (" + reason() + ")");
}

Child::~Child() {
  stop();
  if (!code_) ::waitpid(process_, nullptr, 0);
}

std::optional<int> Child::ended() {
  int status = 0;
  if (!code_ && ::waitpid(process_, &status, WNOHANG) == process_)
    code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return code_;
}

void Child::stop() {
  if (!stopping_ && !ended()) ::kill(process_, SIGTERM);
  stopping_ = true;
}

bool SideBySide::run() {
  std::vector<Started> running;
  bool all_begun = false;
  while (true) {
    bool news = false;
    while (!stop_requested && !all_begun && static_cast<int64_t>(running.size()) < jobs) {
      std::optional<Started> next = begin();
      all_begun = !next;
      if (next) running.push_back(std::move(*next));
      news = news || next;
    }
    news = std::erase_if(running,
                         [&](Started& one) {
                           if (stop_requested) one.child->stop();
                           const std::optional<int> code = one.child->ended();
                           if (code) one.child = end(one.number, *code);
                           return !one.child;
                         }) > 0 ||
           news;
    tell(news);
    if (running.empty() && (stop_requested || all_begun)) return !stop_requested;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::string signal_words(int code) { return "its process was ended by signal " + std::to_string(code - 128); }

int64_t threads_of_each(int64_t threads, int64_t jobs) {
  const int64_t all = threads > 0 ? threads : std::max<int64_t>(1, std::thread::hardware_concurrency());
  return std::max<int64_t>(1, all / std::max<int64_t>(1, jobs));
}

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

std::string last_words(const std::filesystem::path& log) {
  std::istringstream text(read_file(log));
  std::string last;
  for (std::string line; std::getline(text, line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos) last = line;
  const std::string ours = "mmim: ";
  return last.starts_with(ours) ? last.substr(ours.size()) : last;
}

FolderLock::FolderLock(const std::filesystem::path& folder, int seconds) {
  const std::filesystem::path path = folder / ".lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT, 0644);  // not closed on exec: children hold it too
  if (file_ < 0) throw Error(path.string() + ": cannot be written (" + reason() + ")");
  for (int tenths = 0; ::flock(file_, LOCK_EX | LOCK_NB) != 0; ++tenths) {
    if (tenths >= 10 * seconds) {
      ::close(file_);
      throw UsageError(folder.string() + ": another command is running this experiment");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

FolderLock::~FolderLock() { ::close(file_); }

}  // namespace mmim
