#include "extract/words/read_words.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "support/packed.h"
#include "support/scratch.h"

namespace mmim {
namespace {

/// "one 0.10-0.50, two 0.50-1.00 (0.90)": what was read, in one line.
std::string words_in(const std::string& file) {
  std::string said;
  for (const TimedWord& word : read_words(scratch("words", file))) {
    char line[128];
    std::snprintf(line, sizeof line, "%s %.2f-%.2f", word.text.c_str(), word.start, word.end);
    said += (said.empty() ? "" : ", ") + std::string(line);
    if (std::isnan(word.confidence)) continue;
    std::snprintf(line, sizeof line, " (%.2f)", word.confidence);
    said += line;
  }
  return said;
}

std::string words_complaint(const std::string& file) {
  try {
    words_in(file);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

const std::string kTwo = "one 0.10-0.50, two 0.50-1.00";

const std::string kLongGrid = R"(File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 1.2
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "phones"
        xmin = 0
        xmax = 1.2
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 1.2
            text = "W"
    item [2]:
        class = "IntervalTier"
        name = "Words"
        xmin = 0
        xmax = 1.2
        intervals: size = 4
        intervals [1]:
            xmin = 0
            xmax = 0.1
            text = ""
        intervals [2]:
            xmin = 0.1
            xmax = 0.5
            text = "one"
        intervals [3]:
            xmin = 0.5
            xmax = 1
            text = "two"
        intervals [4]:
            xmin = 1
            xmax = 1.2
            text = "sp"
)";

const std::string kShortGrid =
    "File type = \"ooTextFile\"\nObject class = "
    "\"TextGrid\"\n\n0\n1.2\n<exists>\n2\n\"TextTier\"\n\"marks\"\n0\n1.2\n1\n0.7\n"
    "\"click\"\n\"IntervalTier\"\n\"w\"\n0\n1.2\n2\n0.1\n0.5\n\"one\"\n0.5\n1\n\"two\"\n";

TEST(ReadWords, OfTextGridsInTheLongAndTheShortForm) {
  EXPECT_EQ(words_in(kLongGrid), kTwo);
  EXPECT_EQ(words_in(kShortGrid), kTwo);
}

TEST(ReadWords, OfTextGridsInUtf16) {
  std::string utf16 = "\xFE\xFF";
  for (const char c : kShortGrid) utf16 += std::string(1, '\0') + c;
  EXPECT_EQ(words_in(utf16), kTwo);
}

TEST(ReadWords, OfCtmWithCommentsAndConfidence) {
  EXPECT_EQ(words_in(";; made by hand\nclip 1 0.10 0.40 one 0.9\nclip 1 0.50 0.50 two 0.25\n"),
            "one 0.10-0.50 (0.90), two 0.50-1.00 (0.25)");
}

TEST(ReadWords, OfSubtitlesShareTheTimesOfTheirSubtitle) {
  EXPECT_EQ(words_in("1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>one</i> - two\r\n\r\n2\r\n00:01:00,000 --> "
                     "00:01:01,000\r\nthree\r\n"),
            "one 1.00-2.50, two 1.00-2.50, three 60.00-61.00");
}

TEST(ReadWords, OfSubtitlesAreNoNumbersOfSubtitlesWhereNoEmptyLineStandsBefore) {
  EXPECT_EQ(words_in("1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:02,000 --> 00:00:03,000\n42\n"),
            "one 1.00-2.00, 42 2.00-3.00");
}

TEST(ReadWords, OfVttHaveTheirOwnTimesWhereTheFileHasThem) {
  EXPECT_EQ(words_in("WEBVTT\n\nNOTE a line\n\n00:00.100 --> 00:01.000 align:start\none<00:00:00.500><c> two</c>\n"),
            kTwo);
}

TEST(ReadWords, ThatYoutubeRepeatsInLaterSubtitlesStandOnce) {
  EXPECT_EQ(words_in("WEBVTT\n\n00:00:00.100 --> 00:00:01.000\n \none<00:00:00.500><c> two</c>\n\n"
                     "00:00:01.000 --> 00:00:01.010\none two\n \n\n"
                     "00:00:01.010 --> 00:00:02.000\none two\nthree\n\n"
                     "00:00:02.000 --> 00:00:02.010\nthree\n \n"),
            kTwo + ", three 1.01-2.00");
}

TEST(ReadWords, ThatSubtitlesUnderlineAreThoseSaidThen) {
  EXPECT_EQ(
      words_in(
          "1\n00:00:00,100 --> 00:00:00,500\n<u>one</u> two\n\n2\n00:00:00,500 --> 00:00:01,000\none <u>two</u>\n"),
      kTwo);
}

TEST(ReadWords, OfTablesUnderTheirUsualNames) {
  EXPECT_EQ(words_in("word,start,end,confidence\none,.1,.5,0.9\ntwo,0.5,1,\n"), "one 0.10-0.50 (0.90), two 0.50-1.00");
  EXPECT_EQ(words_in("Text;Begin;Duration\none;0.1;0.4\ntwo;0.5;0.5\n"), kTwo);
  EXPECT_EQ(words_in("word,start_s,end_s\n<sil>,0,0.1\none,0.1,0.5\ntwo,0.5,1\n"), kTwo);
}

TEST(ReadWords, OfTheMontrealForcedAlignerAreNoPhones) {
  EXPECT_EQ(words_in("Begin,End,Label,Type,Speaker\n0.1,0.5,one,words,a\n0.5,1,two,words,a\n0.1,0.5,W,phones,a\n"),
            kTwo);
  EXPECT_EQ(words_in(R"({"start": 0, "end": 1, "tiers": {"a - words": {"type": "interval", "entries": [[0, 0.1, ""],
      [0.1, 0.5, "one"], [0.5, 1, "two"]]}, "a - phones": {"type": "interval", "entries": [[0.1, 0.5, "W"]]}}})"),
            kTwo);
}

