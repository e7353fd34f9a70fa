#include "results/unfinished.h"

#include "results/outcome.h"
#include "results/run_report.h"

namespace mmim {
namespace fs = std::filesystem;

std::string say_unfinished(const fs::path& folder) {
  if (!holds_run(folder) || !fs::exists(folder / "last") || completed_run(folder)) return "";
  return folder.string() + ": this run has not come to its end; the weights are those of its best epoch so far";
}

}  // namespace mmim
