#include "report/words.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/names.h"

namespace mmim {

namespace {

/// Which difference in MAE the seeds of the rows could have seen.
std::string sight(const Section& section) {
  double least = INFINITY, most = 0;
  for (const TableRow& row : section.rows) {
    if (!row.against) continue;
    const double detectable = row.against->at("MAE").two_level.detectable;
    if (std::isnan(detectable)) continue;
    least = std::min(least, detectable);
    most = std::max(most, detectable);
  }
  if (most == 0) return "";
  const Metric& mae = metric("MAE");
  const std::string range = least == most ? mae.shown(most, 3) : mae.shown(least, 3) + " to " + mae.shown(most, 3);
  return " With 80 % power these seeds and videos show a difference in MAE of " + range +
         ", by row and before Holm; a smaller one may be there unseen.";
}

/// Why no row, or some row, can have a star.
std::string rows_without_star(const Section& section) {
  std::vector<std::pair<std::string, std::vector<std::string>>> rows_of;  // reason, rows
  for (const TableRow& row : section.rows) {
    if (!row.against || row.against->at("MAE").two_level.why_undefined.empty()) continue;
    const std::string& why = row.against->at("MAE").two_level.why_undefined;
    const auto found = std::find_if(rows_of.begin(), rows_of.end(), [&](const auto& one) { return one.first == why; });
    (found != rows_of.end() ? *found : rows_of.emplace_back(why, std::vector<std::string>{}))
        .second.push_back(row.name);
  }
  std::string text;
  for (const auto& [why, rows] : rows_of) text += " No star for " + listing(rows) + ": " + why + ".";
  return text;
}

/// What the two-level test says of the row with the lowest mean.
std::string told_apart(const Section& section, const TableRow& row, std::string (*shown)(const std::string&)) {
  if (!row.against || !row.against->at("MAE").two_level.why_undefined.empty()) return "";
  const double holm = row.against->at("MAE").two_level.holm;
  return std::string(" The two-level test ") + (significant(holm) ? "tells " : "does not tell ") + "\"" +
         shown(row.name) + "\" from \"" + shown(*section.baseline) + "\" (p " + shown_p(holm) + " after Holm).";
}

}  // namespace

std::string significance_marks(const TableRow& row, const std::string& metric) {
  if (!row.against) return "";
  const MetricTests& tests = row.against->at(metric);
  return std::string(significant(tests.paired.holm) ? "†" : "") + (significant(tests.welch.holm) ? "‡" : "") +
         (significant(tests.two_level.holm) ? "*" : "");
}

std::string shown_means(const TableRow& row, const Column& column) {
  std::string text;
  for (const Metric* metric : column.metrics)
    text += (text.empty() ? "" : " / ") + metric->shown(row.metrics.at(metric->name).spread) +
            significance_marks(row, metric->name);
  return text;
}

std::string shown_count(const TableRow& row) {
  const auto failed = static_cast<int64_t>(row.failed.size());
  return std::to_string(row.runs) + (failed > 0 ? " of " + std::to_string(row.runs + failed) : "");
}

std::vector<std::string> shown_failures(const TableRow& row) {
  std::vector<std::pair<std::string, std::string>> seeds_of;  // reason, seeds
  for (const Failure& failed : row.failed) {
    const std::string seed = std::to_string(failed.seed);
    const auto same = [&](const auto& known) { return known.first == failed.reason; };
    const auto found = std::find_if(seeds_of.begin(), seeds_of.end(), same);
    if (found == seeds_of.end())
      seeds_of.emplace_back(failed.reason, seed);
    else
      found->second += ", " + seed;
  }
  std::vector<std::string> sentences;
  for (const auto& [reason, seeds] : seeds_of)
    sentences.push_back((seeds.find(',') == std::string::npos ? "seed " : "seeds ") + seeds + ": " +
                        (reason.empty() ? "no reason was recorded" : reason));
  return sentences;
}

std::vector<std::vector<std::string>> means_table(const Section& section) {
  std::vector<std::vector<std::string>> rows{{"system", "runs", "valid MAE"}};
  const std::vector<Column> columns = mmim::columns(section.provenance.scale());
  for (const Column& column : columns)
    rows.front().push_back(column.metrics.size() == 1 ? column.title : column.title + " has0 / non0");
  for (const TableRow& row : section.rows) {
    std::vector<std::string> line{row.name + (row.name == section.baseline ? " (baseline)" : ""), shown_count(row)};
    if (row.runs == 0) line.emplace_back("failed");
    if (row.runs > 0) {
      line.push_back(metric("MAE").shown(row.valid_mae.spread));
      for (const Column& column : columns) line.push_back(shown_means(row, column));
    }
    rows.push_back(std::move(line));
  }
  return rows;
}

std::string lowest_mae(const Section& section, std::string (*shown)(const std::string& name)) {
  const TableRow* best = nullptr;
  const auto mae = [](const TableRow& row) { return row.metrics.at("MAE").spread.mean; };
  for (const TableRow& row : section.rows)
    if (!std::isnan(mae(row)) && (!best || mae(row) < mae(*best))) best = &row;
  if (!best || section.rows.size() < 2) return "";
  return "Lowest mean MAE: " + shown(best->name) + "." + told_apart(section, *best, shown);
}

std::string shown_changes(const Report& report, const RowChanges& changes) {
  std::set<std::string> rows;
  for (const Section& section : report.sections)
    for (const TableRow& row : section.rows) rows.insert(row.name);
  std::string text = rows.size() > 1 && rows.size() == changes.rows.size() ? "all rows" : "";
  if (text.empty()) text = listing(changes.rows);
  for (const std::string& option : changes.options) text += (&option == &changes.options[0] ? ": " : ", ") + option;
  return text;
}

std::string words_of(Scale scale) {
  if (scale == Scale::mosi)
    return "has0 / non0: non-negative against negative; positive against negative, zeros left out. F1 is weighted by "
           "true classes.";
  if (scale == Scale::other) return "";
  return "Labels and predictions are clipped to [-1, 1]; Acc-2 and F1: positive against not, zeros are not; Acc-3 is "
         "cut "
         "at -0.1 and 0.1, Acc-5 also at -0.7 and 0.7. F1 is weighted by true classes.";
}

std::string marks_legend(const Section& section) {
  if (!section.baseline) return "";
  return "Against " + *section.baseline +
         ", p < .05 after Holm over the rows: * two-level test over other seeds and other test videos; † paired t-test "
         "over common seeds, as the paper used it, although one seed of two architectures has nothing in common; ‡ "
         "Welch's t-test over seeds." +
         sight(section) + rows_without_star(section);
}

std::string table_legend(const Section& section) {
  const Scale scale = section.provenance.scale();
  std::string text = "Mean ± standard deviation (n - 1) over seeds" +
                     std::string(scale == Scale::other ? "." : "; accuracies and F1 in percent. " + words_of(scale));
  return text + (section.baseline ? " " + marks_legend(section) : "");
}

}  // namespace mmim
