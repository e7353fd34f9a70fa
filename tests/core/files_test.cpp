#include "core/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

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

}  // namespace
}  // namespace mmim
