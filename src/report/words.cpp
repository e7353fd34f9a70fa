#include "report/words.h"

#include <algorithm>
#include <set>

#include "core/names.h"

namespace mmim {

std::string significance_marks(const TableRow& row, const std::string& metric) {
  if (!row.against) return "";
  const MetricTests& tests = row.against->at(metric);
  return std::string(significant(tests.paired.holm) ? "†" : "") + (significant(tests.welch.holm) ? "‡" : "") +
         (significant(tests.bootstrap.holm) ? "*" : "");
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

std::string table_legend(const Section& section) {
  const Scale scale = section.provenance.scale();
  std::string text = "Mean ± standard deviation (n - 1) over seeds" +
                     std::string(scale == Scale::other ? "." : "; accuracies and F1 in percent. " + words_of(scale));
  if (section.baseline)
    text += " Against " + *section.baseline +
            ", p < .05 after Holm over the rows: † paired t-test over common seeds (the paper's), ‡ Welch's t-test, * "
            "bootstrap over test videos, which takes the seeds as they are and says nothing of others.";
  return text;
}

}  // namespace mmim
