#pragma once
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mmim {

/// A process started from this one, without a shell, in a process group of its own: a Ctrl-C reaches it only through
/// stop(). It gets SIGTERM when this process dies in whatever way. Output and errors go to a file.
class Child {
 public:
  /// `words`: program and arguments; `log`: appended to; `threads`: of OpenMP. Error when it cannot be started.
  Child(const std::vector<std::string>& words, const std::filesystem::path& log, int64_t threads);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();  ///< stops and waits
  /// Its exit code, 128 + n when signal n ended it; nothing while it runs.
  std::optional<int> ended();
  void stop();  ///< SIGTERM, once: a training run saves its state and ends

 private:
  pid_t process_ = -1;
  bool stopping_ = false;
  std::optional<int> code_;
};

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

/// Threads of each of `jobs` processes that share `threads` (0: all cores) evenly; at least 1.
int64_t threads_of_each(int64_t threads, int64_t jobs);

/// Of a process that ended with a code of 128 or more.
std::string signal_words(int code);

/// This program's file.
std::string own_program();

/// The last line of a file that says something, without the program's name before it; "" when there is none.
std::string last_words(const std::filesystem::path& log);

/// A file locked while this process or a child started after it lives, so that one experiment runs at a time in a
/// folder.
class FolderLock {
 public:
  /// Waits up to `seconds` for processes of an earlier command to end; UsageError when they go on.
  FolderLock(const std::filesystem::path& folder, int seconds);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int file_ = -1;
};

}  // namespace mmim
