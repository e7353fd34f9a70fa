#include "cli/look/experiment_table.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>

#include "cli/look/terminal.h"
#include "cli/look/text_table.h"
#include "metrics/metrics.h"

namespace mmim {

namespace {

using State = CellStatus::State;

int64_t count_of(const std::vector<CellStatus>& cells, State state) {
  return std::count_if(cells.begin(), cells.end(), [&](const CellStatus& cell) { return cell.state == state; });
}

bool done(const CellStatus& cell) { return cell.state == State::finished || cell.state == State::published; }

/// The row of a cell, and its data set where there are several.
std::string row_on_data(const std::vector<CellStatus>& cells, const CellStatus& status) {
  const auto elsewhere = [&](const CellStatus& cell) {
    return cell.plan.provenance.data != status.plan.provenance.data;
  };
  return status.plan.row +
         (std::any_of(cells.begin(), cells.end(), elsewhere) ? ", " + status.plan.provenance.data : "");
}

/// Mean test MAE of the rows that have a finished cell, the lowest first.
std::vector<std::pair<double, std::string>> best_rows(const std::vector<CellStatus>& cells) {
  std::map<std::string, std::pair<double, int64_t>> sums;
  for (const CellStatus& status : cells) {
    if (!done(status) || !status.cell || !status.cell->metrics.contains("MAE")) continue;
    auto& [sum, count] = sums[row_on_data(cells, status)];
    sum += status.cell->metrics.at("MAE");
    ++count;
  }
  std::vector<std::pair<double, std::string>> rows;
  for (const auto& [row, total] : sums)
    rows.emplace_back(total.first / static_cast<double>(total.second),
                      row + " (" + std::to_string(total.second) + (total.second == 1 ? " run)" : " runs)"));
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Seconds that are left: a cell is expected to take what those of its row took, else what any took; NaN when none did.
double seconds_left(const std::vector<CellStatus>& cells, int64_t jobs) {
  std::map<std::string, std::pair<double, int64_t>> rows;
  std::pair<double, int64_t> all{0, 0};
  for (const CellStatus& status : cells)
    if (done(status))
      for (auto* total : {&rows[row_on_data(cells, status)], &all}) {
        total->first += status.seconds;
        ++total->second;
      }
  if (all.second == 0) return std::nan("");
  double left = 0;
  for (const CellStatus& status : cells) {
    if (status.state != State::waiting && status.state != State::running) continue;
    const auto found = rows.find(row_on_data(cells, status));
    const auto& total = found != rows.end() ? found->second : all;
    const double whole = total.first / static_cast<double>(total.second);
    left += std::max(0.0, whole - (status.state == State::running ? status.seconds : 0));
  }
  return left / static_cast<double>(jobs);
}

std::string end_line(const CellStatus& status) {
  if (status.state == State::failed) return "failed    " + status.plan.name + ": " + status.reason;
  if (status.state == State::killed) return "killed    " + status.plan.name + ": " + status.reason;
  std::string line = (status.state == State::published ? "published " : "finished  ") + status.plan.name;
  if (status.cell && status.cell->metrics.contains("MAE"))
    line += ": test MAE " + metric("MAE").shown(status.cell->metrics.at("MAE")) + ", epoch " +
            std::to_string(status.cell->best_epoch) + " of " + std::to_string(status.cell->epochs) + ", " +
            duration(status.cell->seconds);
  if (!status.reason.empty()) line += " (" + status.reason + ")";
  return line;
}

}  // namespace

bool any_synthetic(const std::vector<CellPlan>& plans) {
  return std::any_of(plans.begin(), plans.end(), [](const CellPlan& plan) { return plan.provenance.synthetic; });
}

std::string plan_table(const std::vector<CellPlan>& plans) {
  std::vector<std::vector<std::string>> rows{{"cell", "row", "model", "seed", "data", "text encoder"}};
  for (const CellPlan& plan : plans)
    rows.push_back({plan.name, plan.row, plan.configuration.at("model").get<std::string>(),
                    std::to_string(plan.configuration.at("seed").get<int64_t>()), plan.provenance.data,
                    plan.provenance.encoder});
  return aligned(rows, "lllrll");
}

namespace {

std::string running_line(const CellStatus& status) {
  std::string line = "running   " + status.plan.name + ": epoch " + std::to_string(status.epoch) + " of at most " +
                     std::to_string(status.epochs);
  if (!std::isnan(status.valid)) line += ", best valid loss " + decimal(status.valid, 4);
  return line + ", " + duration(status.seconds);
}

bool reads_synthetic(const std::vector<CellStatus>& cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [](const CellStatus& status) { return status.plan.provenance.synthetic; });
}

}  // namespace

std::vector<std::string> experiment_lines(const std::vector<CellStatus>& cells, int64_t jobs) {
  const int64_t failed = count_of(cells, State::failed), killed = count_of(cells, State::killed);
  std::string head = std::to_string(count_of(cells, State::finished) + count_of(cells, State::published)) + " of " +
                     std::to_string(cells.size()) + " cells done";
  if (failed > 0) head += ", " + std::to_string(failed) + " failed";
  if (killed > 0) head += ", " + std::to_string(killed) + " killed";
  const double left = seconds_left(cells, jobs);
  if (left > 0) head += ", about " + duration(left) + " left";
  std::vector<std::string> lines{head};
  for (const CellStatus& status : cells) {
    if (status.state != State::running) continue;
    std::string line = "  running  " + status.plan.name + "  epoch " + std::to_string(status.epoch) + "/" +
                       std::to_string(status.epochs);
    if (!std::isnan(status.valid)) line += ", valid " + decimal(status.valid, 4);
    lines.push_back(line + ", " + duration(status.seconds));
  }
  const auto best = best_rows(cells);
  for (size_t i = 0; i < std::min<size_t>(3, best.size()); ++i)
    lines.push_back((i == 0 ? "  best     " : "           ") + metric("MAE").shown(best[i].first) + " test MAE  " +
                    best[i].second);
  return lines;
}

ExperimentTable::ExperimentTable(const ExperimentFile& experiment, int64_t jobs, int64_t threads, bool quiet)
    : title_(experiment.title), jobs_(jobs), threads_(threads), quiet_(quiet), terminal_(::isatty(STDERR_FILENO)) {}

void ExperimentTable::notes(const std::vector<std::string>& sentences) const {
  if (quiet_) return;
  for (const std::string& sentence : sentences) std::cerr << sentence << "\n";
}

void ExperimentTable::show(const std::vector<CellStatus>& cells) {
  if (quiet_) return;
  clear();
  if (first_)
    std::cerr << title_ << ": " << cells.size() << (cells.size() == 1 ? " cell, " : " cells, ") << jobs_
              << " side by side, " << threads_ << (threads_ == 1 ? " thread each" : " threads each")
              << (reads_synthetic(cells) ? std::string("; ") + kSyntheticCells : "") << "\n";
  first_ = false;
  say_ends(cells);
  terminal_ ? draw(cells) : say_progress(cells);
  std::cerr.flush();
}

void ExperimentTable::end(const std::vector<CellStatus>& cells) {
  show(cells);
  if (quiet_ || terminal_) return;
  for (const std::string& line : experiment_lines(cells, jobs_)) std::cerr << line << "\n";
}

void ExperimentTable::say_ends(const std::vector<CellStatus>& cells) {
  for (const CellStatus& status : cells)
    if (status.state != State::waiting && status.state != State::running && said_.insert(status.plan.name).second)
      std::cerr << end_line(status) << "\n";
}

void ExperimentTable::say_progress(const std::vector<CellStatus>& cells) {
  for (const CellStatus& status : cells) {
    if (status.state != State::running) continue;
    const auto [told, begins] = epoch_.try_emplace(status.plan.name, status.epoch);
    if (!begins && told->second == status.epoch) continue;
    told->second = status.epoch;
    std::cerr << (begins && status.epoch == 0 ? "begins    " + status.plan.name : running_line(status)) << "\n";
  }
}

void ExperimentTable::draw(const std::vector<CellStatus>& cells) {
  const auto lines = experiment_lines(cells, jobs_);
  const size_t width = error_columns();
  for (const std::string& line : lines) std::cerr << cut_to(line, width) << "\n";
  lines_ = lines.size();
}

void ExperimentTable::clear() {
  if (lines_ > 0) std::cerr << "\033[" << lines_ << "A\033[J";
  lines_ = 0;
}

}  // namespace mmim
