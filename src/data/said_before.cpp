#include "data/said_before.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "corpus/video.h"
#include "text/context.h"

namespace mmim {

namespace {

/// The numbers in the name of a clip: 3; 12.5 and 17; 0 and 4.
std::vector<double> numbers_in(std::string_view clip) {
  constexpr std::string_view kDigits = "0123456789";
  std::vector<double> numbers;
  for (size_t at = clip.find_first_of(kDigits); at != clip.npos; at = clip.find_first_of(kDigits, at)) {
    double number = 0;
    const auto read = std::from_chars(clip.data() + at, clip.data() + clip.size(), number, std::chars_format::fixed);
    numbers.push_back(number);
    at = static_cast<size_t>(read.ptr - clip.data());
  }
  return numbers;
}

struct Clip {
  std::vector<double> place;
  int64_t utterance;
};

std::map<std::string_view, std::vector<Clip>> clips_by_video(const Split& split) {
  std::map<std::string_view, std::vector<Clip>> videos;
  for (int64_t i = 0; i < split.size(); ++i) {
    const IdParts id = parts_of(split.id(i));
    if (std::vector<double> place = numbers_in(id.clip); !place.empty())
      videos[id.video].push_back({std::move(place), i});
  }
  return videos;
}

}  // namespace

std::vector<std::string> said_before(const Split& split, int64_t words) {
  std::vector<std::string> before(static_cast<size_t>(split.size()));
  for (auto& [video, clips] : clips_by_video(split)) {
    std::stable_sort(clips.begin(), clips.end(), [](const Clip& a, const Clip& b) { return a.place < b.place; });
    std::string said;
    for (size_t from = 0; from < clips.size();) {
      size_t to = from;  // clips of one number are not before one another
      for (; to < clips.size() && clips[to].place == clips[from].place; ++to)
        before[static_cast<size_t>(clips[to].utterance)] = said;
      for (; from < to; ++from) said += (said.empty() ? "" : " ") + std::string(split.text(clips[from].utterance));
      said = std::string(last_words(said, words));
    }
  }
  return before;
}

}  // namespace mmim
