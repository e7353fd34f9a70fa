#include "core/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

namespace mmim {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFolder, IsForThisUserAloneAndGoesWithAllThatLiesInIt) {
  std::optional<TemporaryFolder> one(std::in_place);
  const TemporaryFolder other;
  const fs::path path = one->path();
  EXPECT_NE(path, other.path());
  EXPECT_EQ(fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
  fs::create_directories(path / "in/it");
  std::ofstream(path / "in/it/file") << "text";
  one.reset();
  EXPECT_FALSE(fs::exists(path));
  EXPECT_TRUE(fs::exists(other.path()));
}

}  // namespace
}  // namespace mmim
