#include <algorithm>

#include "core/error.h"
#include "core/letters.h"
#include "core/sentence.h"
#include "extract/words/word_files.h"

namespace mmim {

namespace {

/// Values of a text file of Praat. Whatever is neither a text in quotes nor a number of its own is decoration, so that
/// the long and the short form are one.
class PraatValues {
 public:
  PraatValues(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  [[noreturn]] void fail(const std::string& what) const {
    const auto lines = std::count(text_.begin(), text_.begin() + static_cast<ptrdiff_t>(at_), '\n');
    throw DataError(sentence("{}: line {}: {}", where_, lines + 1, what));
  }

  std::string quoted() {
    if (!skip_to_value() || text_[at_] != '"') fail("a text in quotes was expected");
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && (at_ + 1 == text_.size() || text_[at_ + 1] != '"')) {
        ++at_;
        return value;
      }
      if (text_[at_] == '"') ++at_;
      value += text_[at_];
    }
    fail("the file ends within a text");
  }

  double number() {
    if (!skip_to_value() || text_[at_] == '"') fail("a number was expected");
    const std::string_view word = next_word();
    at_ += word.size();
    return *number_in(word);
  }

 private:
  std::string_view next_word() const {
    return text_.substr(at_, std::min(text_.find_first_of(" \t\r\n\"", at_), text_.size()) - at_);
  }

  bool skip_to_value() {
    while ((at_ = text_.find_first_not_of(" \t\r\n", at_)) != text_.npos) {
      if (text_[at_] == '"' || number_in(next_word())) return true;
      if (text_[at_] == '!')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else
        at_ += next_word().size();
    }
    at_ = text_.size();
    return false;
  }

  std::string_view text_;
  const std::string& where_;
  size_t at_ = 0;
};

struct Tier {
  std::string name;
  std::vector<TimedWord> words;
};

/// Only tiers of intervals hold words; points are read over.
std::vector<Tier> interval_tiers(PraatValues& values) {
  std::vector<Tier> tiers;
  const double count = values.number();
  for (double i = 0; i < count; ++i) {
    const std::string kind = values.quoted();
    if (kind != "IntervalTier" && kind != "TextTier") values.fail("a tier of intervals or points was expected");
    Tier tier{values.quoted(), {}};
    values.number();
    values.number();
    const double entries = values.number();
    for (double k = 0; k < entries; ++k) {
      const double start = values.number(), end = kind == "TextTier" ? start : values.number();
      tier.words.push_back({values.quoted(), start, end});
    }
    if (kind == "IntervalTier") tiers.push_back(std::move(tier));
  }
  return tiers;
}

}  // namespace

std::vector<TimedWord> words_of_textgrid(std::string_view text, const std::string& where) {
  PraatValues values(text, where);
  if (!values.quoted().starts_with("ooTextFile") || values.quoted() != "TextGrid")
    throw DataError(where + ": is a file of Praat, but no TextGrid");
  values.number();
  values.number();
  std::vector<Tier> tiers = interval_tiers(values);
  std::string names;
  for (const Tier& tier : tiers) names += (names.empty() ? "`" : ", `") + tier.name + "`";
  if (tiers.size() > 1)
    std::erase_if(tiers, [](const Tier& tier) { return in_lower_case(tier.name).find("word") == std::string::npos; });
  if (tiers.empty())
    throw DataError(where + ": no tier is named `words`" + (names.empty() ? "" : "; there are " + names));
  std::vector<TimedWord> words;
  for (const Tier& tier : tiers)
    for (const TimedWord& word : tier.words) append_words(words, word.text, word.start, word.end, word.confidence);
  return words;
}

}  // namespace mmim
