// Waiting threads spin for a bounded time, then sleep, unless the user chose otherwise.
//
// A thread that spins takes the time slice of the thread it waits for wherever cores are shared. OpenMP reads its
// policy when the library is loaded, before any constructor of this program. The program therefore starts itself anew
// with the policy in its environment, before LibTorch is initialised: that costs the relocations, about 10 ms.
#include <sys/auxv.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <limits>
#include <string_view>
#include <vector>

namespace {

/// Two threads beside one busy process on two cores then take 1.25 times as long as one thread, with 25 us 1.6 times.
constexpr int64_t kSpinNanoseconds = 7'000;

int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

/// One round of OpenMP's waiting. It takes 10 to 50 ns, by CPU.
void wait_one_round() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#else
  asm volatile("" ::: "memory");
#endif
}

/// Rounds that fit into kSpinNanoseconds. The least of three measurements is one without a disturbance.
int64_t rounds_of_waiting() {
  constexpr int64_t kRounds = 500;
  int64_t least = std::numeric_limits<int64_t>::max();
  for (int attempt = 0; attempt < 3; ++attempt) {
    const int64_t began = now();
    for (int64_t round = 0; round < kRounds; ++round) wait_one_round();
    least = std::min(least, now() - began);
  }
  return std::clamp<int64_t>(kSpinNanoseconds * kRounds / std::max<int64_t>(1, least), 20, 100'000);
}

bool chosen_by_user(char** variables) {
  for (char** one = variables; *one; ++one) {
    const std::string_view variable(*one);
    if (variable.starts_with("GOMP_SPINCOUNT=") || variable.starts_with("OMP_WAIT_POLICY=")) return true;
  }
  return false;
}

void start_with_bounded_waiting(int, char** words, char** variables) {
  const auto* file = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
  const bool started_by_loader = ::getauxval(AT_BASE) == 0;  // then the file is the loader, not this program
  if (chosen_by_user(variables) || started_by_loader || ::getauxval(AT_SECURE) != 0 || !file) return;
  char policy[64];
  std::snprintf(policy, sizeof policy, "GOMP_SPINCOUNT=%lld", static_cast<long long>(rounds_of_waiting()));
  std::vector<char*> all;
  for (char** one = variables; *one; ++one) all.push_back(*one);
  all.push_back(policy);
  all.push_back(nullptr);
  ::execve(file, words, all.data());  // when this fails, the program goes on as it is
}

// The loader calls what stands here before the constructors of any library.
[[gnu::section(".preinit_array"), gnu::used]] void (*const first)(int, char**, char**) = start_with_bounded_waiting;

}  // namespace
