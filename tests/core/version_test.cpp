#include "core/version.h"

#include <gtest/gtest.h>

#include <regex>

namespace mmim {

TEST(ProgramVersion, IsThreeNumbers) {
  EXPECT_TRUE(std::regex_match(program_version(), std::regex("[0-9]+\\.[0-9]+\\.[0-9]+"))) << program_version();
}

}  // namespace mmim
