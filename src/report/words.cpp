#include "report/words.h"

#include <map>

#include "report/tests.h"
#include "results/mean_json.h"

namespace mmim {

std::string significance_marks(const Json& row, const std::string& metric) {
  const Json& against = row.at("against");
  if (against.is_null()) return "";
  const Json& tests = against.at(metric);
  return std::string(significant(tests.at("paired")) ? "†" : "") + (significant(tests.at("welch")) ? "‡" : "") +
         (significant(tests.at("bootstrap")) ? "*" : "");
}

std::string shown_means(const Json& row, const ReportColumn& column, int decimals, bool marks) {
  std::string text;
  for (const std::string& metric : column.metrics) {
    const Json& of = row.at("metrics").at(metric);
    text += (text.empty() ? "" : " / ") +
            shown_spread(metric, number_or_nan(of.at("mean")), number_or_nan(of.at("sd")), decimals) +
            (marks ? significance_marks(row, metric) : "");
  }
  return text;
}

std::string shown_count(const Json& row) {
  const int64_t finished = row.at("n"), failed = static_cast<int64_t>(row.at("failed").size());
  return std::to_string(finished) + (failed > 0 ? " of " + std::to_string(finished + failed) : "");
}

std::vector<std::string> shown_failures(const Json& row) {
  std::vector<std::pair<std::string, std::string>> seeds_of;  // reason, seeds
  for (const Json& failed : row.at("failed")) {
    const std::string reason = failed.at("reason"), seed = std::to_string(failed.at("seed").get<int64_t>());
    const auto same = [&](const auto& known) { return known.first == reason; };
    const auto found = std::find_if(seeds_of.begin(), seeds_of.end(), same);
    if (found == seeds_of.end())
      seeds_of.emplace_back(reason, seed);
    else
      found->second += ", " + seed;
  }
  std::vector<std::string> sentences;
  for (const auto& [reason, seeds] : seeds_of)
    sentences.push_back((seeds.find(',') == std::string::npos ? "seed " : "seeds ") + seeds + ": " +
                        (reason.empty() ? "no reason was recorded" : reason));
  return sentences;
}

std::string table_legend(const Json& section) {
  std::string text =
      "Mean ± standard deviation (n - 1) over seeds; accuracies and F1 in percent. has0 / non0: non-negative against "
      "negative; positive against negative, zeros left out. F1 is weighted by true classes.";
  if (!section.at("baseline").is_null())
    text += " Against " + section.at("baseline").get<std::string>() +
            ", p < .05 after Holm over the rows: † paired t-test over common seeds (the paper's), ‡ Welch's t-test, * "
            "bootstrap over test videos, which takes the seeds as they are and says nothing of others.";
  return text;
}

}  // namespace mmim
