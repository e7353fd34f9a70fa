#include "extract/pool.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

/// Rows at 0, 0.1, 0.2, ... whose one column counts them.
Track counted(int rows) {
  Track track{{"n"}, {}, {}};
  for (int row = 0; row < rows; ++row) {
    track.times.push_back(0.1 * row);
    track.values.push_back(row);
  }
  return track;
}

TEST(PooledByWords, IsTheMeanOfTheRowsFromTheStartToBeforeTheEnd) {
  const std::vector<TimedWord> words{{"a", 0.05, 0.35}, {"b", 0.4, 0.6}};
  const Track pooled = pooled_by_words(counted(10), words);
  EXPECT_EQ(pooled.columns, std::vector<std::string>{"n"});
  EXPECT_EQ(pooled.times, (std::vector<double>{0.05, 0.4}));
  EXPECT_EQ(pooled.values, (std::vector<double>{2, 4.5}));
}

TEST(PooledByWords, OfAWordBetweenRowsTakesTheNextOne) {
  const std::vector<TimedWord> words{{"a", 0.12, 0.14}, {"b", 0.16, 0.18}, {"c", 5, 6}};
  EXPECT_EQ(pooled_by_words(counted(10), words).values, (std::vector<double>{1, 2, 9}));
}

TEST(PooledByWords, OfNoRowIsRefused) {
  const std::vector<TimedWord> words{{"a", 0, 1}};
  EXPECT_THROW(pooled_by_words(counted(0), words), DataError);
}

TEST(PooledToRate, AveragesOrRepeatsRows) {
  EXPECT_EQ(pooled_to_rate(counted(10), 5).values, (std::vector<double>{0.5, 2.5, 4.5, 6.5, 8.5}));
  const Track finer = pooled_to_rate(counted(3), 20);
  EXPECT_EQ(finer.values, (std::vector<double>{0, 1, 1, 2, 2}));
  EXPECT_DOUBLE_EQ(finer.times.back(), 0.2);
  EXPECT_EQ(pooled_to_rate(counted(0), 20).rows(), 0);
}

}  // namespace
}  // namespace mmim
