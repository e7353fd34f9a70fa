#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace mmim {

/// CPU cores that a process may use, at least 1, and what says so: "the machine has 8 cores".
struct UsableCores {
  int64_t count = 1;
  std::string reason;
};

/// What limits a process. A quota is in cores: 1.5 is one and a half.
struct CoreLimits {
  int64_t machine = 1;             ///< cores that are online
  int64_t affinity = 1;            ///< cores that the process may run on (taskset, cpuset, Slurm)
  std::optional<double> quota;     ///< of the tightest control group above the process
  std::optional<int64_t> threads;  ///< OMP_NUM_THREADS, which holds whatever the others say
};
/// The tightest of the limits; quotas are rounded down.
UsableCores usable_cores(const CoreLimits& limits);

/// Of this process, as it stands now.
UsableCores usable_cores();

/// CPU quota of this process in cores, out of the files of control groups (v1 or v2) below `root`, normally "/"; of
/// all groups above the process the tightest. Nothing when none has a quota or no file can be read.
std::optional<double> cgroup_quota(const std::filesystem::path& root);

}  // namespace mmim
