#include "core/cores.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <fstream>

#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// The files of a machine as a process sees them.
class Files {
 public:
  Files& file(const std::string& path, const std::string& text) {
    fs::create_directories((root() / path).parent_path());
    std::ofstream(root() / path) << text << "\n";
    return *this;
  }
  fs::path root() const { return folder_.path; }

 private:
  ScratchFolder folder_;
};

constexpr const char* kV2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";
constexpr const char* kV1 =
    "33 32 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "34 32 0:30 / /sys/fs/cgroup/cpuset rw shared:9 - cgroup cgroup rw,cpuset";

TEST(UsableCores, AreThoseOfTheMachineWithoutALimit) {
  const UsableCores cores = usable_cores({.machine = 8, .affinity = 8, .quota = {}, .threads = {}});
  EXPECT_EQ(cores.count, 8);
  EXPECT_EQ(cores.reason, "the machine has 8 cores");
}

TEST(UsableCores, FollowTheTightestLimitAndSayWhich) {
  EXPECT_EQ(usable_cores({.machine = 8, .affinity = 3, .quota = 5.0, .threads = {}}).reason,
            "this process may run on 3 of 8 cores");
  const UsableCores quota = usable_cores({.machine = 8, .affinity = 6, .quota = 2.5, .threads = {}});
  EXPECT_EQ(quota.count, 2);
  EXPECT_EQ(quota.reason, "a control group has a quota of 2.5 of 8 cores");
}

TEST(UsableCores, AreAtLeastOne) {
  EXPECT_EQ(usable_cores({.machine = 8, .affinity = 8, .quota = 0.25, .threads = {}}).count, 1);
  EXPECT_EQ(usable_cores({.machine = 0, .affinity = 0, .quota = {}, .threads = {}}).count, 1);
}

TEST(UsableCores, AreWhatTheUserSays) {
  EXPECT_EQ(usable_cores({.machine = 8, .affinity = 3, .quota = 2.0, .threads = 5}).count, 5);
}

TEST(UsableCores, FollowTheAffinityOfThisProcess) {
  ::unsetenv("OMP_NUM_THREADS");
  cpu_set_t all, one;
  ASSERT_EQ(::sched_getaffinity(0, sizeof all, &all), 0);
  CPU_ZERO(&one);
  for (int core = 0; core < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++core)
    if (CPU_ISSET(core, &all)) CPU_SET(core, &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  const int64_t bound = usable_cores().count;
  ASSERT_EQ(::sched_setaffinity(0, sizeof all, &all), 0);
  EXPECT_EQ(bound, 1);
}

TEST(CgroupQuota, IsReadFromVersionTwo) {
  Files files;
  files.file("proc/self/cgroup", "0::/user.slice/job").file("proc/self/mountinfo", kV2);
  EXPECT_FALSE(cgroup_quota(files.root()));
  files.file("sys/fs/cgroup/user.slice/job/cpu.max", "max 100000");
  EXPECT_FALSE(cgroup_quota(files.root()));
  files.file("sys/fs/cgroup/user.slice/job/cpu.max", "250000 100000");
  EXPECT_EQ(cgroup_quota(files.root()), 2.5);
}

TEST(CgroupQuota, IsTheTightestOfTheGroupsAbove) {
  Files files;
  files.file("proc/self/cgroup", "0::/a/b").file("proc/self/mountinfo", kV2);
  files.file("sys/fs/cgroup/a/b/cpu.max", "400000 100000").file("sys/fs/cgroup/a/cpu.max", "150000 100000");
  EXPECT_EQ(cgroup_quota(files.root()), 1.5);
}

TEST(CgroupQuota, IsReadFromVersionOne) {
  Files files;
  files.file("proc/self/cgroup", "5:cpuset:/\n4:cpu,cpuacct:/docker/x\n0::/").file("proc/self/mountinfo", kV1);
  files.file("sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us", "300000");
  files.file("sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_period_us", "100000");
  EXPECT_EQ(cgroup_quota(files.root()), 3);
  files.file("sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us", "-1");
  EXPECT_FALSE(cgroup_quota(files.root()));
}

TEST(CgroupQuota, IsFoundWhereAContainerSeesOnlyItsOwnGroup) {
  Files files;
  files.file("proc/self/cgroup", "4:cpu:/docker/x")
      .file("proc/self/mountinfo", "33 32 0:29 /docker/x /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu");
  files.file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000").file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
  EXPECT_EQ(cgroup_quota(files.root()), 2);
}

TEST(CgroupQuota, IsNothingWhereNoFileIs) { EXPECT_FALSE(cgroup_quota("/nowhere")); }

}  // namespace
}  // namespace mmim
