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

TEST(InAscii, TakesAccentsAndCurvesFromLatinTextAlone) {
  EXPECT_EQ(in_ascii("Dvo\u0159\u00E1k, Stra\u00DFe \u0152uvre e\u0301"), "Dvorak, Strasse OEuvre e");
  EXPECT_EQ(in_ascii("\u201Cdon\u2019t\u201D \u00BD\u2026"), "\"don't\"  1/2...");
  EXPECT_EQ(in_ascii("\u4F60 \u00A33 \u20AC4"), "\u4F60 \u00A33 \u20AC4");
  EXPECT_EQ(in_ascii("e\xcc"), "e\xcc") << "cut within a character";
}

}  // namespace
}  // namespace mmim
