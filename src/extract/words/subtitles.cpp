#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "core/sentence.h"
#include "extract/words/word_files.h"

namespace mmim {

namespace {

/// "01:02:03,450", "02:03.450" in seconds.
std::optional<double> clock_time(std::string text) {
  std::replace(text.begin(), text.end(), ',', '.');
  double seconds = 0;
  size_t parts = 0;
  std::istringstream pieces(text);
  for (std::string piece; std::getline(pieces, piece, ':'); ++parts) {
    const std::optional<double> value = number_in(piece);
    if (!value || *value < 0) return std::nullopt;
    seconds = 60 * seconds + *value;
  }
  return parts == 2 || parts == 3 ? std::optional(seconds) : std::nullopt;
}

struct Cue {
  double start = 0, end = 0;
  std::vector<std::string> lines{};
};

std::string without_blanks(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t");
  return begin == text.npos ? "" : text.substr(begin, std::min(text.find_first_of(" \t", begin), text.size()) - begin);
}

Cue cue_of(const std::string& line, size_t arrow, const std::string& where, size_t number) {
  const std::string start = without_blanks(line.substr(0, arrow)), end = without_blanks(line.substr(arrow + 3));
  const auto time = [&](const std::string& text) {
    const std::optional<double> seconds = clock_time(text);
    if (!seconds) throw DataError(sentence("{}: line {}: `{}` is no time", where, number, text));
    return *seconds;
  };
  return {time(start), time(end)};
}

bool is_number(const std::vector<std::string>& lines) {
  return !lines.empty() && lines.back().find_first_not_of("0123456789 ") == std::string::npos;
}

/// Lines with an arrow begin a cue, empty lines end one; notes, styles and numbers stand outside.
std::vector<Cue> cues_of(std::string_view text, const std::string& where) {
  std::vector<Cue> cues;
  std::istringstream lines{std::string(text)};
  bool within = false;
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    const size_t arrow = line.find("-->");
    if (arrow != line.npos) {
      if (within && is_number(cues.back().lines))
        cues.back().lines.pop_back();  // of this subtitle, behind no empty line
      cues.push_back(cue_of(line, arrow, where, number));
      within = true;
    } else if (line.empty()) {  // YouTube writes lines of one blank within subtitles
      within = false;
    } else if (within) {
      cues.back().lines.push_back(line);
    }
  }
  return cues;
}

/// Without tags and codes of position, with the characters that entities stand for.
std::string plain(const std::string& line) {
  std::string text;
  const size_t last_tag = line.rfind('>') + 1, last_code = line.rfind('}') + 1;  // 0: there is none
  for (size_t at = 0; at < line.size(); ++at) {
    const bool tag = line[at] == '<' && at < last_tag, code = line.compare(at, 2, "{\\") == 0 && at < last_code;
    if (tag || code)
      at = line.find(tag ? '>' : '}', at);
    else
      text += line[at];
  }
  for (const auto& [entity, meaning] :
       {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&nbsp;", " "}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    for (size_t at = 0; (at = text.find(entity, at)) != text.npos; ++at)
      text.replace(at, std::string_view(entity).size(), meaning);
  return text;
}

bool says_something(const std::string& word) {
  return std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isalnum(c) || c >= 0x80; });
}

constexpr size_t kLongestTime = 24;  ///< characters

/// A time within a line, as VTT has it: "<00:00:01.500>".
struct InnerTime {
  size_t begin = 0, end = 0;  ///< of the tag in the line
  double seconds = 0;
};

std::optional<InnerTime> inner_time(const std::string& line, size_t from) {
  for (size_t begin = line.find('<', from); begin != line.npos; begin = line.find('<', begin + 1)) {
    const std::string tag = line.substr(begin + 1, kLongestTime);
    const size_t length = tag.find('>');
    if (length == tag.npos) continue;
    if (const auto seconds = clock_time(tag.substr(0, length))) return InnerTime{begin, begin + length + 2, *seconds};
  }
  return std::nullopt;
}

/// "one <00:00:01.500><c> two</c>": a piece lasts until the next time.
void append_timed_line(std::vector<TimedWord>& words, const std::string& line, const Cue& cue) {
  double start = cue.start;
  size_t from = 0;
  const double unknown = TimedWord{}.confidence;
  for (auto time = inner_time(line, 0); time; time = inner_time(line, from)) {
    append_words(words, plain(line.substr(from, time->begin - from)), start, time->seconds, unknown);
    from = time->end;
    start = time->seconds;
  }
  append_words(words, plain(line.substr(from)), start, std::max(start, cue.end), unknown);
}

/// YouTube repeats the lines of a subtitle in those after it, without the times.
bool repeats(const Cue& before, const std::string& line) {
  return std::any_of(before.lines.begin(), before.lines.end(),
                     [text = plain(line)](const std::string& earlier) { return plain(earlier) == text; });
}

/// "one <u>two</u> three": the subtitle is repeated for each word, which it underlines.
std::string underlined(const std::string& line) {
  const size_t begin = line.find("<u>"), end = line.find("</u>");
  return begin == line.npos || end == line.npos || end < begin ? "" : line.substr(begin + 3, end - begin - 3);
}

}  // namespace

std::vector<TimedWord> words_of_subtitles(std::string_view text, const std::string& where) {
  const std::vector<Cue> cues = cues_of(text, where);
  const auto any_line = [&](auto has) {
    return std::any_of(cues.begin(), cues.end(),
                       [&](const Cue& cue) { return std::any_of(cue.lines.begin(), cue.lines.end(), has); });
  };
  const bool timed = any_line([](const std::string& line) { return inner_time(line, 0).has_value(); });
  const bool marked = any_line([](const std::string& line) { return !underlined(line).empty(); });
  std::vector<TimedWord> words;
  for (size_t i = 0; i < cues.size(); ++i) {
    for (const std::string& line : cues[i].lines) {
      if (timed && i > 0 && repeats(cues[i - 1], line)) continue;
      if (timed)
        append_timed_line(words, line, cues[i]);
      else
        append_words(words, plain(marked ? underlined(line) : line), cues[i].start, cues[i].end,
                     TimedWord{}.confidence);
    }
  }
  std::erase_if(words, [](const TimedWord& word) { return !says_something(word.text); });
  return words;
}

}  // namespace mmim
