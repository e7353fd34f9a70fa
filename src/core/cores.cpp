#include "core/cores.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

namespace mmim {

namespace {

namespace fs = std::filesystem;

/// A mounted hierarchy of control groups: its folder holds the group `root`.
struct Mount {
  std::string root, folder;
};

bool contains(const std::string& list, const std::string& word) {
  return ("," + list + ",").find("," + word + ",") != std::string::npos;
}

/// A line of mountinfo: `36 35 98:0 ROOT FOLDER OPTIONS ... - TYPE SOURCE OPTIONS`.
std::optional<Mount> mount_of_cpu(const std::string& line, bool v2) {
  std::istringstream words(line);
  std::string skipped, root, folder, word, type, source, options;
  words >> skipped >> skipped >> skipped >> root >> folder;
  while (words >> word && word != "-") continue;
  words >> type >> source >> options;
  const bool right = v2 ? type == "cgroup2" : type == "cgroup" && contains(options, "cpu");
  return right ? std::optional(Mount{root, folder}) : std::nullopt;
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::string first_line(const fs::path& path) {
  const std::vector<std::string> lines = lines_of(path);
  return lines.empty() ? "" : lines.front();
}

std::optional<double> quotient(const std::string& quota, const std::string& period) {
  const double numerator = std::strtod(quota.c_str(), nullptr), denominator = std::strtod(period.c_str(), nullptr);
  if (numerator <= 0 || denominator <= 0) return std::nullopt;  // "max" and -1: no quota
  return numerator / denominator;
}

std::optional<double> quota_of_group(const fs::path& group, bool v2) {
  if (!v2) return quotient(first_line(group / "cpu.cfs_quota_us"), first_line(group / "cpu.cfs_period_us"));
  std::istringstream words(first_line(group / "cpu.max"));
  std::string quota, period;
  words >> quota >> period;
  return quotient(quota, period);
}

/// The tightest quota of a group and of those above it, up to the one that is mounted.
std::optional<double> tightest(const fs::path& root, const Mount& mount, const std::string& group, bool v2) {
  // In a container the mount shows a part of the tree, and the group may be told as the host sees it.
  const bool below = mount.root != "/" && group.starts_with(mount.root);
  fs::path rest = fs::path(below ? group.substr(mount.root.size()) : group).relative_path();
  const fs::path top = root / fs::path(mount.folder).relative_path();
  if (!fs::exists(top / rest)) rest.clear();
  std::optional<double> least;
  while (true) {
    const std::optional<double> quota = quota_of_group(top / rest, v2);
    if (quota && (!least || *quota < *least)) least = quota;
    if (rest.empty()) return least;
    rest = rest.parent_path();
  }
}

int64_t affinity() {
  for (int cores = 1024; cores <= 1 << 20; cores *= 4) {  // a set too small for the machine is refused
    cpu_set_t* set = CPU_ALLOC(static_cast<size_t>(cores));
    const size_t bytes = CPU_ALLOC_SIZE(static_cast<size_t>(cores));
    const bool read = ::sched_getaffinity(0, bytes, set) == 0;
    const int64_t count = read ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (read) return count;
  }
  return 0;
}

std::optional<int64_t> openmp_threads() {
  const char* word = std::getenv("OMP_NUM_THREADS");
  const int64_t count = word ? std::strtoll(word, nullptr, 10) : 0;  // of a list the first is that of the outer level
  return count > 0 ? std::optional(std::min<int64_t>(count, 4096)) : std::nullopt;
}

std::string cores(int64_t count) { return std::to_string(count) + (count == 1 ? " core" : " cores"); }

}  // namespace

std::optional<double> cgroup_quota(const fs::path& root) {
  const std::vector<std::string> mounts = lines_of(root / "proc/self/mountinfo");
  std::optional<double> least;
  for (const std::string& line : lines_of(root / "proc/self/cgroup")) {  // `ID:CONTROLLERS:GROUP`, v2: `0::GROUP`
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool v2 = controllers.empty();
    if (!v2 && !contains(controllers, "cpu")) continue;
    for (const std::string& each : mounts) {
      const std::optional<Mount> mount = mount_of_cpu(each, v2);
      const std::optional<double> quota = mount ? tightest(root, *mount, line.substr(second + 1), v2) : std::nullopt;
      if (quota && (!least || *quota < *least)) least = quota;
    }
  }
  return least;
}

UsableCores usable_cores(const CoreLimits& limits) {
  if (limits.threads) return {*limits.threads, "OMP_NUM_THREADS is " + std::to_string(*limits.threads)};
  const int64_t machine = std::max<int64_t>(1, limits.machine);
  const int64_t allowed = limits.affinity > 0 ? std::min(machine, limits.affinity) : machine;
  if (limits.quota && std::floor(*limits.quota) < static_cast<double>(allowed)) {
    std::ostringstream quota;
    quota << *limits.quota;
    return {std::max<int64_t>(1, static_cast<int64_t>(*limits.quota)),
            "a control group has a quota of " + quota.str() + " of " + cores(machine)};
  }
  if (allowed < machine)
    return {allowed, "this process may run on " + std::to_string(allowed) + " of " + cores(machine)};
  return {machine, "the machine has " + cores(machine)};
}

UsableCores usable_cores() {
  return usable_cores({::sysconf(_SC_NPROCESSORS_ONLN), affinity(), cgroup_quota("/"), openmp_threads()});
}

}  // namespace mmim
