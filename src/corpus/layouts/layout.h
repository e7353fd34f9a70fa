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
struct Layout {
  LayoutEntry entry;
  std::string (*mismatch)(const Opened&);          ///< "" when it fits, else what is missing
  std::unique_ptr<Source> (*open)(const Opened&);  ///< DataError names file, split, utterance and key
};

Layout dataset_layout();
Layout mmsa_layout();
Layout mult_layout();
Layout lmf_layout();
Layout mag_bert_layout();
Layout mmim_layout();
Layout misa_layout();
Layout csd_layout();
Layout seq20_layout();

}  // namespace mmim
