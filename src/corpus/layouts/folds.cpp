#include "corpus/layouts/folds.h"

#include <optional>

#include "core/error.h"
#include "core/files.h"

namespace mmim {

namespace {

std::optional<SplitName> split_named_in(std::string_view text) {
  if (text.find("train") != text.npos) return SplitName::train;
  if (text.find("valid") != text.npos || text.find("dev") != text.npos) return SplitName::valid;
  if (text.find("test") != text.npos) return SplitName::test;
  return {};
}

/// An id as it can stand in a sentence: a damaged listing makes ids of line breaks and bytes that are no text.
std::string printable(std::string id) {
  for (char& c : id)
    if (c < 0x20 || c > 0x7E) c = '?';
  return id;
}

}  // namespace

std::map<std::string, SplitName> read_folds(const std::filesystem::path& path) {
  const std::string text = read_file(path);
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
      if (!added) throw DataError(path.string() + ": video " + printable(entry->first) + " stands twice");
      quote = text.find_first_of("'\"", end + 1);
    }
  }
  if (folds.empty()) throw DataError(path.string() + ": lists no videos under train, valid or test");
  return folds;
}

}  // namespace mmim
