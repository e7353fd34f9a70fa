#include "formats/encoding.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

using namespace std::string_literals;

std::string encoding_of(const std::string& bytes) { return decode_text(bytes, "t.csv").encoding; }

std::string refusal(const std::string& bytes) {
  try {
    decode_text(bytes, "t.csv");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(Encoding, Utf8StaysAndItsMarkGoes) {
  EXPECT_EQ(decode_text("\xEF\xBB\xBF"
                        "caf\xC3\xA9",
                        "t")
                .text,
            "caf\xC3\xA9");
  EXPECT_EQ(decode_text("a\0b"s, "t").text, "a\0b"s);
  EXPECT_EQ(encoding_of("caf\xC3\xA9"), "UTF-8");
  EXPECT_EQ(decode_text("", "t").text, "");
}

TEST(Encoding, MarksNameUtf16AndUtf32) {
  EXPECT_EQ(decode_text("\xFF\xFE"
                        "a\0\xE9\0"s,
                        "t")
                .text,
            "a\xC3\xA9");
  EXPECT_EQ(decode_text("\xFE\xFF"
                        "\0a\0\xE9"s,
                        "t")
                .text,
            "a\xC3\xA9");
  EXPECT_EQ(decode_text("\xFF\xFE\0\0"
                        "a\0\0\0"s,
                        "t")
                .text,
            "a");
  EXPECT_EQ(decode_text("\0\0\xFE\xFF"
                        "\0\0\0a"s,
                        "t")
                .text,
            "a");
  EXPECT_EQ(decode_text("\xFF\xFE\x3D\xD8\x00\xDE"s, "t").text, "\xF0\x9F\x98\x80");  // a surrogate pair
}

TEST(Encoding, ZeroBytesGiveAwayWhatHasNoMark) {
  EXPECT_EQ(decode_text("a\0,\0b\0\n\0"s, "t").text, "a,b\n");
  EXPECT_EQ(decode_text("\0a\0,\0b\0\n"s, "t").text, "a,b\n");
  EXPECT_EQ(encoding_of("a\0\0\0b\0\0\0"s), "UTF-32LE");
}

TEST(Encoding, ChineseIsReadAsGb18030) {
  // "我讨厌这部电影，太无聊了" in GBK
  const DecodedText decoded = decode_text(
      "id,text\n1,\xCE\xD2\xCC\xD6\xD1\xE1\xD5\xE2\xB2\xBF\xB5\xE7\xD3\xB0\xA3\xAC\xCC\xAB\xCE\xDE\xC1\xC4\xC1\xCB\n",
      "t");
  EXPECT_EQ(decoded.encoding, "GB18030");
  EXPECT_EQ(decoded.text, "id,text\n1,我讨厌这部电影，太无聊了\n");
  EXPECT_EQ(decoded.example, "line 2: `1,我讨厌这部电影，`");
}

TEST(Encoding, AccentsAmongAsciiAreReadAsWindows1252) {
  EXPECT_EQ(decode_text("a caf\xE9, cr\xE9\xE9"
                        "e, Gr\xF6\xDF"
                        "e",
                        "t")
                .text,
            "a café, créée, Größe");
  EXPECT_EQ(decode_text("it\x92s \x93so\x94 \x96 \xC9"
                        "cole\x85",
                        "t")
                .text,
            "it’s “so” – École…");
  EXPECT_EQ(encoding_of("caf\xE9\n"), "windows-1252");
}

TEST(Encoding, WhatCouldBeSeveralIsRefusedWithLineByteAndTheWayOn) {
  EXPECT_EQ(refusal("id,text\n1,\x92\xA0\x93\xFA\x82\xCC\n"),  // Shift JIS
            "t.csv: line 2: is no UTF-8 text (byte 92), and its encoding cannot be told for certain; save the file as "
            "UTF-8 (spreadsheets call it `CSV UTF-8`; or `iconv -f ENCODING -t UTF-8`)");
  for (const char* bytes : {"\xA4\xA4\xA4\xE5\xB4\xFA\xB8\xD5",               // Big5
                            "\xC7\xD1\xB1\xB9\xBE\xEE\xC0\xBB",               // EUC-KR
                            "\xA4\xB3\xA4\xEC\xA4\xCF\xC6\xFC\xCB\xDC",       // EUC-JP
                            "\xCF\xF0\xE8\xE2\xE5\xF2",                       // Cyrillic
                            "don\xD5t, it\xD5s",                              // Mac Roman
                            "caf\x82",                                        // DOS
                            "dzi\xEAki by\xB3o",                              // Polish
                            "\xED\xA0\xBD film",                              // half a surrogate pair
                            "\xE6\x88\x91\xE8\xAE\xA8\xE5\x8E\x8C\xE8\xBF"})  // UTF-8, cut short
    EXPECT_NE(refusal(bytes).find("is no UTF-8 text"), std::string::npos) << bytes;
  EXPECT_EQ(refusal("\xFF\xFE"
                    "a"),
            "t.csv: begins as UTF-16LE and is cut short or damaged");
}

TEST(Encoding, FindsTheFirstByteThatIsNoUtf8) {
  EXPECT_EQ(first_not_utf8("a\xC3\xA9"), std::string::npos);
  EXPECT_EQ(first_not_utf8("a\xC3\xA9\xED\xA0\xBD"), 3u);
  EXPECT_EQ(first_not_utf8("ab\xC3"), 2u);
}

}  // namespace
}  // namespace mmim
