#include "experiments/job.h"

#include "core/files.h"
#include "core/record.h"
#include "core/stop.h"
#include "experiments/table/finished_cell.h"
#include "tensor/device.h"
#include "train/run_folder.h"
#include "train/train_run.h"

namespace mmim {
namespace fs = std::filesystem;

std::unique_ptr<Child> start_job(const std::string& kind, const RunJob& job) {
  return start_logged(words_of({kind, field_to_json(job)}), fs::path(job.folder) / "log.txt", job.threads);
}

int do_train_job(const RunJob& job, Observer& observer) {
  const fs::path folder = job.folder, wanted = folder / "wanted.toml";
  const std::string threads = "train.threads=" + std::to_string(job.threads);
  RunConfig config = holds_run(folder) ? resumed_config(folder, {threads})
                                       : RunConfig::resolve(read_toml(wanted), wanted.string(), {threads});
  config.make_paths_absolute();
  prepare_machine(static_cast<int>(job.threads));
  stop_on_signals();
  const auto run = prepare_run(std::move(config), job.test);
  const RunOutcome outcome = train_run(*run, folder, observer);
  if (outcome.end == RunOutcome::End::interrupted) return stopped_exit_code();
  if (job.test) test_run(*run, folder, outcome);
  return 0;
}

int do_finish_job(const RunJob& job) {
  prepare_machine(static_cast<int>(job.threads));
  const fs::path run = job.folder;
  const CellWish wish = read_wish(run);
  write_json(run / "cell.json", finish_cell(run, wish).to_json());
  if (wish.keep_weights) return 0;
  fs::remove_all(run / "best");
  fs::remove_all(run / "last");
  return 0;
}

}  // namespace mmim
