#include "formats/media_marks.h"

#include <algorithm>
#include <cstdint>

namespace mmim {

namespace {

using std::string_view_literals::operator""sv;

struct MediaMark {
  std::string_view at_begin, at_eight = {};
};
constexpr MediaMark kMediaMarks[] = {{"RIFF"sv, "WAVE"sv},
                                     {"RIFF"sv, "AVI "sv},
                                     {"RF64"sv, "WAVE"sv},
                                     {"FORM"sv, "AIFF"sv},
                                     {"FORM"sv, "AIFC"sv},
                                     {"\x1A\x45\xDF\xA3"sv},                  // Matroska and WebM
                                     {"\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv},  // Windows Media
                                     {"\0\0\x01\xBA"sv},                      // MPEG
                                     {"\0\0\x01\xB3"sv},
                                     {"FLV\x01"sv},
                                     {"OggS\0"sv},
                                     {"fLaC\0"sv},
                                     {"fLaC\x80"sv},
                                     {"ID3\x02"sv},
                                     {"ID3\x03"sv},
                                     {"ID3\x04"sv},
                                     {"caff\0"sv},
                                     {".snd\0"sv},
                                     {"#!AMR\n"sv},
                                     {"#!AMR-WB\n"sv}};

bool holds(std::string_view bytes, size_t at, std::string_view mark) {
  return bytes.size() >= at && bytes.substr(at).starts_with(mark);
}

/// A file of boxes: the length of the first box, which is no four blanks, then the name of that box.
bool begins_with_box(std::string_view bytes) {
  if (bytes.size() < 8 || static_cast<uint8_t>(bytes[0]) >= 0x20) return false;
  if (bytes.substr(0, 4).find_first_not_of(" \t\r\n") == bytes.npos) return false;
  constexpr std::string_view kBoxes[] = {"ftyp", "moov", "mdat", "wide", "free", "skip"};
  return std::find(std::begin(kBoxes), std::end(kBoxes), bytes.substr(4, 4)) != std::end(kBoxes);
}

/// Packets of 188 bytes that begin with one letter, in files of cameras with four bytes before each. Text may have that
/// letter in three such places, but no bytes that are no characters.
bool is_transport_stream(std::string_view bytes) {
  for (const size_t before : {0, 4}) {
    const size_t step = 188 + before;
    size_t packets = 0;
    while (packets < 3 && holds(bytes, before + packets * step, "G")) ++packets;
    const bool unreadable = bytes.substr(0, step).find_first_of("\0\x01\x02\xFF"sv) != bytes.npos;
    if (packets == 3 && unreadable) return true;
  }
  return false;
}

/// MP3 without tags, or AAC: eleven bits set, then a version, a layer, a bit rate and a rate that exist.
bool is_mpeg_sound(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != '\xFF') return false;
  const auto second = static_cast<uint8_t>(bytes[1]), third = static_cast<uint8_t>(bytes[2]);
  if ((second & 0xF6) == 0xF0) return (third >> 2 & 15) < 13;  // AAC
  const bool exists = (second >> 3 & 3) != 1 && (second >> 1 & 3) != 0 && third >> 4 != 15 && (third >> 2 & 3) != 3;
  return (second & 0xE0) == 0xE0 && exists;
}

}  // namespace

bool begins_as_media(std::string_view bytes) {
  for (const MediaMark& mark : kMediaMarks)
    if (holds(bytes, 0, mark.at_begin) && (mark.at_eight.empty() || holds(bytes, 8, mark.at_eight))) return true;
  return begins_with_box(bytes) || is_transport_stream(bytes) || is_mpeg_sound(bytes);
}

}  // namespace mmim
