#pragma once
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"
#include "extract/words/timed_word.h"

namespace mmim {

/// One format each, for read_words(): words as they stand in the file. `where` names the file in errors.
std::vector<TimedWord> words_of_textgrid(std::string_view text, const std::string& where);
std::vector<TimedWord> words_of_subtitles(std::string_view text, const std::string& where);
std::vector<TimedWord> words_of_ctm(std::string_view text, const std::string& where);
std::vector<TimedWord> words_of_table(const std::filesystem::path& path);
std::vector<TimedWord> words_of_json(const Json& json, const std::string& where);

/// Whether the first line that is no comment is `recording channel start duration word`.
bool is_ctm(std::string_view text);

/// The start or end of a word that the file has no time for; read_words() gives it the gap between its neighbours.
constexpr double kUntimed = std::numeric_limits<double>::infinity();

/// A whole text as one finite number.
std::optional<double> number_in(std::string_view text);

/// Words between blanks, each with these times.
void append_words(std::vector<TimedWord>& words, std::string_view text, double start, double end, double confidence);

}  // namespace mmim
