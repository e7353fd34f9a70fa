#include "formats/file_kind.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "support/places.h"

namespace mmim {
namespace {

using std::string_literals::operator""s;

std::span<const std::byte> bytes_in(const std::string& text) { return std::as_bytes(std::span(text)); }

TEST(FileKind, KnowsPicklesOfEveryProtocol) {
  for (const char* name : {"protocol0.pkl", "protocol1.pkl", "protocol2.pkl", "protocol3.pkl", "protocol4.pkl",
                           "protocol5.pkl", "objects0.pkl", "python2_protocol0.pkl"})
    EXPECT_EQ(kind_of(bytes_in(read_file(fixture(name)))), FileKind::pickle) << name;
  for (const char* pickle : {"N.", "I1\n.", "(lp0\nI1\na.", "(dp1\n.", "cnumpy\nndarray\n.", "]q\x01.", "}."})
    EXPECT_EQ(kind_of(bytes_in(pickle)), FileKind::pickle) << pickle;
  EXPECT_EQ(kind_of(bytes_in(read_file(fixture("f4.npy")))), FileKind::npy);
  EXPECT_EQ(kind_of(bytes_in(read_file(fixture("old.bin")))), FileKind::old_torch);
  EXPECT_EQ(kind_of(bytes_in(read_file(fixture("linear.bin")))), FileKind::zip);
}

/// 188 bytes of a packet, three times, each behind `before`.
std::string transport_stream(const std::string& before, char fill) {
  std::string file;
  for (int packet = 0; packet < 3; ++packet) file += before + "G" + std::string(187, fill);
  return file;
}

TEST(FileKind, KnowsSoundAndVideoByTheirFirstBytes) {
  for (const std::string& file : {"\0\0\0\x18"s + "ftypmp42",
                                  "\0\0\0\x08"s + "wide",
                                  "\0\x01\0\0"s + "moov",
                                  "RIFF\x10\0\0\0WAVEfmt "s,
                                  "RIFF\x10\0\0\0AVI LIST"s,
                                  "RF64\xFF\xFF\xFF\xFFWAVE"s,
                                  "\x1A\x45\xDF\xA3\x01"s,
                                  "FORM\0\0\0\x10"s + "AIFF",
                                  "FORM\0\0\0\x10"s + "AIFC",
                                  "FLV\x01\x05"s,
                                  "OggS\0\x02"s,
                                  "fLaC\0\0\0\x22"s,
                                  "ID3\x04\0"s,
                                  "\xFF\xFB\x90\x64"s,
                                  "\xFF\xF1\x50\x80"s,
                                  "caff\0\x01"s,
                                  ".snd\0\0\0\x18"s,
                                  "#!AMR\n"s,
                                  "\0\0\x01\xBA"s,
                                  "\0\0\x01\xB3"s,
                                  "\x30\x26\xB2\x75\x8E\x66\xCF\x11"s,
                                  transport_stream("", '\0'),
                                  transport_stream("\x01\x02\x03\x04", '\xFF')})
    EXPECT_EQ(kind_of(bytes_in(file)), FileKind::media) << file;
}

TEST(FileKind, TakesNoTextForSoundOrVideo) {
  for (const std::string& file :
       {"caffeine is bad for me\n"s, "convert AIFF files\n"s, "ID3,text\n1,a\n"s, "RIFF RAFF of the year\n"s,
        "fLaC or mp3?\n"s, "OggS\n"s, ".snd is a name\n"s, "\t\t\t\tfree\n"s, "\n\n\n\nwide\n"s, "#!AMR is a name\n"s,
        "FLV and mp4\n"s, transport_stream("", 'a'), transport_stream("G   ", ' ')})
    EXPECT_EQ(kind_of(bytes_in(file)), FileKind::text) << file;
  EXPECT_EQ(kind_of(bytes_in("\xFF\xFEi\0d\0"s)), FileKind::utf16);
  EXPECT_EQ(kind_of(bytes_in("\xFF\xD8\xFF\xE0"s)), FileKind::image);
}

}  // namespace
}  // namespace mmim
