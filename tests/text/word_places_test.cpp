#include "text/word_places.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  Words words;
  for (const WordPlace& place : word_places(text)) words.push_back(text.substr(place.begin, place.end - place.begin));
  return words;
}

TEST(WordPlaces, StandBetweenWhiteSpaceOfEveryKind) {
  EXPECT_EQ(words_of("  what a\tgreat\nfilm, really!  "), (Words{"what", "a", "great", "film,", "really!"}));
  EXPECT_EQ(words_of("a\u00A0b\u2003c\u3000d\x1F"
                     "e"),
            (Words{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(words_of(""), Words{});
  EXPECT_EQ(words_of(" \n"), Words{});
}

TEST(WordPlaces, OfTextWithoutSpacesAreItsIdeographsAndKana) {
  EXPECT_EQ(words_of("我很喜欢OK电影"), (Words{"我", "很", "喜", "欢", "OK", "电", "影"}));
  EXPECT_EQ(words_of("すごい film"), (Words{"す", "ご", "い", "film"}));
  EXPECT_EQ(words_of("été 영화는"), (Words{"été", "영화는"})) << "Korean has spaces";
}

TEST(WordPlaces, CountCharactersBesideBytes) {
  const auto places = word_places("é 😀 我b");
  ASSERT_EQ(places.size(), 4U);
  EXPECT_EQ(places[1].begin, 3U);
  EXPECT_EQ(places[1].end, 7U);
  EXPECT_EQ(places[1].first, 2);
  EXPECT_EQ(places[1].last, 3);
  EXPECT_EQ(places[2].first, 4);
  EXPECT_EQ(places[3].begin, 11U);
}

TEST(WordPlaces, OfDamagedTextEndAtItsEnd) { EXPECT_EQ(words_of("a\xFF\xF0 b\xE6"), (Words{"a\xFF\xF0", "b\xE6"})); }

}  // namespace
}  // namespace mmim
