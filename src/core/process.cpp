#include "core/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <sstream>

#include "core/cores.h"
#include "core/error.h"
#include "core/files.h"

namespace mmim {

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

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
    if (threads == 0 || std::strncmp(*one, "OMP_", 4) != 0) all.emplace_back(*one);
  if (threads == 0) return all;
  all.push_back("OMP_NUM_THREADS=" + std::to_string(threads));
  return all;
}

void bound(int what, int64_t most, int64_t beyond = 0) {
  const rlimit limit{static_cast<rlim_t>(most), static_cast<rlim_t>(most + beyond)};
  ::setrlimit(static_cast<__rlimit_resource>(what), &limit);
}

void set_limits(const ProcessLimits& limits) {
  if (limits.cpu_seconds > 0) bound(RLIMIT_CPU, limits.cpu_seconds, 1);  // SIGXCPU first, a second later SIGKILL
  if (limits.memory > 0) bound(RLIMIT_AS, limits.memory);
  if (!limits.writes_files) bound(RLIMIT_FSIZE, 0);
}

[[noreturn]] void become(Words& words, Words& variables, const Launch& launch, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, launch.limits.ends_at_once ? SIGKILL : SIGTERM);
  if (::getppid() != parent) ::_exit(Child::kNotStarted);  // it died before the line above
  // First to numbers beyond the standard ones, so that none is overwritten before it is used.
  std::array<int, 3> files{};
  for (const auto& [place, given] : {std::pair{0, launch.input}, {1, launch.output}, {2, launch.errors}}) {
    const int file = given >= 0 ? given : ::open("/dev/null", O_RDWR | O_CLOEXEC);
    files[static_cast<size_t>(place)] = ::fcntl(file, F_DUPFD_CLOEXEC, 3);
  }
  for (int place = 0; place < 3; ++place) ::dup2(files[static_cast<size_t>(place)], place);
  set_limits(launch.limits);
  ::execvpe(words.pointers[0], words.pointers.data(), variables.pointers.data());
  ::_exit(Child::kNotStarted);
}

int code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

File temporary_file() {
  File file(std::tmpfile(), std::fclose);
  if (!file) throw Error("no temporary file can be made (" + system_reason() + ")");
  return file;
}

std::string content(std::FILE* file) {
  std::string bytes;
  std::array<char, 65536> block{};
  std::rewind(file);
  for (size_t n = 0; (n = std::fread(block.data(), 1, block.size(), file)) > 0;) bytes.append(block.data(), n);
  return bytes;
}

}  // namespace

Child::Child(const Launch& launch) {
  Words words(launch.words), variables(environment(launch.threads));
  const pid_t self = ::getpid();
  process_ = ::fork();
  if (process_ < 0) throw Error("no process can be started (" + system_reason() + ")");
  if (process_ > 0) return;
  become(words, variables, launch, self);
}

Child::Child(const std::function<void()>& work) {
  process_ = ::fork();
  if (process_ < 0) throw Error("no process can be started (" + system_reason() + ")");
  if (process_ > 0) return;
  ::setpgid(0, 0);
  try {
    work();
  } catch (...) {  // what called the constructor goes on in the other process alone
    ::_exit(1);
  }
  ::_exit(0);
}

Child::~Child() {
  stop();
  wait();
}

std::optional<int> Child::ended() {
  int status = 0;
  if (!code_ && ::waitpid(process_, &status, WNOHANG) == process_) code_ = code_of(status);
  return code_;
}

int Child::wait() {
  if (code_) return *code_;
  int status = 0;
  pid_t ended = -1;
  do ended = ::waitpid(process_, &status, 0);
  while (ended < 0 && errno == EINTR);
  const int code = ended == process_ ? code_of(status) : kNotStarted;  // else somebody else waited for it
  code_ = code;
  return code;
}

void Child::stop() {
  if (!stopping_ && !ended()) ::kill(process_, SIGTERM);
  stopping_ = true;
}

void Child::kill() {
  if (!ended()) ::kill(process_, SIGKILL);
}

ProcessResult run_to_end(const std::vector<std::string>& words, std::string_view input) {
  const File in = temporary_file(), out = temporary_file(), errors = temporary_file();
  if (std::fwrite(input.data(), 1, input.size(), in.get()) != input.size() || std::fflush(in.get()) != 0)
    throw Error("a temporary file cannot be written (" + system_reason() + ")");
  std::rewind(in.get());
  Child child(Launch{words, ::fileno(in.get()), ::fileno(out.get()), ::fileno(errors.get())});
  const int code = child.wait();
  return {code, content(out.get()), content(errors.get())};
}

std::unique_ptr<Child> start_logged(const std::vector<std::string>& words, const std::filesystem::path& log,
                                    int64_t threads) {
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) throw Error(log.string() + ": cannot be written (" + system_reason() + ")");
  const auto close = [](const int* open) { ::close(*open); };
  const std::unique_ptr<const int, decltype(close)> closed(&file, close);
  return std::make_unique<Child>(Launch{words, -1, file, file, threads});
}

std::string signal_words(int code) { return "its process was ended by signal " + std::to_string(code - 128); }

int64_t threads_of_each(int64_t threads, int64_t jobs) {
  const int64_t all = threads > 0 ? threads : usable_cores().count;
  return std::max<int64_t>(1, all / std::max<int64_t>(1, jobs));
}

std::string own_program() {
  const std::filesystem::path link = "/proc/self/exe", file = std::filesystem::read_symlink(link);
  return std::filesystem::exists(file) ? file.string() : link.string();  // a new build may have taken its place
}

std::string last_words(const std::filesystem::path& log) {
  std::istringstream text(read_file(log));
  std::string last;
  for (std::string line; std::getline(text, line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos) last = line;
  const std::string ours = "mmim: ";
  return last.starts_with(ours) ? last.substr(ours.size()) : last;
}

}  // namespace mmim
