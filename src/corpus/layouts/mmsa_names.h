#pragma once
#include "corpus/layouts/blocks.h"

namespace mmim {

/// Under which keys a pickle of MMSA has ids and texts, as `--columns id=KEY,text=KEY` says. An empty KEY reads none:
/// utterances are numbered, texts are empty.
struct NameKeys {
  std::string id = "id", text = "raw_text";
  /// UsageError for words with another role.
  explicit NameKeys(const std::vector<std::string>& columns);
};

/// Reads ids and texts of one split. Without its key of texts, and without texts under `text`, a split has none yet.
/// DataError with the words to type where there are no ids.
void read_names(const Columns& columns, SplitName name, int64_t utterances, const NameKeys& keys, BlockSplit& split);

/// What splits have no ids or no texts of their own.
class LackingNames {
 public:
  explicit LackingNames(NameKeys keys) : keys_(std::move(keys)) {}
  void see(const Columns& columns, const BlockSplit& split, SplitName name);
  /// Gives texts to splits without any: those of the label table of the pickle, which `files` then gets, or empty ones
  /// where a person wants that. Notes count what was lacking. DataError with the words to type where neither is, where
  /// only some splits have texts, or where the table does not fit.
  void settle(const Opened& opened, std::array<BlockSplit, 3>& splits, std::vector<std::filesystem::path>& files,
              DatasetInfo& info) const;

 private:
  NameKeys keys_;
  int64_t numbered_ = 0, utterances_ = 0;
  std::vector<std::string> with_texts_, without_texts_;
};

}  // namespace mmim
