#include "corpus/split_shares.h"

#include "corpus/helpers.h"

namespace mmim {
namespace {

std::vector<DrawnVideo> videos(int count, int64_t utterances = 1) {
  std::vector<DrawnVideo> made;
  for (int i = 0; i < count; ++i) made.push_back({"video" + std::to_string(i), utterances});
  return made;
}

std::array<int64_t, 3> sizes_of(const std::map<std::string, SplitName>& drawn) {
  std::array<int64_t, 3> sizes{};
  for (const auto& [video, split] : drawn) ++sizes[static_cast<size_t>(split)];
  return sizes;
}

TEST(SplitShares, AreReadAsPeopleWriteThem) {
  for (const char* words : {"70/10/20", "0.7/0.1/0.2", "70,10,20", "7:1:2", ".7, .1, .2"}) {
    const SplitShares shares = SplitShares::of_words(words);
    EXPECT_DOUBLE_EQ(shares.of[0], 0.7) << words;
    EXPECT_DOUBLE_EQ(shares.of[2], 0.2) << words;
    EXPECT_EQ(shares.say(), "70/10/20");
  }
}

TEST(SplitShares, ThatAreNoneAreRefusedWithAnExample) {
  const auto refusal = [](const std::string& words) { return sentence_of([&] { SplitShares::of_words(words); }); };
  expect_says(refusal("80/20"),
              "--split `80/20`: 2 numbers in the place of three; the shares of train, valid and test");
  expect_says(refusal("70/10/10"), "the shares add up to 90 and not to 100");
  expect_says(refusal("70/-10/40"), "`-10` is no share");
  expect_says(refusal("random"), "`random` is no share");
  expect_says(refusal("70//30"), "`` is no share");
}

TEST(DrawSplits, FollowSharesAndSeedAndNotTheOrder) {
  const SplitShares shares = SplitShares::of_words("70/10/20");
  auto given = videos(100);
  const auto drawn = draw_splits(given, {}, shares, 1111, "t");
  EXPECT_EQ(sizes_of(drawn), (std::array<int64_t, 3>{70, 10, 20}));
  std::reverse(given.begin(), given.end());
  EXPECT_EQ(draw_splits(given, {}, shares, 1111, "t"), drawn);
  EXPECT_NE(draw_splits(given, {}, shares, 1112, "t"), drawn);
}

TEST(DrawSplits, AreTheSameOnEveryMachine) {
  const auto drawn = draw_splits(videos(6), {}, SplitShares::of_words("70/10/20"), 1111, "t");
  std::string letters;
  for (const auto& [video, split] : drawn) letters += word(split)[1];
  EXPECT_EQ(letters, "rrrera");
}

TEST(DrawSplits, CountUtterancesAndLeaveNoSplitEmpty) {
  auto given = videos(4);
  given[0].utterances = 97;
  const auto drawn = draw_splits(given, {}, SplitShares::of_words("98/1/1"), 1, "t");
  const auto sizes = sizes_of(drawn);
  for (const int64_t size : sizes) EXPECT_GE(size, 1);
  EXPECT_EQ(sizes_of(draw_splits(videos(3), {}, SplitShares::of_words("70/10/20"), 1, "t")),
            (std::array<int64_t, 3>{1, 1, 1}));
  EXPECT_EQ(sizes_of(draw_splits(videos(3), {}, SplitShares::of_words("0/0/100"), 1, "t")),
            (std::array<int64_t, 3>{0, 0, 3}));
  expect_says(sentence_of([] { draw_splits(videos(2), {}, SplitShares::of_words("70/10/20"), 1, "t"); }),
              "t: has 2 videos, too few to draw 3 splits of 70/10/20");
}

TEST(DrawSplits, FillUpWhatIsStated) {
  const auto drawn = draw_splits(videos(80), {0, 0, 20}, SplitShares::of_words("70/10/20"), 1, "t");
  EXPECT_EQ(sizes_of(drawn), (std::array<int64_t, 3>{70, 10, 0}));
  EXPECT_EQ(draw_splits(videos(1), {5, 1, 1}, SplitShares::of_words("70/10/20"), 1, "t").size(), 1u);
}

}  // namespace
}  // namespace mmim
