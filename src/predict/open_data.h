#pragma once
#include "corpus/dataset.h"
#include "predict/config.h"

namespace mmim {

/// The data set of the options: a folder's, or a synthetic one in memory, with the labels that are to be learned.
/// UsageError for labels that it has not.
Dataset open_data(const DataOptions& options);

}  // namespace mmim
