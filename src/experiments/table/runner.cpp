#include "experiments/table/runner.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "core/own_folder.h"
#include "core/stop.h"
#include "experiments/job.h"
#include "experiments/table/record.h"
#include "results/metrics_log.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

using State = CellStatus::State;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

bool ended(State state) { return state != State::waiting && state != State::running && state != State::killed; }

/// What a run's log says of how far it is; a run that has not begun says nothing.
void read_progress(CellStatus& status, const fs::path& run) {
  status.epochs = status.plan.configuration.at("train").at("epochs");
  status.valid = std::nan("");
  const fs::path metrics = run / "metrics.jsonl";
  if (!fs::exists(metrics)) return;
  try {
    for (const EpochPoint& point : epoch_points(metrics)) {
      status.epoch = point.epoch;
      if (!(status.valid <= point.valid_loss)) status.valid = point.valid_loss;
    }
  } catch (const DataError&) {  // shown for people only; the run itself or its cell will say what is wrong
  }
}

}  // namespace

Runner::Runner(const ExperimentFile& experiment, std::vector<CellPlan> plans, RunnerOptions options)
    : experiment_(experiment), options_(std::move(options)) {
  constexpr int kSecondsToSave = 60;  // what a killed command's children need to save their state
  make_folder(options_.folder);
  lock_ = std::make_unique<FolderLock>(options_.folder, kSecondsToSave);
  if (!is_of_kind(options_.folder, FolderKind::experiment))  // else it is written once no cell is refused
    write_experiment_record(options_.folder, record_of(experiment, plans));
  for (CellPlan& plan : plans) {
    cells_.emplace_back().plan = std::move(plan);
    look(cells_.back());
  }
}

CellWish Runner::wish_of(const CellStatus& status) const {
  return {experiment_.name, status.plan, experiment_.robustness, experiment_.keep_weights};
}

void Runner::take(CellStatus& status, Cell cell, State state) {
  if (cell.provenance.program != status.plan.provenance.program)
    notes_.push_back(status.plan.name + " was made by a program of other sources (" +
                     cell.provenance.program.substr(0, 12) + ")");
  status.state = cell.finished ? state : State::failed;
  status.reason = cell.reason;
  status.seconds = cell.seconds;
  status.epoch = status.epochs = cell.epochs;
  status.valid = cell.valid_mae;
  status.cell = std::move(cell);
}

void Runner::check_begun(const CellStatus& status) const {
  const Provenance before = read_wish(folder_of(status)).plan.provenance;
  if (agrees(before, status)) return;
  throw UsageError(folder_of(status).string() + ": begun with another state of " +
                   before.difference(status.plan.provenance) + "; give another --output-dir, or remove this folder" +
                   (before.program == status.plan.provenance.program
                        ? ""
                        : ", or take cells of other programs with --other-programs"));
}

bool Runner::agrees(Provenance other, const CellStatus& status) const {
  if (options_.other_programs) other.program = status.plan.provenance.program;
  return other.difference(status.plan.provenance).empty();
}

bool Runner::lacks_robustness(const CellStatus& status, const Cell& cell) {
  if (!experiment_.robustness || !cell.finished || !cell.robustness.is_null()) return false;
  if (fs::exists(folder_of(status) / "best")) return true;
  notes_.push_back(status.plan.name + " stays without robustness: its weights were not kept here");
  return false;
}

void Runner::look(CellStatus& status) {
  const fs::path own = folder_of(status), published = options_.published / (status.plan.name + ".json");
  expect_own_folder(own, FolderKind::cell);
  if (fs::exists(own / "wanted.json")) check_begun(status);
  if (fs::exists(own / "cell.json")) {
    Cell cell = read_cell(own / "cell.json");
    if (lacks_robustness(status, cell)) {
      status.cell = std::move(cell);
      return;
    }
    if (cell.finished || !options_.retry) return take(status, std::move(cell), State::finished);
    const bool same_program = cell.provenance.program == status.plan.provenance.program;
    if (same_program && (fs::exists(own / "report.json") || fs::exists(own / "last")))
      fs::remove(own / "cell.json");  // goes on from what is trained
    else
      fs::remove_all(own);
  }
  if (options_.published.empty() || !fs::exists(published)) return;
  Cell cell = read_cell(published);
  if (agrees(cell.provenance, status) && (cell.finished || !options_.retry)) {
    make_folder(own);  // a copy: the folder is whole for `mmim report`
    CellWish wish = wish_of(status);
    wish.plan.provenance.program = cell.provenance.program;
    write_wish(own, wish);
    write_json(own / "cell.json", cell.to_json());
    lacks_robustness(status, cell);
    return take(status, std::move(cell), State::published);
  }
  if (!agrees(cell.provenance, status))
    notes_.push_back(published.string() + " is not taken: another state of " +
                     cell.provenance.difference(status.plan.provenance));
}

