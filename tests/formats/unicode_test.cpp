#include "formats/unicode.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Composed, IsNormalFormCAndLeavesWhatIsNoText) {
  EXPECT_EQ(composed("cafe\u0301_1"), "caf\u00e9_1");
  EXPECT_EQ(composed("caf\u00e9_1"), "caf\u00e9_1");
  EXPECT_EQ(composed("\u1112\u1161\u11ab"), "\ud55c") << "Hangul, as macOS writes names of files";
  EXPECT_EQ(composed("plain"), "plain");
  EXPECT_EQ(composed("e\xcc"), "e\xcc") << "cut within a character";
}

}  // namespace
}  // namespace mmim
