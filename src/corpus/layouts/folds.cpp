#include "corpus/layouts/folds.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "corpus/split_names.h"
#include "corpus/video.h"
#include "formats/encoding.h"
#include "formats/plain_file.h"
#include "formats/unicode.h"

namespace mmim {

std::string printable(std::string id) {
  for (char& c : id)
    if (c < 0x20 || c > 0x7E) c = '?';
  return id;
}

namespace {

/// What the text in front of a list names last, so that comments above it do not count.
struct NamedFold {
  std::optional<SplitName> split{};
  bool evaluation = false;  ///< `eval`, which is valid or test
};

NamedFold fold_named_in(std::string_view text) {
  struct Word {
    const char* text;
    std::optional<SplitName> split;
  };
  const std::array<Word, 8> words{{{"train", SplitName::train},
                                   {"val", SplitName::valid},
                                   {"dev", SplitName::valid},
                                   {"test", SplitName::test},
                                   {"Train", SplitName::train},
                                   {"Test", SplitName::test},
                                   {"eval", {}},
                                   {"Eval", {}}}};
  NamedFold named;
  size_t latest = 0;
  for (const Word& word : words) {
    size_t at = text.rfind(word.text);
    if (at == text.npos) continue;
    at += std::string_view(word.text).size();  // `eval` ends where its `val` ends, and goes before it
    if (at < latest) continue;
    named = {word.split, !word.split};
    latest = at;
  }
  return named;
}

/// The quoted ids between two positions.
std::vector<std::string> ids_between(const std::string& text, size_t open, size_t close, const std::string& where) {
  std::vector<std::string> ids;
  for (size_t quote = text.find_first_of("'\"", open); quote < close;) {
    const size_t end = text.find(text[quote], quote + 1);
    if (end == text.npos || end > close)
      throw DataError(where + ": the id at byte " + std::to_string(quote) + " has no closing quote");
    ids.push_back(text.substr(quote + 1, end - quote - 1));
    quote = text.find_first_of("'\"", end + 1);
  }
  return ids;
}

void add_fold(const std::vector<std::string>& ids, SplitName split, const std::string& where, Folds& folds) {
  for (const std::string& id : ids) {
    const auto [entry, added] = folds.videos.emplace(id, split);
    folds.composed.emplace(composed(id), split);
    if (!added && entry->second != split)
      throw DataError(where + ": video " + printable(id) + " stands in two folds, " + word(entry->second) + " and " +
                      word(split));
  }
}

void add_evaluation_fold(const std::vector<std::string>& ids, const std::string& where, Folds& folds) {
  const auto has = [&](SplitName split) {
    return std::any_of(folds.videos.begin(), folds.videos.end(), [&](const auto& one) { return one.second == split; });
  };
  if (ids.empty()) return;
  const auto split = evaluation_split(has(SplitName::valid), has(SplitName::test), where + ": the list `eval`");
  if (!split) return;
  folds.note = say_evaluation("eval", *split);
  add_fold(ids, *split, where, folds);
}

}  // namespace

Folds read_folds(const std::filesystem::path& path) {
  const std::string text = decode_text(plain_text(path), path.string()).text, where = path.string();
  Folds folds;
  std::vector<std::string> evaluation;
  size_t at = 0;
  for (size_t open = text.find('['); open != text.npos; open = text.find('[', at)) {
    const NamedFold fold = fold_named_in(std::string_view(text).substr(at, open - at));
    const size_t close = text.find(']', open);
    if (close == text.npos) throw DataError(where + ": the list at byte " + std::to_string(open) + " has no end");
    at = close + 1;
    if (!fold.split && !fold.evaluation) continue;
    const std::vector<std::string> ids = ids_between(text, open, close, where);
    if (fold.split) add_fold(ids, *fold.split, where, folds);
    if (fold.evaluation) evaluation = ids;
  }
  add_evaluation_fold(evaluation, where, folds);
  if (folds.videos.empty()) throw DataError(where + ": lists no videos under train, valid or test");
  return folds;
}

std::optional<SplitName> fold_of(const std::string& entry, const std::map<std::string, SplitName>& videos) {
  auto found = videos.find(entry);
  if (found == videos.end()) found = videos.find(std::string(video_of(entry)));
  return found == videos.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace mmim