TEST(ReadWords, HaveNoConfidenceThatIsNoShare) {
  EXPECT_EQ(words_in("word,start,end,score\none,.1,.5,-2.5\ntwo,0.5,1,0.5\n"), "one 0.10-0.50, two 0.50-1.00 (0.50)");
}

TEST(ReadWords, OfFilesInGzip) {
  const auto packed = scratch("words.ctm.gz", gzipped("clip 1 0.10 0.40 one\nclip 1 0.50 0.50 two\n"));
  EXPECT_EQ(read_words(packed).size(), 2U);
}

TEST(ExpectWordsWithin, RefusesTimesOfAnotherClip) {
  const std::vector<TimedWord> words{{"one", 0.1, 0.5}, {"two", 0.5, 1.4}};
  EXPECT_NO_THROW(expect_words_within(words, 1, "clip"));
  try {
    expect_words_within(words, 0.8, "clip");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()),
              "clip: word 2, `two`, ends at 1.40 s, and the clip at 0.80 s; the times are of another clip, or in "
              "milliseconds");
  }
}

TEST(ReadWords, OfWhisperAndWhisperX) {
  EXPECT_EQ(words_in(R"({"text": " one two", "segments": [{"id": 0, "start": 0, "end": 1, "text": " one two", "words": [
      {"word": " one", "start": 0.1, "end": 0.5, "probability": 0.9}, {"word": " two", "start": 0.5, "end": 1.0, "probability": 0.5}]}]})"),
            "one 0.10-0.50 (0.90), two 0.50-1.00 (0.50)");
  EXPECT_EQ(
      words_in(
          R"({"segments": [{"start": 0.1, "end": 1, "words": [{"word": "one", "start": 0.1, "end": 0.5, "score": 0.8},
      {"word": "2"}, {"word": "three", "start": 0.7, "end": 1}]}], "word_segments": []})"),
      "one 0.10-0.50 (0.80), 2 0.50-0.70 (0.00), three 0.70-1.00");
  EXPECT_EQ(words_in(R"({"segments": [{"start": 1, "end": 2, "text": "one two"}]})"), "one 1.00-2.00, two 1.00-2.00");
}

