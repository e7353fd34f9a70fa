#include "text/context.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

using Numbers = std::vector<int64_t>;
constexpr int64_t kBegin = 2, kEnd = 3, kA = 4, kB = 5, kC = 6;

const WordPieces& pieces() {
  static const WordPieces of({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c"});
  return of;
}

TEST(Context, StandsBetweenTheBeginAndTheTextAndBelongsToNoWord) {
  const Pieces found = encode_in_context(pieces(), "a b", "c c a", {50, 50});
  EXPECT_EQ(found.ids, (Numbers{kBegin, kC, kC, kA, kEnd, kA, kB, kEnd}));
  EXPECT_EQ(found.word_of_piece, (std::vector<int32_t>{-1, -1, -1, -1, -1, 0, 1, -1}));
  EXPECT_EQ(found.context, 4);
}

TEST(Context, IsCutOnTheLeftAndTheTextOnTheRight) {
  EXPECT_EQ(encode_in_context(pieces(), "a b c", "c b a", {4, 3}).ids, (Numbers{kBegin, kB, kA, kEnd, kA, kB, kEnd}));
}

TEST(Context, OfNoPieceOrNoRoomChangesNothing) {
  const Pieces alone = pieces().encode("a b", 50);
  for (const auto& [context, room] :
       std::vector<std::pair<std::string, int64_t>>{{"", 9}, {" \n", 9}, {"c", 0}, {"c", 1}}) {
    const Pieces found = encode_in_context(pieces(), "a b", context, {50, room});
    EXPECT_EQ(found.ids, alone.ids);
    EXPECT_EQ(found.word_of_piece, alone.word_of_piece);
    EXPECT_EQ(found.context, 0);
  }
  EXPECT_THROW(encode_in_context(pieces(), "a", "b", {1, 9}), UsageError);
}

TEST(Context, OfAnEmptyTextIsReadAllTheSame) {
  EXPECT_EQ(encode_in_context(pieces(), "", "b", {50, 9}).ids, (Numbers{kBegin, kB, kEnd, kEnd}));
}

TEST(LastWords, AreCutFromTheEnd) {
  EXPECT_EQ(last_words(" a  bc\nd ", 2), "bc\nd ");
  EXPECT_EQ(last_words("a b", 9), "a b");
  EXPECT_EQ(last_words("a b", 0), "");
  EXPECT_EQ(last_words(" \n", 3), "");
}

}  // namespace
}  // namespace mmim
