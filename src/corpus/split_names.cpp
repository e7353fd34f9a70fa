#include "corpus/split_names.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/error.h"

namespace mmim {

namespace {

using Words = std::vector<std::string>;

const std::array<Words, 3>& names_of_splits() {
  static const std::array<Words, 3> names{
      Words{"train", "training", "trn", "tr"},
      Words{"valid", "validation", "validate", "val", "vali", "vld", "va", "dev", "devel", "development"},
      Words{"test", "testing", "tests", "tst", "te", "ts"}};
  return names;
}

bool is_one_of(const std::string& word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The words of a key in lower case, without what stands beside the name of a split: "Train_Set" is train.
Words telling_words(std::string_view key) {
  static const Words kBeside{"set", "sets", "split", "splits", "data", "dataset", "fold", "samples", "standard"};
  Words words{""};
  for (char c : key) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) words.back() += c;
    if (!letter && !words.back().empty()) words.emplace_back();
  }
  std::erase_if(words, [](const std::string& word) { return word.empty() || is_one_of(word, kBeside); });
  for (std::string& word : words)
    for (const char* end : {"dataset", "data", "split", "set"})
      if (word.ends_with(end)) word.resize(word.size() - std::string_view(end).size());
  return words;
}

}  // namespace

std::optional<SplitName> split_named(std::string_view word) {
  const Words words = telling_words(word);
  if (words.size() != 1) return {};
  for (const SplitName split : kSplits)
    if (is_one_of(words[0], names_of_splits()[static_cast<size_t>(split)])) return split;
  return {};
}

bool names_evaluation(std::string_view word) {
  const Words words = telling_words(word);
  return words.size() == 1 && is_one_of(words[0], {"eval", "evaluation", "evaluate", "evaluating"});
}

std::optional<SplitName> evaluation_split(bool has_valid, bool has_test, const std::string& refusal) {
  if (!has_valid && !has_test)
    throw DataError(refusal +
                    " may mean valid, which selects the epoch, or test, which is reported: name it one of "
                    "them");
  if (has_valid && has_test) return {};
  return has_test ? SplitName::valid : SplitName::test;
}

std::string say_evaluation(std::string_view word, SplitName split) {
  const SplitName other = split == SplitName::valid ? SplitName::test : SplitName::valid;
  return "`" + std::string(word) + "` is read as the split " + mmim::word(split) + ", because there is a split " +
         mmim::word(other);
}

}  // namespace mmim
