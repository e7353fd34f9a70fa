#include "corpus/video.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace mmim {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_whole(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

/// A number with a point: "12.5".
bool is_decimal(std::string_view text) {
  const size_t point = text.find('.');
  return point != text.npos && is_whole(text.substr(0, point)) && is_whole(text.substr(point + 1));
}

std::string lower(std::string_view text) {
  std::string low(text);
  for (char& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return low;
}

/// `utt1`, `clip03`: a word for a part of a video and a number.
bool is_numbered_clip(std::string_view text) {
  constexpr std::array<std::string_view, 11> kWords{"utt",  "utterance", "clip", "seg",   "segment", "sent",
                                                    "part", "sentence",  "turn", "chunk", "cut"};
  const auto digits = static_cast<size_t>(std::find_if(text.begin(), text.end(), is_digit) - text.begin());
  return is_whole(text.substr(digits)) &&
         std::find(kWords.begin(), kWords.end(), lower(text.substr(0, digits))) != kWords.end();
}

/// Turns of IEMOCAP: `Ses01F_impro01` and `F000`.
bool is_turn_of_iemocap(std::string_view video, std::string_view clip) {
  const bool session = video.size() > 6 && video.starts_with("Ses") && is_digit(video[3]) && is_digit(video[4]) &&
                       (video[5] == 'F' || video[5] == 'M');
  return session && clip.size() == 4 && (clip[0] == 'F' || clip[0] == 'M') && is_whole(clip.substr(2));
}

IdParts cut(std::string_view name, size_t at, size_t width = 1) {
  return {without_extension(name.substr(0, at)), name.substr(at + width)};
}

/// The last sign in `signs` with something on both sides, or npos.
size_t last(std::string_view name, const char* signs) {
  const size_t at = name.find_last_of(signs);
  return at == 0 || at + 1 >= name.size() ? name.npos : at;
}

/// Of `video[3]` or `video[3][0]`, where the first bracket opens; npos without a video in front.
size_t begin_of_brackets(std::string_view name) {
  size_t begin = name.npos;
  while (name.ends_with(']')) {
    const size_t bracket = name.rfind('[');
    if (bracket == name.npos || bracket == 0) break;
    begin = bracket;
    name = name.substr(0, bracket);
  }
  return begin;
}

/// `video_1.5_2.5` or `video_1.5`.
size_t begin_of_times(std::string_view name) {
  size_t begin = name.npos;
  for (size_t at = last(name, "_"); at != name.npos && at > 0; at = name.substr(0, at).find_last_of('_')) {
    const std::string_view part = name.substr(at + 1, begin == name.npos ? begin : begin - at - 1);
    if (!is_decimal(part) && !(begin != name.npos && is_whole(part))) break;
    begin = at;
  }
  return begin;
}

}  // namespace

std::string_view without_extension(std::string_view name) {
  constexpr std::array<std::string_view, 20> kExtensions{".mp4", ".avi",  ".mkv", ".mov", ".flv", ".webm", ".mpg",
                                                         ".wmv", ".mpeg", ".m4a", ".wav", ".mp3", ".flac", ".npy",
                                                         ".npz", ".pkl",  ".csv", ".txt", ".pt",  ".h5"};
  const size_t point = name.rfind('.');
  if (point == name.npos || point == 0 || name.find_first_of("/\\", point) != name.npos) return name;
  const auto known = std::find(kExtensions.begin(), kExtensions.end(), lower(name.substr(point)));
  return known == kExtensions.end() || name[point - 1] == '/' ? name : name.substr(0, point);
}

IdParts parts_of(std::string_view id) {
  if (const size_t dollar = id.find("$_$"); dollar != id.npos && dollar > 0) return cut(id, dollar, 3);
  if (const size_t bracket = begin_of_brackets(id); bracket != id.npos)
    return {without_extension(id.substr(0, bracket)), id.substr(bracket + 1, id.size() - bracket - 2)};

  const std::string_view name = without_extension(id);
  const size_t line = last(name, "_"), dash = last(name, "-"), hash = last(name, "#"), slash = last(name, "/\\");
  if (line != name.npos) {
    const std::string_view clip = name.substr(line + 1);
    if (is_whole(clip) || is_numbered_clip(clip) || is_turn_of_iemocap(name.substr(0, line), clip))
      return cut(name, line);
    if (const size_t times = begin_of_times(name); times != name.npos) return cut(name, times);
  }
  if (hash != name.npos && is_whole(name.substr(hash + 1))) return cut(name, hash);
  if (slash != name.npos) {
    const std::string_view clip = name.substr(slash + 1);
    if (is_whole(clip) || is_numbered_clip(clip)) return cut(name, slash);
  }
  constexpr size_t kYoutube = 11;
  const size_t own = slash == name.npos ? 0 : slash + 1;
  if (dash != name.npos && dash > own && name.size() - own != kYoutube &&
      (is_whole(name.substr(dash + 1)) || is_numbered_clip(name.substr(dash + 1))))
    return cut(name, dash);
  return {name};
}

bool names_no_clip(std::string_view id) { return id.ends_with(']') || parts_of(id).clip.empty(); }

std::string_view video_of(std::string_view id) { return parts_of(id).video; }

}  // namespace mmim
