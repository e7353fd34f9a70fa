#include "extract/words/read_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <span>

#include "core/error.h"
#include "core/letters.h"
#include "core/numbers.h"
#include "core/sentence.h"
#include "extract/words/word_files.h"
#include "formats/encoding.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

constexpr double kLongestSeconds = 1e6;
constexpr double kBeyondEnd = 0.5;  ///< seconds by which the last word of whisper and others may end behind the clip
constexpr const char* kWanted =
    "a file of words with their times (TextGrid, CTM, SRT, VTT, JSON, or a table with the columns word, start and end)";

bool is_pause(const std::string& text) {
  static const std::set<std::string> pauses{"",    "sp",   "sil",  "spn",   "<sil>",   "<eps>",
                                            "<s>", "</s>", "<p:>", "[sil]", "silence", "<silence>"};
  return pauses.contains(in_lower_case(text));
}

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

/// Words without times lie between those beside them; nothing is known of how sure they are.
void fill_untimed(std::vector<TimedWord>& words) {
  double before = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].start == kUntimed || words[i].end == kUntimed) {
      size_t next = i + 1;
      while (next < words.size() && words[next].start == kUntimed) ++next;
      const double after = next < words.size() ? words[next].start : before;
      words[i].start = before;
      words[i].end = std::max(before, after);
      words[i].confidence = 0;
      continue;  // the next one may share the gap
    }
    before = words[i].end;
  }
}

void check_times(const std::vector<TimedWord>& words, const std::string& where) {
  for (size_t i = 0; i < words.size(); ++i) {
    const TimedWord& word = words[i];
    const auto fail = [&](const std::string& what) {
      throw DataError(sentence("{}: word {}, `{}`: {}", where, i + 1, word.text, what));
    };
    if (!(word.start >= 0) || !(word.end < kLongestSeconds)) fail("its times are no seconds from 0 on");
    if (word.end < word.start) fail("it ends before it starts");
  }
}

std::vector<TimedWord> words_of_file(const fs::path& path) {
  const std::string where = path.string();
  std::string bytes = plain_text(path);
  if (bytes.starts_with("ooBinaryFile")) throw DataError(where + ": is a binary file of Praat; save it as a text file");
  if (!may_be_table(std::as_bytes(std::span(bytes)))) refuse_kind(std::as_bytes(std::span(bytes)), where, kWanted);
  const std::string text = decode_text(std::move(bytes), where).text;
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) throw DataError(where + ": is empty; " + kWanted + " was expected");
  const std::string_view head = std::string_view(text).substr(begin, 4096);
  if (head[0] == '{' || head[0] == '[') return words_of_json(parse_json(text, where), where);
  if (head.find("ooTextFile") != head.npos) return words_of_textgrid(text, where);
  if (head.starts_with("WEBVTT") || head.find("-->") != head.npos) return words_of_subtitles(text, where);
  if (is_ctm(text)) return words_of_ctm(text, where);
  return words_of_table(path);
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

void append_words(std::vector<TimedWord>& words, std::string_view text, double start, double end, double confidence) {
  constexpr std::string_view kBlanks = " \t\r\n";
  for (size_t at = text.find_first_not_of(kBlanks); at != text.npos;) {
    const size_t after = std::min(text.find_first_of(kBlanks, at), text.size());
    words.push_back({std::string(text.substr(at, after - at)), start, end, confidence});
    at = text.find_first_not_of(kBlanks, after);
  }
}

std::vector<TimedWord> read_words(const fs::path& path) {
  std::vector<TimedWord> words = words_of_file(path);
  for (TimedWord& word : words) word.text = trimmed(word.text);
  std::erase_if(words, [](const TimedWord& word) { return is_pause(word.text); });
  if (words.empty()) throw DataError(path.string() + ": holds no word");
  fill_untimed(words);
  check_times(words, path.string());
  for (TimedWord& word : words)  // some programs write logarithms
    if (!(word.confidence >= 0 && word.confidence <= 1)) word.confidence = TimedWord{}.confidence;
  std::stable_sort(words.begin(), words.end(),
                   [](const TimedWord& one, const TimedWord& other) { return one.start < other.start; });
  return words;
}

void expect_words_within(const std::vector<TimedWord>& words, double seconds, const std::string& where) {
  for (size_t i = 0; i < words.size(); ++i)
    if (words[i].end > seconds + kBeyondEnd)
      throw DataError(
          sentence("{}: word {}, `{}`, ends at {} s, and the clip at {} s; the times are of another clip, or "
                   "in milliseconds",
                   where, i + 1, words[i].text, decimal(words[i].end, 2), decimal(seconds, 2)));
}

}  // namespace mmim
