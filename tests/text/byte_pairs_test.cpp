#include "text/byte_pairs.h"

#include <gtest/gtest.h>

#include "text/word_pieces.h"

namespace mmim {
namespace {

/// A vocabulary of every byte and a few merges, with RoBERTa's markers.
WordPieces pieces_of_bytes(bool prefix_space = false) {
  std::vector<std::string> tokens{"<s>", "<pad>", "</s>", "<unk>", "<mask>"};
  for (const std::string& byte : bytes_as_tokens()) tokens.push_back(byte);
  const Merges merges{{{"a", "b"}, {"\u0120", "ab"}, {"ab", "ab"}, {"aa", "a"}, {"a", "a"}}, prefix_space};
  for (const auto& [left, right] : merges.pairs)
    if (left != "aa") tokens.push_back(left + right);
  tokens.push_back("aaa");
  return WordPieces(tokens, {}, "bytes", Markers::of(tokens), merges);
}

std::vector<std::string> cut(const WordPieces& pieces, std::string_view text) {
  std::vector<std::string> tokens;
  for (const int64_t id : pieces.encode(text, 1000).ids) tokens.push_back(pieces.tokens()[static_cast<size_t>(id)]);
  return {tokens.begin() + 1, tokens.end() - 1};
}

using Tokens = std::vector<std::string>;

TEST(BytePairs, AreMergedByRankAndFromTheLeft) {
  const WordPieces pieces = pieces_of_bytes();
  EXPECT_EQ(cut(pieces, "abab"), (Tokens{"abab"}));
  EXPECT_EQ(cut(pieces, "aaab"), (Tokens{"aa", "ab"})) << "a b comes before a a";
  EXPECT_EQ(cut(pieces, "aaaaa"), (Tokens{"aaa", "aa"}));
}

TEST(BytePairs, KeepTheSpaceBeforeAWordAndTheLastOfSeveral) {
  const WordPieces pieces = pieces_of_bytes();
  EXPECT_EQ(cut(pieces, "ab ab"), (Tokens{"ab", "\u0120ab"}));
  EXPECT_EQ(cut(pieces, "ab  ab "), (Tokens{"ab", "\u0120", "\u0120ab", "\u0120"}));
  EXPECT_EQ(cut(pieces, "ab\nab"), (Tokens{"ab", "\u010A", "ab"}));
  EXPECT_EQ(cut(pieces, "ab1ab"), (Tokens{"ab", "1", "ab"}));
  EXPECT_EQ(cut(pieces_of_bytes(true), "ab"), (Tokens{"\u0120ab"}));
}

TEST(BytePairs, GiveMalformedBytesAsTheReplacementCharacter) {
  const WordPieces pieces = pieces_of_bytes();
  EXPECT_EQ(cut(pieces, "\xFF"), cut(pieces, "\uFFFD"));
}

TEST(BytePairs, LetAMaskSwallowWhiteSpaceOnTheLeft) {
  const WordPieces pieces = pieces_of_bytes();
  EXPECT_EQ(cut(pieces, "ab \t<mask> ab"), (Tokens{"ab", "<mask>", "\u0120ab"}));
  EXPECT_EQ(cut(pieces, "ab <s>"), (Tokens{"ab", "\u0120", "<s>"}));
}

TEST(BytePairs, BelongToTheWordOfTheFirstCharacterThatIsNoSpace) {
  const Pieces pieces = pieces_of_bytes().encode("ab ab<mask> x", 100);
  EXPECT_EQ(pieces.word_of_piece, (std::vector<int32_t>{-1, 0, 1, 1, 1, 2, -1}));
}

TEST(BytePairs, AreCutOnTheRight) {
  const WordPieces pieces = pieces_of_bytes();
  const auto whole = pieces.encode("x y z ab", 100).ids, ids = pieces.encode("x y z ab", 5).ids;
  EXPECT_EQ(ids.size(), 5u);
  EXPECT_TRUE(std::equal(ids.begin(), ids.end() - 1, whole.begin()));
  EXPECT_EQ(ids.back(), whole.back());
}

TEST(BytePairs, OfAnEndlessWordTakeNoQuadraticTime) {
  const std::string word(1000000, 'a');
  EXPECT_EQ(pieces_of_bytes().encode(word, 10).ids.size(), 10u);
}

}  // namespace
}  // namespace mmim
