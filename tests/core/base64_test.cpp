#include "core/base64.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

std::string encoded(std::string_view text) { return to_base64(std::as_bytes(std::span(text))); }

TEST(Base64, EqualsTheExamplesOfItsStandard) {
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded("f"), "Zg==");
  EXPECT_EQ(encoded("fo"), "Zm8=");
  EXPECT_EQ(encoded("foo"), "Zm9v");
  EXPECT_EQ(encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded("\xfb\xff\xbf"), "+/+/");
}

TEST(Base64, GivesEveryByteBack) {
  std::vector<std::byte> bytes;
  for (int i = 0; i < 259; ++i) {
    EXPECT_EQ(from_base64(to_base64(bytes), "here"), bytes);
    bytes.push_back(static_cast<std::byte>(i * 37));
  }
}

TEST(Base64, RefusesAllElse) {
  for (const char* wrong : {"Z", "Zg", "Zg=", "Zh==", "Zm9v=", "Zm9vY", "=", "====", "Zg==Zg==", "Zm 9", "Zm9\n"})
    EXPECT_THROW(from_base64(wrong, "here"), DataError) << wrong;
}

}  // namespace
}  // namespace mmim
