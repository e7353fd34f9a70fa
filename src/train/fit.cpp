#include "train/fit.h"

#include "core/files.h"
#include "train/trainer.h"

namespace mmim {

RunOutcome fit(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
               const SaveBest& save_best, Observer& observer) {
  if (const auto completed = completed_run(folder)) return *completed;
  make_folder(folder);
  return Trainer(model, data, config, folder, save_best, observer).run();
}

}  // namespace mmim
