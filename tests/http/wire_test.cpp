#include "http/wire.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace mmim {
namespace {

TEST(Answer, HasADateInTheFormOfTheStandard) {
  const auto date = [](std::time_t time) {
    return std::string(message_of({}, {.id = "a", .time = time})[boost::beast::http::field::date]);
  };
  EXPECT_EQ(date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date(1709164799), "Wed, 28 Feb 2024 23:59:59 GMT");
  EXPECT_EQ(date(1735603200), "Tue, 31 Dec 2024 00:00:00 GMT");
}

TEST(Answer, IsRefusedWithAStatusOrAFieldThatIsNone) {
  for (const int status : {-1, 0, 100, 199, 1000})
    EXPECT_THROW(message_of({.status = status}, {}), std::invalid_argument);
  for (const int status : {200, 599, 999}) EXPECT_EQ(message_of({.status = status}, {}).result_int(), status);
  for (const char* name : {"", "a b", "a:", "a\r\nb", "\xC3\xA4"})
    EXPECT_THROW(message_of({.headers = {{name, "x"}}}, {}), std::invalid_argument);
  EXPECT_EQ(message_of({.headers = {{"A-b_1", "x\n"}}}, {})["a-B_1"], "x?");
}

TEST(Answer, TellsTheLengthToHeadWithoutTheBody) {
  const auto message = message_of({.body = "four"}, {.head_only = true});
  EXPECT_EQ(message.body(), "");
  EXPECT_EQ(message["Content-Length"], "4");
}

TEST(Answer, HasAPhraseForItsStatus) {
  EXPECT_EQ(message_of({.status = 431}, {}).reason(), "Request Header Fields Too Large");
  EXPECT_EQ(message_of({.status = 299}, {}).reason(), "Error");
}

}  // namespace
}  // namespace mmim
