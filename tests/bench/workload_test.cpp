#include "bench/workload.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bench/mosi_lengths.h"
#include "bench/work.h"
#include "core/error.h"

namespace mmim {
namespace {

TEST(SyntheticWorkload, HasTheLengthsOfMosi) {
  const std::vector<int64_t> lengths = lengths_along(mosi_pieces(), kMosiUtterances, "pieces");
  int64_t sum = 0;
  for (const int64_t length : lengths) sum += length;
  EXPECT_NEAR(static_cast<double>(sum) / 18977, 1, 0.01);
  std::vector<int64_t> sorted = lengths;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted.front(), 4);
  EXPECT_EQ(sorted[642], 12);
  EXPECT_EQ(sorted.back(), 50);
}

TEST(SyntheticWorkload, SaysThatItIsAndIsTheSameEveryTime) {
  const WorkloadOptions options{.geometry = "tiny", .batch_size = 16, .batches = 3};
  const Workload a = make_workload(options), b = make_workload(options);
  EXPECT_TRUE(a.synthetic);
  EXPECT_NE(a.name.find("SYNTHETIC"), std::string::npos);
  ASSERT_EQ(a.batches.size(), 3u);
  EXPECT_TRUE(at::equal(a.batches[2].tokens.values, b.batches[2].tokens.values));
  EXPECT_EQ(a.batches[0].streams.visual.values.size(1), 20);
  EXPECT_LE(a.batches[0].streams.visual.layout->longest, kMosiRows);
}

TEST(SyntheticWorkload, HasNoMoreBatchesThanAnEpoch) {
  const Workload all = make_workload({.geometry = "tiny", .batches = 1000});
  EXPECT_EQ(all.batches.size(), 41u);
  EXPECT_EQ(all.batch_tokens(), all.tokens);
  EXPECT_EQ(all.batch_utterances(), all.utterances);
}

TEST(Workload, RefusesAGeometryThatDoesNotExist) {
  EXPECT_THROW(make_workload({.geometry = "bse"}), UsageError);
  EXPECT_THROW(make_workload({.data = "/nowhere/at/all"}), DataError);
}

TEST(BertOperations, OfOneLayerAreThoseCountedByHand) {
  const BertOptions one{.width = 2, .layers = 1, .heads = 1, .inner = 3};
  const auto texts = make_layout({4, 1});
  // keys and values of 5 pieces: 5 * 2 * 2 * 4; query, output and feed-forward of 2 rows: 2 * (2 * 2 * 4 + 2 * 2 * 6);
  // scores and mixing of one query against 5 keys: 2 * 2 * 2 * 5.
  EXPECT_EQ(bert_operations(one, *texts), 80 + 80 + 40);
}

}  // namespace
}  // namespace mmim
