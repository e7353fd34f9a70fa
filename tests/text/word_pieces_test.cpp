#include "text/word_pieces.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

const std::vector<std::string> kTokens{"[PAD]", "[UNK]", "[CLS]",  "[SEP]",  "[MASK]",
                                       "un",    "##aff", "##able", "a",      "##b",
                                       "cafe",  "!",     "'",      "$",      "\u4E2D",
                                       "i",     "##s",   "\u03C3", "cafes",  "x",
                                       "##x",   "##xx",  "A",      "\u00C9", "\U0001D165\U0001D16D"};

std::string shown(const WordPieces& pieces_of, const Pieces& pieces) {
  std::string text;
  for (size_t i = 0; i < pieces.ids.size(); ++i) {
    text += i == 0 ? "" : " ";
    text += pieces_of.tokens()[static_cast<size_t>(pieces.ids[i])] + "/" + std::to_string(pieces.word_of_piece[i]);
  }
  return text;
}

std::string encoded(std::string_view text, int64_t limit = 50, Spelling spelling = {}) {
  const WordPieces pieces_of(kTokens, spelling);
  const std::string all = shown(pieces_of, pieces_of.encode(text, limit));
  EXPECT_TRUE(all.starts_with("[CLS]/-1 ") && all.ends_with("[SEP]/-1"));
  return all.size() < 18 ? "" : all.substr(9, all.size() - 18);
}

TEST(WordPieces, TakeTheLongestTokenFirst) {
  EXPECT_EQ(encoded("unaffable cafes"), "un/0 ##aff/0 ##able/0 cafes/1");
  EXPECT_EQ(encoded("xxxx"), "x/0 ##xx/0 ##x/0");
}

TEST(WordPieces, AWordWithAnUnknownPartIsUnknownAsAWhole) {
  EXPECT_EQ(encoded("unaffq a"), "[UNK]/0 a/1");
  EXPECT_EQ(encoded(std::string(100, 'x')).substr(0, 10), "x/0 ##xx/0");
  EXPECT_EQ(encoded(std::string(101, 'x') + " a"), "[UNK]/0 a/1");
}

TEST(WordPieces, AnEmptyTextHasOnlyItsTwoEnds) {
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded(" \t\n"), "");
  EXPECT_EQ(encoded("\u200B\u00AD"), "");
}

TEST(WordPieces, PunctuationAndAsciiSymbolsStandAlone) { EXPECT_EQ(encoded("a'a!$"), "a/0 '/0 a/0 !/0 $/0"); }

TEST(WordPieces, IdeographsStandAlone) {
  EXPECT_EQ(encoded("a\u4E2Da"), "a/0 \u4E2D/0 a/0");
  EXPECT_EQ(encoded("a\u4E2Da", 50, {.chinese_apart = false}), "[UNK]/0");
}

TEST(WordPieces, AccentsAndCaseAreTakenAway) {
  EXPECT_EQ(encoded("CAF\u00C9 cafe\u0301 \u0130"), "cafe/0 cafe/1 i/2");
  EXPECT_EQ(encoded("A\u03A3 \u03A3"), "[UNK]/0 \u03C3/1");
}

TEST(WordPieces, MarksStandInTheirCanonicalOrder) {
  EXPECT_EQ(encoded("\U0001D16D\U0001D165 \U0001D165\U0001D16D"), "\U0001D165\U0001D16D/0 \U0001D165\U0001D16D/1");
}

TEST(WordPieces, ACasedVocabularyKeepsBoth) {
  EXPECT_EQ(encoded("A \u00C9 a", 50, {.lower_case = false}), "A/0 \u00C9/1 a/2");
  EXPECT_EQ(encoded("A A\u0301", 50, {.lower_case = false, .strip_accents = true}), "A/0 A/1");
  EXPECT_EQ(encoded("A \u00C9 \u0130s", 50, {.strip_accents = false}), "a/0 [UNK]/1 [UNK]/2");
}

