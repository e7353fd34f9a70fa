#pragma once
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/layouts/layout.h"

namespace mmim {

/// The labels of one further column, split by split, NaN for none.
struct FoundColumn {
  std::string name;
  std::array<std::vector<float>, 3> values;
  std::string problem{};  ///< why it is left out, or empty
};
using FoundColumns = std::vector<FoundColumn>;

/// The label CSV that columns are from and that the source does not read itself.
struct TableOfColumns {
  std::filesystem::path path{};  ///< empty: none is used
  std::vector<Note> notes{};
};

/// `source` with these columns. One that is not there for every utterance, or holds what is no finite number, is left
/// out with a note.
std::unique_ptr<Source> with_columns(std::unique_ptr<Source> source, FoundColumns columns,
                                     const TableOfColumns& table = {});

/// `source` with the further columns of labels that its files hold: regression_labels_NAME of a split's dictionary (T,
/// A and V of CH-SIMS), the six emotions of labels with seven columns, of which the first is the sentiment, and those
/// of a label CSV (layouts/label_table.h), as with_columns.
std::unique_ptr<Source> with_label_columns(std::unique_ptr<Source> source, const Opened& opened);

}  // namespace mmim
