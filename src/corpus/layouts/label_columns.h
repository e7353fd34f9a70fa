#pragma once
#include <memory>

#include "corpus/layouts/layout.h"

namespace mmim {

/// `source` with the further columns of labels that its files hold: regression_labels_NAME of a split's dictionary (T,
/// A and V of CH-SIMS), the six emotions of labels with seven columns, of which the first is the sentiment, and those
/// of a label CSV (layouts/label_csv.h). A column that is not there for every utterance, or holds what is no finite
/// number, is left out with a note.
std::unique_ptr<Source> with_label_columns(std::unique_ptr<Source> source, const Opened& opened);

}  // namespace mmim
