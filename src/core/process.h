#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

/// What a process that reads files of strangers may take, as the system bounds it; 0: no bound.
struct ProcessLimits {
  int64_t cpu_seconds = 0;
  int64_t memory = 0;         ///< bytes of addresses
  bool writes_files = true;   ///< else only pipes and devices can be written
  bool ends_at_once = false;  ///< SIGKILL instead of SIGTERM when the thread that starts it ends
};

/// What is to run as a process of its own, without a shell.
struct Launch {
  std::vector<std::string> words;  ///< program, looked up in PATH unless it has a slash, and arguments
  /// Open files that become its standard input, output and errors; -1: /dev/null. They stay the caller's.
  int input = -1, output = -1, errors = -1;
  int64_t threads = 0;  ///< of OpenMP, and no other setting of it is passed on; 0: as this process has them
  ProcessLimits limits = {};
};

/// A process started from this one, in a process group of its own: a Ctrl-C reaches it only through stop().
class Child {
 public:
  /// It gets SIGTERM when the thread that starts it ends, in whatever way. Error when no process can be made; a program
  /// that is not there ends with kNotStarted. What takes more CPU time than its limit ends with 128 + SIGXCPU.
  explicit Child(const Launch& launch);
  /// A copy of this process, with its memory and one thread, that does `work` and ends. `work` sees to it that it ends
  /// when this process is gone; an exception out of it ends the copy with 1.
  explicit Child(const std::function<void()>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();  ///< stops and waits
  /// Its exit code, 128 + n when signal n ended it; nothing while it runs.
  std::optional<int> ended();
  int wait();   ///< until it ends; its exit code
  void stop();  ///< SIGTERM, once: a training run saves its state and ends
  void kill();  ///< SIGKILL

  static constexpr int kNotStarted = 127;

 private:
  pid_t process_ = -1;
  bool stopping_ = false;
  std::optional<int> code_;
};

/// What a process that ran to its end wrote.
struct ProcessResult {
  int code = 0;  ///< as Child::ended()
  std::string output, errors;
};

/// Runs `words` with `input` as its standard input and waits. Both sides meet in temporary files, which unlike pipes
/// cannot fill up while both wait. Error when no process or file can be made.
ProcessResult run_to_end(const std::vector<std::string>& words, std::string_view input = "");

/// Starts `words` on `threads` threads; output and errors are appended to `log`. Error when that cannot be written.
std::unique_ptr<Child> start_logged(const std::vector<std::string>& words, const std::filesystem::path& log,
                                    int64_t threads);

/// Threads of each of `jobs` processes that share `threads` (0: all usable_cores()) evenly; at least 1.
int64_t threads_of_each(int64_t threads, int64_t jobs);

/// Of a process that ended with a code of 128 or more.
std::string signal_words(int code);

/// This program's file, also when that has been removed since the start.
std::string own_program();

/// The last line of a file that says something, without the program's name before it; "" when there is none.
std::string last_words(const std::filesystem::path& log);

}  // namespace mmim
