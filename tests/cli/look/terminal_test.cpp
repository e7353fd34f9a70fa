#include "cli/look/terminal.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Bar, IsFilledByTheShareThatIsDone) {
  EXPECT_EQ(bar(0, 4, 4), "╌╌╌╌");
  EXPECT_EQ(bar(3, 4, 4), "━━━╌");
  EXPECT_EQ(bar(4, 4, 4), "━━━━");
  EXPECT_EQ(bar(0, 0, 2), "╌╌") << "of nothing";
}

TEST(CutTo, KeepsSoManyColumnsWhateverTheBytesOfACharacter) {
  EXPECT_EQ(cut_to("short", 5), "short");
  EXPECT_EQ(cut_to("longer", 5), "long…");
  EXPECT_EQ(cut_to("━━━━━━", 3), "━━…");
}

TEST(MovingLine, IsDrawnOverItselfAndGoesAway) {
  testing::internal::CaptureStderr();
  {
    MovingLine line(30);
    line.clear();
    line.show("one");
    line.show(std::string(50, 'x'));
  }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(text.starts_with("\rone\x1b[K\rxxx")) << text;
  EXPECT_TRUE(text.ends_with("\x1b[K\r\x1b[K")) << text;
  EXPECT_NE(text.find("\r" + std::string(28, 'x') + "…\x1b[K"), text.npos) << text;
}

}  // namespace
}  // namespace mmim