TEST(ReadWords, OfWhisperCppJoinsTokensToWords) {
  EXPECT_EQ(words_in(R"({"transcription": [{"offsets": {"from": 0, "to": 1000}, "text": " one two", "tokens": [
      {"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}, "p": 0.9}, {"text": " one", "offsets": {"from": 100, "to": 500}, "p": 0.9},
      {"text": " t", "offsets": {"from": 500, "to": 700}, "p": 0.8}, {"text": "wo", "offsets": {"from": 700, "to": 1000}, "p": 0.6}]}]})"),
            "one 0.10-0.50 (0.90), two 0.50-1.00 (0.60)");
  EXPECT_EQ(words_in(R"({"transcription": [{"offsets": {"from": 100, "to": 500}, "text": " one"}]})"), "one 0.10-0.50");
}

TEST(ReadWords, OfTheSdkOfAlignersAndOfPlainLists) {
  EXPECT_EQ(
      words_in(R"({"clip": {"features": [["sp"], ["one"], ["two"]], "intervals": [[0, 0.1], [0.1, 0.5], [0.5, 1]]}})"),
      kTwo);
  EXPECT_EQ(words_in(R"({"words": {"features": ["one", "two"], "intervals": [[0.1, 0.5], [0.5, 1]]}})"), kTwo);
  EXPECT_EQ(
      words_in(
          R"({"transcript": "one two", "words": [{"word": "one", "start": 0.1, "end": 0.5}, {"word": "two", "start": 0.5, "end": 1}]})"),
      kTwo);
  EXPECT_EQ(words_in(R"([{"text": "two", "start": 0.5, "end": 1}, {"text": "one", "start": 0.1, "end": 0.5}])"), kTwo);
}

TEST(ReadWords, RefusesWithThePlaceAndTheReason) {
  const auto says = [](const std::string& file, const std::string& part) {
    const std::string said = words_complaint(file);
    EXPECT_NE(said.find(part), std::string::npos) << said;
  };
  says("", "is empty");
  says("hello world\n", "word");
  says("word,start,end\none,zero,1\n", "line 2: `zero` is no number");
  says("word,start,end\none,2,1\n", "word 1, `one`: it ends before it starts");
  says("word,start,end\none,-2,1\n", "word 1, `one`: its times are no seconds from 0 on");
  says("word,start,end\nsp,0,1\n", "holds no word");
  says("1\n00:00:01 --> soon\none\n", "line 2: `soon` is no time");
  says("a 1 0 1 one\nb 1 0 1 two\n", "line 2: is of another recording, `b` after `a`");
  says("a 1 0 1 one\na 1 0\n", "line 2: `recording channel start duration word` were expected");
  says(kShortGrid.substr(0, kShortGrid.size() - 7), "a text in quotes was expected");
  std::string phones = kLongGrid;
  phones.replace(phones.find("Words"), 5, "Other");
  says(phones, "no tier is named `words`; there are `phones`, `Other`");
  says(R"({"words": [{"word": "one", "start": "0", "end": 1}]})", "`words` 1: \"0\" is no number");
  says(R"({"words": [{"start": 0, "end": 1}]})", "`words` 1: `word` is no text");
  says(R"({"features": ["a"], "intervals": []})", "`features` has 1 entries and `intervals` 0");
  says(R"({"results": [1]})", "none of the keys");
  says("ooBinaryFile\x08TextGrid", "is a binary file of Praat; save it as a text file");
  says(std::string("\0\0\0\x18"
                   "ftypmp42",
                   12),
       "`mmim extract` makes features of clips");
  says("00:01 --> 00:02\n" + std::string(100'000, '<') + "\n", "holds no word");
}

TEST(WordsCsv, LeavesConfidenceEmptyWhereItIsNotKnown) {
  EXPECT_EQ(words_csv(std::vector<TimedWord>{{"one", 0.1, 0.5, 0.25}, {"a,b", 0.5, 1}}),
            "word,start,end,confidence\none,0.100,0.500,0.250\n\"a,b\",0.500,1.000,\n");
}

}  // namespace
}  // namespace mmim
