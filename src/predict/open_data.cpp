#include "predict/open_data.h"

namespace mmim {

Dataset open_data(const DataOptions& options) {
  Dataset dataset =
      options.folder.empty() ? assemble(*synthetic_source(options.synthetic), {}) : Dataset::open(options.folder);
  dataset.learn(options.label);
  return dataset;
}

}  // namespace mmim
