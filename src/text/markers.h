#pragma once
#include <string>
#include <vector>

namespace mmim {

/// A token that a text may hold as such.
struct SpelledToken {
  std::string spelling;
  bool normalized = false;  ///< sought in the text after cleaning and lower-casing, as Hugging Face calls it
  bool left = false;        ///< swallows white space before it
};

/// The tokens of a vocabulary that stand for no word, and those that a text may hold as such.
struct Markers {
  std::string begin = "[CLS]", end = "[SEP]", unknown = "[UNK]", padding = "[PAD]";
  std::vector<SpelledToken> spelled{{"[PAD]"}, {"[UNK]"}, {"[CLS]"}, {"[SEP]"}, {"[MASK]"}};

  /// Those of the family that the tokens show: where there are <s>, </s> and <pad> MPNet's, which has [UNK], or
  /// RoBERTa's, else BERT's.
  static Markers of(const std::vector<std::string>& tokens);
};

}  // namespace mmim
