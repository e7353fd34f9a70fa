#include "extract/align/spoken.h"

#include <gtest/gtest.h>

#include "extract/align/number_words.h"

namespace mmim {
namespace {

/// How a text is said: "3D" is "three d"; words of the text are parted by bars.
std::string spoken(const std::string& text) {
  std::string all;
  for (const SpokenWord& word : spoken_words(text)) {
    all += all.empty() ? "" : " | ";
    for (size_t i = 0; i < word.said.size(); ++i) all += (i ? " " : "") + word.said[i];
  }
  return all;
}

TEST(SpokenWords, LosePunctuationAndCase) {
  EXPECT_EQ(spoken("\"Author of the (danger) trail, Philip Steels...\" -- don\u2019t!"),
            "author | of | the | danger | trail | philip | steels | don't");
  EXPECT_EQ(spoken("well-known caf\u00E9 'em \u2014 rock'n'roll"), "well known | cafe | 'em | rock'n'roll");
  EXPECT_EQ(spoken_words("(Trail), U.S.A. 3D!")[0].text, "Trail");
  EXPECT_EQ(spoken_words("(Trail), 3D!")[1].text, "3D");
}

TEST(SpokenWords, StandAsTheyAreWritten) {
  std::string written;
  for (const SpokenWord& word :
       spoken_words("\u201CCaf\u00E9\u2026\u201D (Dvo\u0159\u00E1k), 3\u00BD\u2014don\u2019t U.S.A."))
    written += word.text + "|";
  EXPECT_EQ(written, "Caf\u00E9|Dvo\u0159\u00E1k|3\u00BD|don\u2019t|U.S.A|");
  EXPECT_EQ(spoken("Dvo\u0159\u00E1k 3\u00BD"), "dvorak | three one half");
}

TEST(SpokenWords, AreNeverLongerThanWordsAre) {
  EXPECT_EQ(spoken("one " + std::string(100'000, 'a') + " two"), "one | two");
  EXPECT_EQ(spoken_words(std::string(100'000, '7')).size(), 1U);
  EXPECT_EQ(spoken_words("$" + std::string(100'000, '1')).size(), 1U);
}

TEST(SpokenWords, SayNumbersYearsAndOrdinals) {
  EXPECT_EQ(
      spoken("0 12 123 1,234,567 3.14 .5 007"),
      "zero | twelve | one hundred twenty three | "
      "one million two hundred thirty four thousand five hundred sixty seven | three point one four | point five | "
      "zero zero seven");
  EXPECT_EQ(spoken("1984 2005 1900 1905 2012 1980s '80s 2000s"),
            "nineteen eighty four | two thousand five | nineteen hundred | nineteen oh five | twenty twelve | "
            "nineteen eighties | eighties | two thousands");
  EXPECT_EQ(spoken("1st 2nd 3rd 5th 12th 20th 21st 100th"),
            "first | second | third | fifth | twelfth | twentieth | twenty first | one hundredth");
  EXPECT_EQ(spoken("1/2 3/4 24/7 10-20 -5 #1"),
            "one half | three quarters | twenty four seven | ten to twenty | minus five | number one");
}

TEST(SpokenWords, SayMoneyAndShares) {
  EXPECT_EQ(
      spoken("$.50 $5 $1 $5.50 $1.01 $0.99 \u00A33 $2.5m $5 million, 50% 2.5%"),
      "fifty cents | five dollars | one dollar | five dollars and fifty cents | one dollar and one cent | "
      "zero dollars and ninety nine cents | three pounds | two point five million dollars | five | million dollars | "
      "fifty percent | two point five percent");
}

TEST(SpokenWords, SayTimes) {
  EXPECT_EQ(spoken("3:30 10:05 7:00 5:15pm 5pm."),
            "three thirty | ten oh five | seven o'clock | five fifteen p m | five p m");
}

TEST(SpokenWords, SayAbbreviationsLettersAndSigns) {
  EXPECT_EQ(spoken("Mr. Smith vs. Dr. Who, etc."), "mister | smith | versus | doctor | who | et cetera");
  EXPECT_EQ(spoken("U.S.A. DVD 3D mp3 B2B Spectre II & more AT&T"),
            "u s a | d v d | three d | m p three | b two b | spectre | two | and | more | at and t");
  EXPECT_EQ(spoken("www.imdb.com end.Next"), "w w w dot imdb dot com | end next");
}

TEST(SpokenWords, LeaveOutWhatIsNotSaid) {
  EXPECT_EQ(spoken("- ... \U0001F600 xxx (um) \u4F60\u597D"), "um");
  EXPECT_EQ(spoken(""), "");
}

TEST(CardinalWords, ReachToTheLargestNumber) {
  EXPECT_EQ(cardinal_words(1'000'000'000'000'000).size(), 2U);
  EXPECT_EQ(cardinal_words(UINT64_MAX).size(), 20U);
}

}  // namespace
}  // namespace mmim
