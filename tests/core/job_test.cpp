#include "core/job.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

TEST(Job, IsReadBackFromItsWords) {
  const std::vector<std::string> words = words_of({"train", {{"folder", "runs/ü b"}, {"threads", 2}}});
  ASSERT_EQ(words.size(), 3);
  EXPECT_EQ(words[1], kJobCommand);
  const Job job = parse_job(words[2]);
  EXPECT_EQ(job.kind, "train");
  EXPECT_EQ(job.what.at("folder"), "runs/ü b");
  EXPECT_EQ(job.what.at("threads"), 2);
}

TEST(Job, OfAPathThatIsNoUtf8IsRefusedByThatPath) {
  try {
    words_of({"train", {{"threads", 2}, {"folder", "runs/\xFF"}}});
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("`runs/\xFF`: is no UTF-8")) << error.what();
  }
}

}  // namespace
}  // namespace mmim
