#pragma once
#include "corpus/dataset.h"
#include "predict/config.h"

namespace mmim {

/// The data set of the options: a folder's, or a synthetic one in memory.
Dataset open_data(const DataOptions& options);

}  // namespace mmim
