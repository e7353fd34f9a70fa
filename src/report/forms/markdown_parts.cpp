#include "report/forms/markdown_parts.h"

#include <cmath>

#include "report/forms/markdown.h"
#include "report/words.h"

namespace mmim {

namespace {

constexpr const char* kTwoLevelWords =
    "The two-level test asks whether the systems differ on other seeds and other test videos; interval and p are of "
    "that test. \"At worst\" is the unfavourable end of the one-sided 95 % interval of that test. \"80 % power sees\" "
    "is the true difference that p < .05 finds in 80 % of such experiments.\n";
constexpr const char* kWeightsWords =
    "The bootstrap draws test videos anew and takes the seeds as they are. It compares the weights that were trained, "
    "not the systems, and so earns no star.\n";

std::string interval(const Metric& metric, double low, double high) {
  if (std::isnan(low) || std::isnan(high)) return "-";
  return metric.shown(low, 4, true) + " to " + metric.shown(high, 4, true);
}

/// ".031 (.093)": p and p after Holm.
std::string p_values(double p, double holm, const std::string& undefined) {
  if (!undefined.empty()) return "undefined: " + markdown_text(undefined);
  return shown_p(p) + " (" + shown_p(holm) + ")";
}

std::string p_and_degrees(double p, double holm, double degrees, const std::string& undefined) {
  std::string text = p_values(p, holm, undefined);
  if (std::isnan(degrees)) return text;
  char shown[32];
  std::snprintf(shown, sizeof shown, ", df %.3g", degrees);
  return text + shown;
}

std::string table_of_tests(const Section& section, const Metric& metric) {
  MarkdownTable table({"system", "difference", "95 %", "at worst", "two-level \\*: p (Holm)", "80 % power sees",
                       "paired t †: p (Holm)", "Welch ‡: p (Holm)", "Hedges' g"});
  for (const TableRow& row : section.rows) {
    if (!row.against) continue;
    const MetricTests& tests = row.against->at(metric.name);
    const SeedVideoTest& two = tests.two_level;
    const auto over_seeds = [](const SeedTest& t) { return p_and_degrees(t.p, t.holm, t.degrees, t.why_undefined); };
    table.add({markdown_text(row.name), metric.shown(tests.difference, 4, true), interval(metric, two.low, two.high),
               metric.shown(metric.lower_is_better ? two.at_most : two.at_least, 4, true),
               p_and_degrees(two.p, two.holm, two.degrees, two.why_undefined), metric.shown(two.detectable),
               over_seeds(tests.paired), over_seeds(tests.welch), decimal(tests.g, 2)});
  }
  return table.empty() ? "" : table.text();
}

/// What is known of these weights on other videos, which is no test of the systems.
std::string table_of_weights(const Section& section, const Metric& metric) {
  MarkdownTable table({"system", "difference", "95 % over videos", "p (Holm)"});
  for (const TableRow& row : section.rows) {
    if (!row.against) continue;
    const MetricTests& tests = row.against->at(metric.name);
    const VideoTest& videos = tests.bootstrap;
    table.add({markdown_text(row.name), metric.shown(tests.difference, 4, true),
               interval(metric, videos.low, videos.high), p_values(videos.p, videos.holm, videos.why_undefined)});
  }
  return table.text();
}

}  // namespace

std::string markdown_tests(const Section& section) {
  std::string first, others, weights;
  for (const Metric& metric : mmim::metrics(section.provenance.scale())) {
    const std::string table = table_of_tests(section, metric);
    if (table.empty()) return "";
    const std::string title = "\n" + metric.name + (metric.share ? ", in percentage points" : "") + ":\n\n";
    (first.empty() ? first : others) += title + table;
    weights += title + table_of_weights(section, metric);
  }
  return "\n### Difference from " + markdown_text(*section.baseline) + "\n\n" + kTwoLevelWords + first +
         markdown_details("The other metrics", others) +
         markdown_details("Would these weights differ on other videos?", kWeightsWords + weights);
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
  return "\n### As published\n\nThe epoch chosen on valid alone → the epoch that also had to have a lower MAE on test, "
         "as "
         "MMIM's published program chooses (how much better that looks). Every system is selected so here, whatever "
         "its own program does. Such numbers are no estimate of what a system does on new data.\n\n" +
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
