#include <cmath>
#include <cstdio>

#include "cli/look/progress.h"
#include "cli/look/text_table.h"
#include "report/columns.h"

namespace mmim {

namespace {

constexpr size_t kNumber = 8;  // columns of a number in the table of epochs

/// The paper's columns but the MAE, which most models have as their loss on valid.
std::vector<Column> shown(Scale scale) {
  std::vector<Column> all = columns(scale, true);
  std::erase_if(all, [](const Column& column) { return column.title == "MAE"; });
  return all;
}

double value_of(const Scorecard& scores, const std::string& metric) {
  for (const Score& score : scores)
    if (score.name == metric) return score.value;
  return std::nan("");
}

std::string title_of(const Column& column) { return column.title + (column.metrics.front()->share ? " %" : ""); }

/// The mean of the loss that the metrics measure, or of the pass's last term.
double task_of(const EpochSummary& summary) {
  for (const auto& [term, mean] : summary.train)
    if (term.ends_with("/task")) return mean;
  return summary.train.empty() ? std::nan("") : summary.train.back().second;
}

}  // namespace

void EpochLines::on_epoch(const EpochSummary& summary) {
  const bool peeks = !summary.test.empty();
  if (!header_) {
    std::string header = "epoch" + padded("train", kNumber, true) + padded("valid", kNumber, true);
    for (const Column& column : shown(summary.scale)) header += padded(title_of(column), kNumber, true);
    print(header + (peeks ? padded("test", kNumber, true) : "") + padded("time", 11, true));
    header_ = true;
  }
  std::string line = padded(std::to_string(summary.epoch), 5, true) +
                     padded(decimal(task_of(summary), 4), kNumber, true) +
                     padded(decimal(summary.valid_loss, 4), kNumber, true);
  for (const Column& column : shown(summary.scale))
    line += padded(column.metrics.front()->shown(value_of(summary.valid, column.metrics.front()->name)), kNumber, true);
  if (peeks) line += padded(decimal(value_of(summary.test, "MAE"), 4), kNumber, true);
  print(line + padded(duration(summary.seconds), 11, true) + (summary.best ? "  best" : ""));
}

void EpochLines::on_start(int64_t, int64_t, const std::string& mark) {
  if (!mark.empty()) print(mark);
}

void EpochLines::on_warning(const std::string& sentence) { print("mmim: " + sentence); }

void WarningLines::on_warning(const std::string& sentence) { std::fprintf(stderr, "mmim: %s\n", sentence.c_str()); }

void EpochLines::on_end(const std::string& why) { print(why); }

void EpochLines::print(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

}  // namespace mmim
