#include "corpus/layouts/folds.h"

#include <array>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "corpus/video.h"
#include "formats/encoding.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

/// The split that the text in front of a list names last, so that comments above it do not count.
std::optional<SplitName> split_named_in(std::string_view text) {
  constexpr std::array<std::pair<const char*, SplitName>, 6> kWords{{{"train", SplitName::train},
                                                                     {"val", SplitName::valid},
                                                                     {"dev", SplitName::valid},
                                                                     {"test", SplitName::test},
                                                                     {"Train", SplitName::train},
                                                                     {"Test", SplitName::test}}};
  std::optional<SplitName> split;
  size_t latest = 0;
  for (const auto& [word, named] : kWords) {
    const size_t at = text.rfind(word);
    if (at == text.npos || (split && at < latest)) continue;
    split = named;
    latest = at;
  }
  return split;
}

}  // namespace

std::string printable(std::string id) {
  for (char& c : id)
    if (c < 0x20 || c > 0x7E) c = '?';
  return id;
}

std::map<std::string, SplitName> read_folds(const std::filesystem::path& path) {
  const std::string text = decode_text(plain_text(path), path.string()).text;
  std::map<std::string, SplitName> folds;
  size_t at = 0;
  for (size_t open = text.find('['); open != text.npos; open = text.find('[', at)) {
    const auto split = split_named_in(std::string_view(text).substr(at, open - at));
    const size_t close = text.find(']', open);
    if (close == text.npos)
      throw DataError(path.string() + ": the list at byte " + std::to_string(open) + " has no end");
    at = close + 1;
    for (size_t quote = text.find_first_of("'\"", open); split && quote < close;) {
      const size_t end = text.find(text[quote], quote + 1);
      if (end == text.npos || end > close)
        throw DataError(path.string() + ": the id at byte " + std::to_string(quote) + " has no closing quote");
      const auto [entry, added] = folds.emplace(text.substr(quote + 1, end - quote - 1), *split);
      if (!added && entry->second != *split)
        throw DataError(path.string() + ": video " + printable(entry->first) + " stands in two folds, " +
                        word(entry->second) + " and " + word(*split));
      quote = text.find_first_of("'\"", end + 1);
    }
  }
  if (folds.empty()) throw DataError(path.string() + ": lists no videos under train, valid or test");
  return folds;
}

std::optional<SplitName> fold_of(const std::string& entry, const std::map<std::string, SplitName>& folds) {
  auto found = folds.find(entry);
  if (found == folds.end()) found = folds.find(std::string(video_of(entry)));
  return found == folds.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace mmim
