#include "text/word_pieces.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/sha256.h"
#include "text/vocabulary.h"

namespace mmim {

namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";
constexpr size_t kLongestWord = 100;  // characters; a longer one is [UNK] as a whole

/// A word as UTF-8 with the byte at which each character starts, and its end.
struct Utf8Word {
  std::array<char, 4 * kLongestWord> bytes;
  std::array<size_t, kLongestWord + 1> starts;
  std::string_view part(size_t from, size_t to) const {
    return {bytes.data() + starts[from], starts[to] - starts[from]};
  }
};

Utf8Word to_utf8(std::span<const Letter> word) {
  Utf8Word utf8;
  size_t end = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    utf8.starts[i] = end;
    U8_APPEND_UNSAFE(utf8.bytes.data(), end, word[i].character);
  }
  utf8.starts[word.size()] = end;
  return utf8;
}

}  // namespace

WordPieces WordPieces::load(const std::filesystem::path& folder_or_file) {
  Vocabulary vocabulary = read_vocabulary(folder_or_file);
  return WordPieces(std::move(vocabulary.tokens), vocabulary.spelling, folder_or_file.string(),
                    std::move(vocabulary.markers), std::move(vocabulary.merges));
}

WordPieces::WordPieces(std::vector<std::string> tokens, Spelling spelling, const std::string& where, Markers markers,
                       Merges merges)
    : tokens_(std::move(tokens)), spelling_(spelling), markers_(std::move(markers)), merges_(std::move(merges)) {
  std::string lines;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    const std::string& token = tokens_[i];
    const auto id = static_cast<int64_t>(i);
    const auto [earlier, is_new] = id_of_token_.emplace(token, id);
    if (!is_new)
      throw DataError(where + ": token `" + token + "` stands twice, as " + std::to_string(earlier->second) + " and " +
                      std::to_string(i));
    if (token.starts_with("##")) id_of_rest_.emplace(token.substr(2), id);
    longest_ = std::max(longest_, token.size());
    lines += token + "\n";
  }
  for (const SpelledToken& special : markers_.spelled)
    if (const auto found = id_of_token_.find(special.spelling); found != id_of_token_.end()) {
      const bool normalized = special.normalized && merges_.pairs.empty();
      (normalized ? normalized_specials_ : specials_).push_back({special.spelling, found->second, special.left});
      if (!normalized) first_bytes_ += special.spelling.substr(0, 1);
    }
  unknown_ = required(markers_.unknown, where);
  begin_ = required(markers_.begin, where);
  end_ = required(markers_.end, where);
  if (const auto found = id_of_token_.find(markers_.padding); found != id_of_token_.end()) padding_ = found->second;
  if (!merges_.pairs.empty())
    byte_pairs_ =
        std::make_shared<BytePairs>(merges_, [&](const std::string& token) { return required(token, where); });
  for (const auto& [left, right] : merges_.pairs) lines += left + " " + right + "\n";
  fingerprint_ = sha256(std::as_bytes(std::span(lines)));
}

int64_t WordPieces::required(const std::string& token, const std::string& where) const {
  const auto found = id_of_token_.find(token);
  if (found == id_of_token_.end()) throw DataError(where + ": the token " + token + " is missing");
  return found->second;
}

Pieces WordPieces::encode(std::string_view text, int64_t limit) const {
  if (limit < 2)
    throw UsageError("at least 2 word pieces are needed for " + markers_.begin + " and " + markers_.end + ", not " +
                     std::to_string(limit));
  const size_t most = static_cast<size_t>(limit) - 1;  // with [CLS], without [SEP]
  Pieces pieces{{begin_}, {-1}, 0};
  WordCounter words;
  for (size_t from = 0; from < text.size() && pieces.ids.size() < most;) {
    const Special special = next_special(text, from);
    std::string_view before = text.substr(from, special.at - from);
    const size_t kept = special.left ? before.find_last_not_of(kSpaces) + 1 : before.size();
    const bool cut = kept < before.size();
    before = before.substr(0, kept);
    if (byte_pairs_)
      byte_pairs_->add(before, words, most, pieces.ids, pieces.word_of_piece);
    else
      add_text(spell(before, spelling_, words), most, pieces);
    if (cut) words.word_of(' ');
    from = special.at + special.length;
    if (special.length == 0) continue;
    const int32_t word = words.word_of('[');  // any character that is no white space
    pieces.ids.push_back(special.id);
    pieces.word_of_piece.push_back(word);
  }
  pieces.ids.resize(std::min(pieces.ids.size(), most));
  pieces.word_of_piece.resize(pieces.ids.size());
  pieces.ids.push_back(end_);
  pieces.word_of_piece.push_back(-1);
  return pieces;
}