TEST(WordPieces, ControlCharactersVanishAndGlue) {
  EXPECT_EQ(encoded("ca\u200Bfe c\u00ADafe"), "cafe/0 cafe/1");
  EXPECT_EQ(encoded(std::string_view("ca\0fe", 5)), "cafe/0");
}

TEST(WordPieces, WordsAreThoseOfTheTextAsGiven) {
  EXPECT_EQ(encoded("a \u200B a"), "a/0 a/2");
  EXPECT_EQ(encoded("a\u2028a\u00A0a\u3000a"), "a/0 a/1 a/2 a/3");
  EXPECT_EQ(encoded("a\x0B"
                    "b a"),
            "a/0 ##b/1 a/2");
  EXPECT_EQ(encoded("a\x1F"
                    "b \x1C a"),
            "a/0 ##b/1 a/2");
  EXPECT_EQ(encoded("ca\x0B"
                    "fe a"),
            "cafe/0 a/2");
}

TEST(WordPieces, SpecialTokensInATextAreThemselves) {
  EXPECT_EQ(encoded("a[MASK]a [SEP]"), "a/0 [MASK]/0 a/0 [SEP]/1");
  EXPECT_EQ(encoded("[mask] [MAS"), "[UNK]/0 [UNK]/0 [UNK]/0 [UNK]/1 [UNK]/1");
}

TEST(WordPieces, MalformedBytesVanish) {
  EXPECT_EQ(encoded("ca\xFF"
                    "fe\xC3 a\xE4\xB8"),
            "cafe/0 a/1");
  EXPECT_EQ(encoded("\xED\xA0\x80 a"), "a/1");
}

TEST(WordPieces, TooManyPiecesAreCutOnTheRight) {
  EXPECT_EQ(encoded("unaffable a", 5), "un/0 ##aff/0 ##able/0");
  EXPECT_EQ(encoded("unaffable a", 4), "un/0 ##aff/0");
  EXPECT_EQ(encoded("a [MASK]", 3), "a/0");
  EXPECT_EQ(encoded("a", 2), "");
  EXPECT_THROW(encoded("a", 1), UsageError);
}

TEST(WordPieces, AVeryLongTextTakesLinearTime) {
  const WordPieces pieces_of(kTokens);
  const size_t many = 100'000;
  EXPECT_EQ(pieces_of.encode(std::string(many, 'x'), 1 << 20).ids.size(), 3u);
  std::string words, brackets, accents, marks = "a";
  for (size_t i = 0; i < many; ++i) words += "a ", brackets += "[", accents += "\u0130";
  for (size_t i = 0; i < many; ++i) marks += i % 2 ? "\u0301" : "\u0323";
  const Pieces all = pieces_of.encode(words, 1 << 20);
  EXPECT_EQ(all.ids.size(), many + 2);
  EXPECT_EQ(all.word_of_piece[many], static_cast<int32_t>(many) - 1);
  EXPECT_EQ(pieces_of.encode(words, 50).ids.size(), 50u);
  EXPECT_EQ(pieces_of.encode(brackets, 1 << 20).ids.size(), many + 2);
  EXPECT_EQ(pieces_of.encode(accents, 1 << 20).ids.size(), 3u);
  EXPECT_EQ(pieces_of.encode(marks, 1 << 20).ids, (std::vector<int64_t>{2, 8, 3}));
  EXPECT_EQ(WordPieces(kTokens, {.strip_accents = false}).encode(accents, 1 << 20).ids.size(), 3u);
}

TEST(WordPieces, AVocabularyWithoutASpecialTokenIsRefused) {
  for (const char* missing : {"[UNK]", "[CLS]", "[SEP]"}) {
    auto tokens = kTokens;
    std::erase(tokens, missing);
    EXPECT_THROW(WordPieces{tokens}, DataError) << missing;
  }
  auto twice = kTokens;
  twice.push_back("cafe");
  EXPECT_THROW(WordPieces{twice}, DataError);
}

}  // namespace
}  // namespace mmim
