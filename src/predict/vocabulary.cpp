#include <algorithm>
#include <map>
#include <set>

#include "predict/vocabulary.h"

namespace mmim {

namespace {

constexpr size_t kMostTokens = 30000;

/// Bytes of the UTF-8 character that starts with `first`; a stray byte counts as one.
size_t character_length(unsigned char first) { return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1; }

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

void count_words(std::string_view text, std::map<std::string, int64_t>& words, std::set<std::string>& characters) {
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) ++words[word];
    word.clear();
  };
  for (size_t i = 0; i < text.size();) {
    const size_t length = std::min(character_length(static_cast<unsigned char>(text[i])), text.size() - i);
    std::string character(text.substr(i, length));
    i += length;
    if (length == 1 && static_cast<unsigned char>(character[0]) >= 0x80) continue;
    if (character[0] >= 'A' && character[0] <= 'Z') character[0] = static_cast<char>(character[0] - 'A' + 'a');
    if (static_cast<unsigned char>(character[0]) > ' ') characters.insert(character);
    if (is_letter_or_digit(character[0]))
      word += character;
    else
      end_word();
  }
  end_word();
}

}  // namespace

std::vector<std::string> vocabulary_of(const Split& split) {
  std::map<std::string, int64_t> words;
  std::set<std::string> characters;
  for (char c = '!'; c <= '~'; ++c)
    if (c < 'A' || c > 'Z') characters.insert(std::string(1, c));
  for (int64_t i = 0; i < split.size(); ++i) count_words(split.text(i), words, characters);

  std::vector<std::string> tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  for (const std::string& character : characters) tokens.push_back(character);
  for (const std::string& character : characters) tokens.push_back("##" + character);
  std::vector<std::pair<int64_t, std::string>> ranked;
  for (const auto& [word, count] : words)
    if (!characters.contains(word)) ranked.emplace_back(-count, word);
  std::sort(ranked.begin(), ranked.end());
  for (const auto& [rank, word] : ranked) {
    if (tokens.size() >= kMostTokens) break;
    tokens.push_back(word);
  }
  return tokens;
}

}  // namespace mmim
