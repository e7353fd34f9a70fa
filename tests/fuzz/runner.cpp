#include "fuzz/runner.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

#include "core/error.h"
#include "core/keys.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

/// What the reading process tells the watching one, in memory that both see.
struct Board {
  std::atomic<uint64_t> next = 0;  ///< the case that is being read
  std::atomic<uint64_t> told = 0;  ///< findings in `what`
  std::atomic<uint64_t> read[512] = {}, refused[512] = {};
  char what[4096] = {};
};

class SharedBoard {
 public:
  SharedBoard() {
    void* memory = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
    board_ = new (memory) Board;
  }
  SharedBoard(const SharedBoard&) = delete;
  SharedBoard& operator=(const SharedBoard&) = delete;
  ~SharedBoard() { ::munmap(board_, sizeof(Board)); }
  Board* operator->() { return board_; }
  Board& operator*() { return *board_; }

 private:
  Board* board_;
};

FuzzCase case_at(uint64_t number, uint64_t seed, size_t targets) {
  return {static_cast<size_t>(number % targets), seed, number / targets};
}

/// Reads the cases from `board.next` on; an unexpected exception ends this process too, with a word on the board.
[[noreturn]] void read_cases(const std::vector<FuzzTarget>& targets, uint64_t seed, uint64_t count,
                             const fs::path& folder, Board& board) {
  for (uint64_t number = board.next; number < count; board.next = ++number) {
    const FuzzCase one = case_at(number, seed, targets.size());
    bool read = false;
    const std::string wrong = run_case(one, targets, folder, read);
    if (!wrong.empty()) {
      std::strncpy(board.what, wrong.c_str(), sizeof board.what - 1);
      ++board.told;
      ::_exit(1);
    }
    ++(read ? board.read : board.refused)[one.target];
  }
  std::exit(0);  // which looks for leaks
}

uint64_t resident(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  uint64_t whole = 0, pages = 0;
  file >> whole >> pages;
  return pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

void end_group(pid_t process, int& status) {
  ::kill(-process, SIGKILL);
  ::waitpid(process, &status, 0);
}

std::string say_status(int status) {
  if (WIFSIGNALED(status)) return "the reader was ended by signal " + std::to_string(WTERMSIG(status));
  return "the reader ended with exit code " + std::to_string(WEXITSTATUS(status)) + " (a sanitizer, or a leak)";
}

/// Waits for the process; what is wrong with the case that it stopped at, or "" when it came to its end. `told`:
/// findings on the board before.
std::string watch(pid_t process, Board& board, uint64_t told, const FuzzLimits& limits) {
  uint64_t before = board.next;
  auto since = Clock::now();
  int status = 0;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (board.next != before) {
      before = board.next;
      since = Clock::now();
    }
    if (std::chrono::duration<double>(Clock::now() - since).count() > limits.seconds) {
      end_group(process, status);
      return "takes more than " + std::to_string(static_cast<int>(limits.seconds)) + " seconds";
    }
    if (resident(process) > limits.memory) {
      end_group(process, status);
      return "takes more than " + std::to_string(limits.memory >> 20) + " MiB of memory";
    }
  }
  if (board.told != told) return board.what;
  return status == 0 ? "" : say_status(status);
}

}  // namespace

std::string say(const FuzzCase& one, const std::vector<FuzzTarget>& targets) {
  return targets.at(one.target).name + ":" + std::to_string(one.seed) + ":" + std::to_string(one.index);
}

FuzzCase case_of(const std::string& text, const std::vector<FuzzTarget>& targets) {
  const size_t last = text.rfind(':'), first = last == text.npos || last == 0 ? text.npos : text.rfind(':', last - 1);
  if (first == text.npos) throw std::invalid_argument(text + ": is no TARGET:SEED:INDEX");
  const auto target = std::find_if(targets.begin(), targets.end(),
                                   [&](const FuzzTarget& one) { return one.name == text.substr(0, first); });
  if (target == targets.end()) throw std::invalid_argument(text + ": there is no target " + text.substr(0, first));
  return {static_cast<size_t>(target - targets.begin()), std::stoull(text.substr(first + 1)),
          std::stoull(text.substr(last + 1))};
}

std::string run_case(const FuzzCase& one, const std::vector<FuzzTarget>& targets, const fs::path& folder, bool& read) {
  const FuzzTarget& target = targets[one.target];
  const uint64_t key = subkey(subkey(one.seed, target.name), one.index);
  const std::string& other = targets[subkey(key, "other") % targets.size()].seed;
  const fs::path own = folder / std::to_string(one.target);
  fs::create_directories(own);
  read = false;
  try {
    target.run({key, other, own});
    read = true;
    return "";
  } catch (const Error& error) {
    const std::string sentence = error.what();
    if (error.exit_code() != 2 && error.exit_code() != 3) return "is refused as a failure of the machine: " + sentence;
    return sentence.find('\n') == sentence.npos ? "" : "is refused in several lines: " + sentence;
  } catch (const std::exception& error) {
    return "throws what is no Error: " + std::string(error.what());
  }
}

FuzzResult run_cases(const std::vector<FuzzTarget>& targets, uint64_t seed, uint64_t count, const FuzzLimits& limits) {
  const ScratchFolder folder;
  SharedBoard board;
  if (targets.size() > std::size(board->read)) throw std::invalid_argument("more targets than the board has places");
  FuzzResult result;
  while (board->next < count && result.findings.size() < limits.findings) {
    const uint64_t told = board->told;
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error("no process can be made");
    if (process == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::setpgid(0, 0);
      read_cases(targets, seed, count, folder.path, *board);
    }
    const std::string wrong = watch(process, *board, told, limits);
    if (wrong.empty()) break;
    const uint64_t number = std::min<uint64_t>(board->next, count - 1);
    result.findings.push_back({case_at(number, seed, targets.size()), wrong});
    board->next = number + 1;
  }
  for (size_t i = 0; i < targets.size(); ++i) {
    result.read_of.push_back(board->read[i]);
    result.refused_of.push_back(board->refused[i]);
    result.read += board->read[i];
    result.refused += board->refused[i];
  }
  return result;
}

}  // namespace mmim
