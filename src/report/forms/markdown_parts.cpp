#include "report/forms/markdown_parts.h"

#include <cmath>

#include "metrics/metrics.h"
#include "report/forms/markdown.h"
#include "report/words.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

std::string interval(const std::string& metric, const Json& test) {
  const double low = number_or_nan(test.value("low", Json())), high = number_or_nan(test.value("high", Json()));
  if (std::isnan(low) || std::isnan(high)) return "-";
  return shown_value(metric, low, 4, true) + " to " + shown_value(metric, high, 4, true);
}

/// ".031 (.093)": p and p after Holm.
std::string p_values(const Json& test) {
  if (test.contains("undefined") && test.at("undefined").is_string())
    return "undefined: " + markdown_text(test.at("undefined"));
  return shown_p(number_or_nan(test.at("p"))) + " (" + shown_p(number_or_nan(test.value("holm", Json()))) + ")";
}

std::string degrees(const Json& test) {
  const double df = number_or_nan(test.value("df", Json()));
  if (std::isnan(df)) return "";
  char text[32];
  std::snprintf(text, sizeof text, ", df %.3g", df);
  return text;
}

std::string tests_of(const Json& section, const Metric& metric) {
  MarkdownTable table({"system", "difference", "95 % over videos", "Hedges' g", "paired t: p (Holm)", "Welch: p (Holm)",
                       "bootstrap: p (Holm)"});
  for (const Json& row : section.at("rows")) {
    if (row.at("against").is_null()) continue;
    const Json& against = row.at("against").at(metric.name);
    table.add({markdown_text(row.at("name")),
               shown_value(metric.name, number_or_nan(against.at("difference")), 4, true),
               interval(metric.name, against.at("bootstrap")), shown_value("g", number_or_nan(against.at("g")), 2),
               p_values(against.at("paired")) + degrees(against.at("paired")),
               p_values(against.at("welch")) + degrees(against.at("welch")), p_values(against.at("bootstrap"))});
  }
  return table.empty() ? "" : table.text();
}

}  // namespace

std::string markdown_tests(const Json& section) {
  std::string first, others;
  for (const Metric& metric : mmim::metrics()) {
    const std::string table = tests_of(section, metric);
    if (table.empty()) return "";
    (first.empty() ? first : others) +=
        "\n" + metric.name + (is_share(metric.name) ? ", in percentage points" : "") + ":\n\n" + table;
  }
  return "\n### Difference from " + markdown_text(section.at("baseline")) + "\n" + first +
         markdown_details("The other metrics", others);
}

std::string markdown_published(const Json& section) {
  const std::vector<std::string> metrics{"MAE", "Corr", "Acc-7", "Acc-2 (non0)", "F1 (non0)"};
  std::vector<std::string> header{"system", "runs"};
  header.insert(header.end(), metrics.begin(), metrics.end());
  MarkdownTable table(header);
  for (const Json& row : section.at("rows")) {
    if (row.at("published").is_null()) continue;
    std::vector<std::string> line{markdown_text(row.at("name")), row.at("published").at("n").dump()};
    for (const std::string& metric : metrics) {
      const Json& of = row.at("published").at("metrics").at(metric);
      line.push_back(shown_value(metric, number_or_nan(of.at("selected"))) + " → " +
                     shown_value(metric, number_or_nan(of.at("published"))) + " (" +
                     shown_value(metric, number_or_nan(of.at("inflation")), 4, true) + ")");
    }
    table.add(line);
  }
  if (table.empty()) return "";
  return "\n### As published\n\nThe epoch chosen on valid alone → the epoch that also had to be better on test, as the "
         "published program chooses (how much better that looks). Such numbers are no estimate of what a system does "
         "on new data.\n\n" +
         table.text();
}

std::string markdown_runs(const Json& section) {
  std::vector<std::string> header{"system", "seed", "epochs", "best", "valid MAE"};
  for (const Metric& metric : mmim::metrics()) header.push_back(metric.name);
  MarkdownTable table(header);
  for (const Json& row : section.at("rows"))
    for (size_t i = 0; i < row.at("seeds").size(); ++i) {
      const Json& run = row.at("provenance").at(i);
      std::vector<std::string> line{markdown_text(row.at("name")), row.at("seeds").at(i).dump(),
                                    run.at("epochs").dump(), run.at("best_epoch").dump(),
                                    shown_value("MAE", number_or_nan(row.at("valid_mae").at("values").at(i)))};
      for (const Metric& metric : mmim::metrics())
        line.push_back(shown_value(metric.name, number_or_nan(row.at("metrics").at(metric.name).at("values").at(i))));
      table.add(line);
    }
  return table.empty() ? "" : markdown_details("Every run", table.text());
}

std::string markdown_provenance(const Json& section) {
  MarkdownTable table(
      {"cell", "seed", "protocol", "data", "configuration", "version", "program", "machine", "parameters", "seconds"});
  const auto hash = [](const Json& value) { return value.get<std::string>().substr(0, 12); };
  for (const Json& row : section.at("rows"))
    for (const Json& cell : row.at("provenance")) {
      char seconds[32];
      std::snprintf(seconds, sizeof seconds, "%.0f", number_or_nan(cell.at("seconds")));
      table.add({markdown_text(cell.at("cell")), cell.at("seed").dump(), markdown_text(cell.at("protocol")),
                 hash(cell.at("fingerprint")), hash(cell.at("configuration_sha256")), markdown_text(cell.at("version")),
                 hash(cell.at("program")), markdown_text(cell.at("machine")), cell.at("parameters").dump(), seconds});
    }
  return markdown_details("Where each number comes from", table.text());
}

}  // namespace mmim
