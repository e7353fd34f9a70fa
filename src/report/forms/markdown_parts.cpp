#include "report/forms/markdown_parts.h"

#include <cmath>

#include "report/forms/markdown.h"
#include "report/words.h"

namespace mmim {

namespace {

std::string interval(const Metric& metric, const VideoTest& test) {
  if (std::isnan(test.low) || std::isnan(test.high)) return "-";
  return metric.shown(test.low, 4, true) + " to " + metric.shown(test.high, 4, true);
}

/// ".031 (.093)": p and p after Holm.
std::string p_values(double p, double holm, const std::string& undefined) {
  if (!undefined.empty()) return "undefined: " + markdown_text(undefined);
  return shown_p(p) + " (" + shown_p(holm) + ")";
}

std::string p_and_degrees(const SeedTest& test) {
  std::string text = p_values(test.p, test.holm, test.undefined);
  if (std::isnan(test.degrees)) return text;
  char degrees[32];
  std::snprintf(degrees, sizeof degrees, ", df %.3g", test.degrees);
  return text + degrees;
}

std::string table_of_tests(const Section& section, const Metric& metric) {
  MarkdownTable table({"system", "difference", "95 % over videos", "Hedges' g", "paired t: p (Holm)", "Welch: p (Holm)",
                       "bootstrap: p (Holm)"});
  for (const TableRow& row : section.rows) {
    if (!row.against) continue;
    const MetricTests& tests = row.against->at(metric.name);
    const VideoTest& videos = tests.bootstrap;
    table.add({markdown_text(row.name), metric.shown(tests.difference, 4, true), interval(metric, videos),
               decimal(tests.g, 2), p_and_degrees(tests.paired), p_and_degrees(tests.welch),
               p_values(videos.p, videos.holm, videos.why_undefined)});
  }
  return table.empty() ? "" : table.text();
}

}  // namespace

std::string markdown_tests(const Section& section) {
  std::string first, others;
  for (const Metric& metric : mmim::metrics(section.provenance.scale())) {
    const std::string table = table_of_tests(section, metric);
    if (table.empty()) return "";
    (first.empty() ? first : others) +=
        "\n" + metric.name + (metric.share ? ", in percentage points" : "") + ":\n\n" + table;
  }
  return "\n### Difference from " + markdown_text(*section.baseline) + "\n" + first +
         markdown_details("The other metrics", others);
}

std::string markdown_published(const Section& section) {
  std::vector<std::string> header{"system", "runs"};
  for (const Column& column : columns(section.provenance.scale(), true)) header.push_back(column.metrics.back()->name);
  MarkdownTable table(header);
  for (const TableRow& row : section.rows) {
    if (!row.published) continue;
    std::vector<std::string> line{markdown_text(row.name), std::to_string(row.published->cells)};
    for (const Column& column : columns(section.provenance.scale(), true)) {
      const Metric& metric = *column.metrics.back();
      const PublishedMetric& of = row.published->metrics.at(metric.name);
      line.push_back(metric.shown(of.selected) + " → " + metric.shown(of.published.mean) + " (" +
                     metric.shown(of.inflation, 4, true) + ")");
    }
    table.add(line);
  }
  if (table.empty()) return "";
  return "\n### As published\n\nThe epoch chosen on valid alone → the epoch that also had to be better on test, as the "
         "published program chooses (how much better that looks). Such numbers are no estimate of what a system does "
         "on new data.\n\n" +
         table.text();
}

std::string markdown_runs(const Section& section) {
  std::vector<std::string> header{"system", "seed", "epochs", "best", "valid MAE"};
  for (const Metric& metric : mmim::metrics(section.provenance.scale())) header.push_back(metric.name);
  MarkdownTable table(header);
  for (const TableRow& row : section.rows)
    for (size_t i = 0; i < row.seeds.size(); ++i) {
      const Origin& run = row.origins[i];
      std::vector<std::string> line{markdown_text(row.name), std::to_string(run.seed), std::to_string(run.epochs),
                                    std::to_string(run.best_epoch), metric("MAE").shown(row.valid_mae.values[i])};
      for (const Metric& metric : mmim::metrics(section.provenance.scale()))
        line.push_back(metric.shown(row.metrics.at(metric.name).values[i]));
      table.add(line);
    }
  return table.empty() ? "" : markdown_details("Every run", table.text());
}

std::string markdown_provenance(const Section& section) {
  MarkdownTable table(
      {"cell", "seed", "protocol", "data", "configuration", "version", "program", "machine", "parameters", "seconds"});
  const auto hash = [](const std::string& value) { return value.empty() ? "-" : value.substr(0, 12); };
  for (const TableRow& row : section.rows)
    for (const Origin& cell : row.origins) {
      const Provenance& from = cell.provenance;
      table.add({markdown_text(cell.cell), std::to_string(cell.seed), markdown_text(from.protocol),
                 hash(from.fingerprint), hash(from.configuration_sha256), markdown_text(from.version),
                 hash(from.program), markdown_text(from.machine),
                 cell.parameters > 0 ? std::to_string(cell.parameters) : "-", decimal(cell.seconds, 0)});
    }
  return markdown_details("Where each number comes from", table.text());
}

}  // namespace mmim
