#include "core/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <vector>

#include "core/error.h"
#include "core/keys.h"

namespace mmim {
namespace {

std::filesystem::path scratch(const std::string& name) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("mmim_files_" + std::to_string(::getpid()));
  make_folder(folder);
  return folder / name;
}

TEST(Files, AppearWholeUnderTheirName) {
  const auto path = scratch("whole");
  write_file_atomically(path, "one");
  {
    AtomicWriter writer(path);
    writer.write("two");
  }
  EXPECT_EQ(read_file(path), "one");
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
}

TEST(Files, ASizeLimitHitWhileWritingIsOneSentenceAndLeavesNothing) {
  const auto path = scratch("limited");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small{1024, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(write_file_atomically(path, std::string(5000, 'x')), Error);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
}

TEST(Files, AMissingOneIsNamed) {
  try {
    read_file("/nowhere/at/all");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()), "/nowhere/at/all: No such file or directory");
  }
}

TEST(Keys, PermutationsDependOnTheKeyAlone) {
  EXPECT_EQ(permutation(100, 7), permutation(100, 7));
  EXPECT_NE(permutation(100, 7), permutation(100, 8));
  auto sorted = permutation(100, 7);
  std::sort(sorted.begin(), sorted.end());
  for (int64_t i = 0; i < 100; ++i) EXPECT_EQ(sorted[static_cast<size_t>(i)], i);
}

/// Pages of mapped files that this process holds.
int64_t mapped_pages() {
  int64_t all = 0, resident = 0, mapped = 0;
  std::ifstream("/proc/self/statm") >> all >> resident >> mapped;
  return mapped;
}

TEST(GiveBack, FreesTheMemoryOfAMappedFileButNotItsContent) {
  const auto path = scratch("large");
  std::string content(32 << 20, 'a');
  for (size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i % 251);
  write_file_atomically(path, content);
  const MappedFile file(path);
  const auto whole = std::as_bytes(std::span(content));
  ASSERT_TRUE(std::ranges::equal(file.bytes(), whole));
  const int64_t held = mapped_pages(), half = (16 << 20) / ::sysconf(_SC_PAGESIZE);
  give_back(file.bytes().first(16 << 20));
  EXPECT_LT(mapped_pages(), held - half / 2);
  EXPECT_GT(mapped_pages(), held - half - half / 2);
  give_back(file.bytes().subspan((16 << 20) - 7));
  EXPECT_LT(mapped_pages(), held - half - half / 2);
  EXPECT_TRUE(std::ranges::equal(file.bytes(), whole));
}

TEST(GiveBack, LeavesBytesThatLieInNoMappedFile) {
  const MappedFile file([&] {
    write_file_atomically(scratch("small"), "small");
    return scratch("small");
  }());
  std::vector<std::byte> memory(1 << 20, std::byte{7});
  give_back(memory);
  give_back({});
  EXPECT_EQ(std::ranges::count(memory, std::byte{7}), 1 << 20);
  const auto path = scratch("gone");
  write_file_atomically(path, std::string(1 << 20, 'x'));
  const std::byte* begin = nullptr;
  {
    const MappedFile gone(path);
    begin = gone.bytes().data();
  }
  give_back({begin, 1 << 20});  // whatever lies there now is no file of ours
}

}  // namespace
}  // namespace mmim
