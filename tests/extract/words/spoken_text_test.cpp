#include "extract/words/spoken_text.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

/// Words of half a second each, one after the other.
std::vector<TimedWord> timed(const std::vector<std::string>& words) {
  std::vector<TimedWord> all;
  for (const std::string& word : words) {
    const double start = 0.5 * static_cast<double>(all.size());
    all.push_back({word, start, start + 0.5});
  }
  return all;
}

void expect_times(const std::string& text, const std::vector<std::string>& words,
                  const std::vector<std::pair<double, double>>& times, int64_t found) {
  const auto spoken = spoken_text(text, timed(words));
  ASSERT_TRUE(spoken) << text;
  EXPECT_EQ(spoken->found, found) << text;
  ASSERT_EQ(spoken->words.size(), times.size()) << text;
  for (size_t i = 0; i < times.size(); ++i) {
    EXPECT_EQ(spoken->words[i].start, times[i].first) << text << " " << i;
    EXPECT_EQ(spoken->words[i].end, times[i].second) << text << " " << i;
  }
}

TEST(SpokenText, TakesTheTimesOfItsWordsWhateverCaseAndMarks) {
  expect_times("So good.", {"so", "good"}, {{0, 0.5}, {0.5, 1}}, 2);
  expect_times("so - good", {"So,", "GOOD"}, {{0, 0.5}, {0.5, 0.5}, {0.5, 1}}, 2);
}

TEST(SpokenText, TakesTheTimesOfWordsThatAreCutOtherwise) {
  expect_times("I don't know", {"I", "do", "n't", "know"}, {{0, 0.5}, {0.5, 1.5}, {1.5, 2}}, 3);
  expect_times("can not", {"cannot"}, {{0, 0.5}, {0, 0.5}}, 2);
  expect_times("\u5f88\u597d", {"\u5f88", "\u597d"}, {{0, 1}}, 1);
}

TEST(SpokenText, GivesOtherWordsTheTimeBetweenTheirNeighbours) {
  expect_times("so very good", {"so", "um", "good"}, {{0, 0.5}, {0.5, 1}, {1, 1.5}}, 2);
  expect_times("well so good then", {"so", "good", "um"}, {{0, 0}, {0, 0.5}, {0.5, 1}, {1, 1.5}}, 2);
}

TEST(SpokenText, OfOtherWordsIsNone) {
  EXPECT_FALSE(spoken_text("what a bad film", timed({"it", "was", "a", "joy"})));
  EXPECT_FALSE(spoken_text("so good", {}));
  EXPECT_TRUE(spoken_text("", timed({"so"})));
}

TEST(SpokenText, TypographicMarksAreNoLetters) {
  const std::vector<TimedWord> timed{{"a", 0, 1, .5}, {"great", 1, 2}, {"film", 2, 3}, {"don't", 3, 4}, {"stop", 4, 5}};
  const auto spoken = spoken_text("a \u201cgreat\u201d film\u2014don\u2019t stop\u2026", timed);
  ASSERT_TRUE(spoken);
  EXPECT_EQ(spoken->words.size(), 4);
  EXPECT_EQ(spoken->words[2].start, 2);
  EXPECT_EQ(spoken->words[2].end, 4);
  EXPECT_EQ(spoken->words[0].confidence, .5);
}

TEST(SpokenText, WhatNobodySaysHasNoConfidence) {
  const std::vector<TimedWord> timed{{"and", 1, 2, .5}, {"good", 3, 4, .5}};
  const auto spoken = spoken_text("and xxx good", timed);
  ASSERT_TRUE(spoken);
  EXPECT_EQ(spoken->words[1].start, 2);
  EXPECT_EQ(spoken->words[1].end, 3);
  EXPECT_EQ(spoken->words[1].confidence, 0);
}

}  // namespace
}  // namespace mmim
