#include <algorithm>
#include <regex>
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
      cues.push_back(cue_of(line, arrow, where, number));
      within = true;
    } else if (line.find_first_not_of(" \t") == line.npos) {
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
  for (size_t at = 0; at < line.size(); ++at) {
    const char close = line[at] == '<' ? '>' : line[at] == '{' && line.substr(at, 2) == "{\\" ? '}' : '\0';
    const size_t end = close ? line.find(close, at) : line.npos;
    if (end != line.npos)
      at = end;
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

const std::regex& inner_time() {
  static const std::regex pattern(R"(<(\d+:[\d:]+[.,]\d+)>)");
  return pattern;
}

/// "one <00:00:01.500><c> two</c>": a piece lasts until the next time.
void append_timed_line(std::vector<TimedWord>& words, const std::string& line, const Cue& cue) {
  double start = cue.start;
  size_t from = 0;
  const double unknown = TimedWord{}.confidence;
  for (std::sregex_iterator time(line.begin(), line.end(), inner_time()), last; time != last; ++time) {
    const double next = clock_time((*time)[1]).value_or(start);
    append_words(words, plain(line.substr(from, static_cast<size_t>(time->position()) - from)), start, next, unknown);
    from = static_cast<size_t>(time->position() + time->length());
    start = next;
  }
  append_words(words, plain(line.substr(from)), start, std::max(start, cue.end), unknown);
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
  const bool timed = any_line([](const std::string& line) { return std::regex_search(line, inner_time()); });
  const bool marked = any_line([](const std::string& line) { return !underlined(line).empty(); });
  std::vector<TimedWord> words;
  for (const Cue& cue : cues) {
    for (const std::string& line : cue.lines) {
      if (!timed)
        append_words(words, plain(marked ? underlined(line) : line), cue.start, cue.end, TimedWord{}.confidence);
      else if (std::regex_search(line, inner_time()))  // lines without times repeat an earlier subtitle
        append_timed_line(words, line, cue);
    }
  }
  std::erase_if(words, [](const TimedWord& word) { return !says_something(word.text); });
  return words;
}

}  // namespace mmim
