#include "predict/open_data.h"

namespace mmim {

Dataset open_data(const DataOptions& options) {
  if (!options.folder.empty()) return Dataset::open(options.folder);
  return assemble(*synthetic_source(options.synthetic), {});
}

}  // namespace mmim