int64_t Runner::threads_each() const { return threads_of_each(options_.threads, options_.jobs); }

std::unique_ptr<Child> Runner::next_step(const CellStatus& status) const {
  const fs::path run = folder_of(status);
  return start_job(fs::exists(run / "report.json") ? kFinishJob : kTrainJob, {run.string(), threads_each()});
}

/// What is wanted now of a run that may have begun: by whom it was trained stays, and so do weights that were to be
/// kept.
CellWish Runner::wish_now(const CellStatus& status) const {
  const fs::path run = folder_of(status);
  CellWish wish = wish_of(status);
  if (!fs::exists(run / "wanted.json")) return wish;
  const CellWish before = read_wish(run);
  std::string& program = wish.plan.provenance.program;
  const std::string& first = before.plan.provenance.program;
  if (fs::exists(run / "report.json"))
    program = first;
  else if (fs::exists(run / "config.toml") && first != program)  // begun by one, continued by another
    program = first.ends_with("+" + program) ? first : first + "+" + program;
  wish.keep_weights = wish.keep_weights || before.keep_weights;
  return wish;
}

std::optional<SideBySide::Started> Runner::begin_next() {
  const auto next = std::find_if(cells_.begin(), cells_.end(),
                                 [](const CellStatus& status) { return status.state == State::waiting; });
  if (next == cells_.end()) return std::nullopt;
  const fs::path run = folder_of(*next);
  make_folder(run);
  write_wish(run, wish_now(*next));
  write_file_atomically(run / "wanted.toml", to_toml(next->plan.configuration));
  next->state = State::running;
  next->began = Clock::now();
  return SideBySide::Started{static_cast<size_t>(next - cells_.begin()), next_step(*next)};
}

void Runner::fail(CellStatus& status, const std::string& reason) {
  if (status.cell && status.cell->finished) {  // only what was to be added to it has failed
    take(status, Cell(*status.cell), State::finished);
    status.reason = "robustness could not be added: " + reason;
    return;
  }
  const fs::path run = folder_of(status);
  Cell cell = failed_cell(run, read_wish(run), reason);
  write_json(run / "cell.json", cell.to_json());
  take(status, std::move(cell), State::failed);
}

std::unique_ptr<Child> Runner::advance(CellStatus& status, int code) {
  const fs::path run = folder_of(status);
  if (code >= 128) {  // killed, by this command or from outside: the run is neither finished nor refused
    status.state = stop_requested ? State::waiting : State::killed;
    status.reason = signal_words(code) + "; the same command goes on";
  } else if (code != 0) {
    fail(status, last_words(run / "log.txt"));
  } else if (!fs::exists(run / "cell.json")) {
    return next_step(status);  // trained: what is left is the cell
  } else {
    take(status, read_cell(run / "cell.json"), State::finished);
  }
  return nullptr;
}

bool Runner::run(const std::function<void(const std::vector<CellStatus>&)>& tell) {
  Clock::time_point told;
  SideBySide work;
  work.jobs = options_.jobs;
  work.begin = [&] { return begin_next(); };
  work.end = [&](size_t number, int code) { return advance(cells_[number], code); };
  work.tell = [&](bool news) {
    if (!news && seconds_since(told) <= 1) return;
    for (CellStatus& status : cells_) {
      if (status.state != State::running) continue;
      read_progress(status, folder_of(status));
      status.seconds = seconds_since(status.began);
    }
    tell(cells_);
    told = Clock::now();
  };
  work.run();
  return std::all_of(cells_.begin(), cells_.end(), [](const CellStatus& status) { return ended(status.state); });
}

}  // namespace mmim
