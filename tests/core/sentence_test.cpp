#include "core/sentence.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace mmim {
namespace {

TEST(Sentence, PutsItsPartsInTheirOrder) {
  const std::string name = "text";
  EXPECT_EQ(sentence("{}: {} rows of {}, not {}", std::filesystem::path("a/b.npy"), int64_t{-3}, name, uint64_t{7}),
            "a/b.npy: -3 rows of text, not 7");
  EXPECT_EQ(sentence("{}{}", "one", name.empty() ? "" : " two"), "one two");
  EXPECT_EQ(sentence("nothing to say"), "nothing to say");
}

TEST(Sentence, LeavesBracesOfAPartAlone) { EXPECT_EQ(sentence("{} and {}", "{}", 1), "{} and 1"); }

}  // namespace
}  // namespace mmim