/// The first special token from byte `from` on; of length 0 at the end of the text when there is none.
WordPieces::Special WordPieces::next_special(std::string_view text, size_t from) const {
  for (size_t at = text.find_first_of(first_bytes_, from); at != text.npos;
       at = text.find_first_of(first_bytes_, at + 1))
    for (const Known& known : specials_)
      if (text.substr(at).starts_with(known.spelling)) return {at, known.spelling.size(), known.id, known.left};
  return {text.size(), 0, 0, false};
}

/// Adds words, and between them the specials that are sought in normalized text, until there are at least `most`.
void WordPieces::add_text(std::span<const Letter> letters, size_t most, Pieces& pieces) const {
  const auto stands_at = [&](const std::string& token, size_t at) {
    if (letters.size() - at < token.size()) return false;
    for (size_t i = 0; i < token.size(); ++i)
      if (letters[at + i].character != static_cast<unsigned char>(token[i])) return false;
    return true;
  };
  size_t from = 0;
  for (size_t at = 0; at < letters.size() && !normalized_specials_.empty();) {
    const auto found = std::find_if(normalized_specials_.begin(), normalized_specials_.end(),
                                    [&](const Known& known) { return stands_at(known.spelling, at); });
    if (found == normalized_specials_.end()) {
      ++at;
      continue;
    }
    add_words(letters.subspan(from, at - from), most, pieces);
    pieces.ids.push_back(found->id);
    pieces.word_of_piece.push_back(letters[at].word);
    from = at += found->spelling.size();
  }
  add_words(letters.subspan(from), most, pieces);
}

/// Adds the pieces of one word after the other until there are at least `most`.
void WordPieces::add_words(std::span<const Letter> letters, size_t most, Pieces& pieces) const {
  for (size_t from = 0; from < letters.size() && pieces.ids.size() < most;) {
    size_t to = from;
    while (to < letters.size() && !is_space(letters[to].character) && !is_punctuation(letters[to].character)) ++to;
    if (to > from) add_word(letters.subspan(from, to - from), pieces);
    if (to < letters.size() && !is_space(letters[to].character)) add_word(letters.subspan(to, 1), pieces);
    from = to + 1;
  }
}

/// Adds the longest token the word starts with, then the longest that continues it, and so on; [UNK] alone if one is
/// missing.
void WordPieces::add_word(std::span<const Letter> word, Pieces& pieces) const {
  const size_t before = pieces.ids.size();
  const auto unknown = [&] {
    pieces.ids.resize(before);
    pieces.word_of_piece.resize(before);
    pieces.ids.push_back(unknown_);
    pieces.word_of_piece.push_back(word[0].word);
  };
  if (word.size() > kLongestWord) return unknown();
  const Utf8Word utf8 = to_utf8(word);
  for (size_t from = 0; from < word.size();) {
    const Ids& known = from == 0 ? id_of_token_ : id_of_rest_;
    size_t to = std::min(word.size(), from + longest_);
    auto found = known.find(utf8.part(from, to));
    while (found == known.end() && --to > from) found = known.find(utf8.part(from, to));
    if (to == from) return unknown();
    pieces.ids.push_back(found->second);
    pieces.word_of_piece.push_back(word[from].word);
    from = to;
  }
}

}  // namespace mmim
