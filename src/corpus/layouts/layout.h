#pragma once
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/source.h"
#include "formats/value.h"

namespace mmim {

/// What lies at a path, read once and shown to every layout.
struct Opened {
  std::filesystem::path path{}, labels{};      ///< labels: as given, or empty
  std::vector<std::filesystem::path> files{};  ///< regular files in the folder, in name order; a table of text itself
  std::filesystem::path pickle{};              ///< the one pickle that `tree` is read from, or the first split's file
  Value tree{};                                ///< content of the one pickle; None where each split has a file
  /// The content of one split: an entry of the tree, or a file whose name says the split.
  struct Part {
    std::filesystem::path path;
    std::string key;  ///< as the tree or the file calls the split
    Value content;
  };
  std::array<std::optional<Part>, 3> splits{};
  TableOptions table{};               ///< as given
  std::vector<std::string> unread{};  ///< keys and pickles that name no split, beside some that do
  std::vector<Note> notes{};          ///< on how the path was read

  bool has_splits() const { return splits[0] || splits[1] || splits[2]; }
  /// The content of a split; None when there is none.
  const Value& content(SplitName split) const;
  /// "PATH: split train", or "PATH: split valid (`dev`)" where the file calls it otherwise.
  std::string where(SplitName split) const;
  /// `info` with the path as its source, the notes, and one on what is unread.
  DatasetInfo described(DatasetInfo info) const;
  std::vector<std::filesystem::path> split_files() const;  ///< the files of all splits, each once
};

/// Reads what `path` names: a pickle, or a folder of files. A table of text is left to its layout. DataError for what
/// is neither.
Opened open_path(const std::filesystem::path& path, const std::filesystem::path& labels);

/// Adds the one data set of pickles in the folders of a folder that holds tables at most, as MMSA's `Processed` below
/// its label.csv. DataError with the commands to choose from where there are several.
void read_below(Opened& opened);

/// What lies in one pickle whose content is `tree`: its splits, or the split that the name of the file says.
Opened opened_pickle(const std::filesystem::path& path, const Value& tree);

/// One published layout: how to see that something is of it, and how to read it.
struct LayoutReader {
  LayoutEntry entry;
  std::string (*mismatch)(const Opened&);          ///< "" when it fits, else what is missing
  std::unique_ptr<Source> (*open)(const Opened&);  ///< DataError names file, split, utterance and key
  std::vector<std::string> keys{};                 ///< of a split that is a dictionary: what it must hold
};

/// The source that is of `layout`, or with "" of the first layout that fits. DataError says what is there and what the
/// nearest layout would need.
std::unique_ptr<Source> source_of(const Opened& opened, const std::string& layout);

LayoutReader dataset_layout();
LayoutReader mmsa_layout();
LayoutReader mult_layout();
LayoutReader lmf_layout();
LayoutReader mag_bert_layout();
LayoutReader mmim_layout();
LayoutReader misa_layout();
LayoutReader csd_layout();
LayoutReader seq20_layout();
LayoutReader table_layout();

}  // namespace mmim
