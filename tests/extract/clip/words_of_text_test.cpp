#include "extract/clip/words_of_text.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

using Times = std::vector<std::pair<double, double>>;

Times times_of(const std::vector<TimedWord>& words) {
  Times times;
  for (const TimedWord& word : words) times.emplace_back(word.start, word.end);
  return times;
}

TEST(WordsOfText, KeepTheSpellingOfTheTextAndTheTimesThatWereFound) {
  const auto words =
      words_of_text("It's GREAT, really.", {{"its", 0, 1, .5}, {"great", 1, 2, .6}, {"really", 2, 3, .7}}, 4, "a");
  ASSERT_EQ(words.size(), 3);
  EXPECT_EQ(words[1].text, "GREAT,");
  EXPECT_EQ(words[1].confidence, .6);
  EXPECT_EQ(times_of(words), (Times{{0, 1}, {1, 2}, {2, 3}}));
}

TEST(WordsOfText, WhatNobodySaysGetsTheGapBetweenItsNeighbours) {
  const auto words = words_of_text("xxx and xxx -- good xxx", {{"and", 1, 2}, {"good", 3, 4}}, 5, "a");
  EXPECT_EQ(times_of(words), (Times{{0, 1}, {1, 2}, {2, 3}, {2, 3}, {3, 4}, {4, 5}}));
  EXPECT_EQ(words[0].confidence, 0);
}

TEST(WordsOfText, AWordThatIsNoneOfTheTextIsRefused) {
  EXPECT_THROW(words_of_text("good film", {{"good", 0, 1}, {"movie", 1, 2}}, 3, "a"), DataError);
  EXPECT_THROW(words_of_text("good film", {{"film", 1, 2}, {"good", 0, 1}}, 3, "a"), DataError);
}

}  // namespace
}  // namespace mmim
