#include "text/byte_pairs.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <queue>
#include <tuple>

#include "formats/unicode.h"

namespace mmim {

namespace {

enum class Kind { letter, number, space, other };

Kind kind_of(UChar32 c) {
  const uint32_t category = U_MASK(u_charType(c));
  if (category & U_GC_L_MASK) return Kind::letter;
  if (category & U_GC_N_MASK) return Kind::number;
  return u_hasBinaryProperty(c, UCHAR_WHITE_SPACE) ? Kind::space : Kind::other;
}

/// A character of the text: where its bytes lie, and the word that it stands in.
struct Character {
  UChar32 value;
  Kind kind;
  size_t at;
  int32_t word;
};

/// The end of the word of GPT-2's pattern that begins with character `from`:
///   's|'t|'re|'ve|'m|'ll|'d| ?letters| ?numbers| ?others|white space but the last before a word|white space
size_t end_of_word(const std::vector<Character>& text, size_t from) {
  const auto value = [&](size_t i) { return i < text.size() ? text[i].value : 0; };
  if (value(from) == '\'') {
    for (const char* ending : {"s", "t", "re", "ve", "m", "ll", "d"})
      if (value(from + 1) == ending[0] && (ending[1] == 0 || value(from + 2) == ending[1]))
        return from + 1 + std::string_view(ending).size();
  }
  size_t to = from;
  if (value(from) == ' ' && from + 1 < text.size() && text[from + 1].kind != Kind::space) ++to;
  const Kind kind = text[to].kind;
  while (to < text.size() && text[to].kind == kind) ++to;
  const bool before_a_word = kind == Kind::space && to < text.size() && to - from > 1;
  return before_a_word ? to - 1 : to;
}

}  // namespace

std::vector<std::string> bytes_as_tokens() {
  const auto printable = [](uint32_t b) { return (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE; };
  std::vector<std::string> tokens(256);
  uint32_t next = 0x100;
  for (uint32_t byte = 0; byte < 256; ++byte) append_utf8(tokens[byte], printable(byte) ? byte : next++);
  return tokens;
}

BytePairs::BytePairs(const Merges& merges, const std::function<int64_t(const std::string& token)>& id_of)
    : prefix_space_(merges.prefix_space) {
  const std::vector<std::string> bytes = bytes_as_tokens();
  for (size_t byte = 0; byte < bytes.size(); ++byte) id_of_byte_[byte] = id_of(bytes[byte]);
  for (size_t rank = 0; rank < merges.pairs.size(); ++rank) {
    const auto& [left, right] = merges.pairs[rank];
    const auto key = static_cast<uint64_t>(id_of(left)) << 32 | static_cast<uint64_t>(id_of(right));
    rules_.emplace(key, Rule{static_cast<int32_t>(rank), id_of(left + right)});
  }
}

const BytePairs::Rule* BytePairs::rule_of(int64_t left, int64_t right) const {
  const auto found = rules_.find(static_cast<uint64_t>(left) << 32 | static_cast<uint64_t>(right));
  return found == rules_.end() ? nullptr : &found->second;
}

std::vector<std::pair<int64_t, size_t>> BytePairs::merged(std::string_view bytes) const {
  struct Symbol {
    int64_t id;
    size_t length, before, after;  // neighbours; length 0: merged into the one before
  };
  std::vector<Symbol> symbols;
  for (size_t i = 0; i < bytes.size(); ++i)
    symbols.push_back({id_of_byte_[static_cast<uint8_t>(bytes[i])], 1, i - 1, i + 1});
  using Candidate = std::tuple<int32_t, size_t, int64_t, size_t>;  // rank, place, id, and the length that it makes
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
  const auto consider = [&](size_t left) {
    if (left >= symbols.size() || symbols[left].after >= symbols.size()) return;
    const Symbol& right = symbols[symbols[left].after];
    if (const Rule* rule = rule_of(symbols[left].id, right.id))
      candidates.emplace(rule->rank, left, rule->id, symbols[left].length + right.length);
  };
  for (size_t i = 0; i + 1 < symbols.size(); ++i) consider(i);
  while (!candidates.empty()) {
    const auto [rank, place, id, length] = candidates.top();
    candidates.pop();
    Symbol& left = symbols[place];
    if (left.length == 0 || left.after >= symbols.size()) continue;
    Symbol& right = symbols[left.after];
    const Rule* rule = rule_of(left.id, right.id);
    if (!rule || rule->rank != rank || left.length + right.length != length) continue;  // one of both has changed
    left.id = id;
    left.length = length;
    right.length = 0;
    left.after = right.after;
    if (left.after < symbols.size()) symbols[left.after].before = place;
    consider(left.before);
    consider(place);
  }
  std::vector<std::pair<int64_t, size_t>> pieces;
  for (const Symbol& symbol : symbols)
    if (symbol.length > 0) pieces.emplace_back(symbol.id, symbol.length);
  return pieces;
}

void BytePairs::add(std::string_view text, WordCounter& words, size_t most, std::vector<int64_t>& ids,
                    std::vector<int32_t>& word_of_piece) const {
  std::string bytes;
  std::vector<Character> characters;
  const auto put = [&](UChar32 c, int32_t word) {
    characters.push_back({c, kind_of(c), bytes.size(), word});
    append_utf8(bytes, static_cast<uint32_t>(c));
  };
  for (size_t i = 0; i < text.size();) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, text.size(), c);
    const int32_t word = words.word_of(c);
    if (characters.empty() && prefix_space_ && c != ' ') put(' ', word);
    put(c, word);
  }
  for (size_t from = 0; from < characters.size() && ids.size() < most;) {
    const size_t to = end_of_word(characters, from);
    const size_t begin = characters[from].at, end = to < characters.size() ? characters[to].at : bytes.size();
    size_t at = begin, character = from;
    for (const auto& [id, length] : merged(std::string_view(bytes).substr(begin, end - begin))) {
      while (character + 1 < to && characters[character + 1].at <= at) ++character;
      size_t seen = character;
      while (characters[seen].kind == Kind::space && seen + 1 < to && characters[seen + 1].at < at + length) ++seen;
      ids.push_back(id);
      word_of_piece.push_back(characters[seen].word);
      at += length;
    }
    from = to;
  }
}

}  // namespace mmim
