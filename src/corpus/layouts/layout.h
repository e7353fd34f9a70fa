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
  std::vector<std::filesystem::path> files{};  ///< regular files in the folder, in name order; none for a file
  std::filesystem::path pickle{};              ///< the one pickle that `tree` is read from; empty: there is none
  Value tree{};
  struct SplitFile {
    std::filesystem::path path;
    Value tree;
  };
  std::array<std::optional<SplitFile>, 3> split_files{};  ///< train.pkl, dev.pkl or valid.pkl, test.pkl

  bool has_split_files() const { return split_files[0] || split_files[1] || split_files[2]; }
};

/// Reads what `path` names: a pickle, or a folder of files. DataError when it is neither.
Opened open_path(const std::filesystem::path& path, const std::filesystem::path& labels);

/// One published layout: how to see that something is of it, and how to read it.
struct LayoutReader {
  LayoutEntry entry;
  std::string (*mismatch)(const Opened&);          ///< "" when it fits, else what is missing
  std::unique_ptr<Source> (*open)(const Opened&);  ///< DataError names file, split, utterance and key
};

LayoutReader dataset_layout();
LayoutReader mmsa_layout();
LayoutReader mult_layout();
LayoutReader lmf_layout();
LayoutReader mag_bert_layout();
LayoutReader mmim_layout();
LayoutReader misa_layout();
LayoutReader csd_layout();
LayoutReader seq20_layout();

}  // namespace mmim
