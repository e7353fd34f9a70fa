#include <algorithm>
#include <cmath>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/terminal.h"
#include "cli/look/text_table.h"
#include "core/files.h"
#include "core/json.h"
#include "core/names.h"
#include "core/own_folder.h"
#include "predict/config.h"
#include "results/comparison.h"

namespace mmim {

namespace {

struct CompareArguments {
  std::string a, b, output;
  ComparisonOptions options;
  bool json = false;
};

/// A sentence in lines of 80 columns, or of the terminal's where it has fewer.
std::string folded(const std::string& text, size_t indent = 0) {
  return wrapped(text, std::min<size_t>(output_columns(), 80) - indent, indent);
}

std::string seeds_of(const std::vector<int64_t>& seeds) {
  std::vector<std::string> words;
  for (const int64_t seed : seeds) words.push_back(std::to_string(seed));
  return (seeds.size() == 1 ? "seed " : "seeds ") + listing(words);
}

std::string interval(const Metric& metric, double low, double high) {
  return std::isnan(low) || std::isnan(high) ? "-" : metric.shown(low, 4, true) + " to " + metric.shown(high, 4, true);
}

std::string heading(const Comparison& c) {
  std::string text = folded("A: " + c.a + ", " + seeds_of(c.a_seeds), 3) + "\n" +
                     folded("B: " + c.b + ", " + seeds_of(c.b_seeds), 3) + "\n" + "on " + c.provenance.data +
                     ", split " + c.provenance.split + ": " + grouped(c.utterances) + " utterances" +
                     (c.by_video ? " of " + grouped(c.videos) + (c.videos == 1 ? " video" : " videos") : "") + "\n";
  for (const std::string& mark : c.marks) text += folded(mark) + "\n";
  return text;
}

std::string units_of(const Comparison& c) { return c.by_video ? "videos" : "utterances (the ids tell no videos)"; }

/// Each sentence once: why there is no test.
std::string reasons(const Comparison& c) {
  std::vector<std::string> said;
  const auto say = [&](const std::string& test, const std::string& why, const std::string& metric) {
    if (why.empty()) return;
    const std::string sentence = "no " + test + ": " + why;
    for (std::string& other : said)
      if (other.starts_with(sentence + " (")) {
        other.insert(other.size() - 1, ", " + metric);
        return;
      }
    said.push_back(sentence + " (" + metric + ")");
  };
  for (const MetricComparison& m : c.metrics) {
    say("test over " + std::string(c.by_video ? "videos" : "utterances"), m.resampled.why_undefined, m.metric);
    say("two-level test", m.two_level.why_undefined, m.metric);
    say("paired t-test", m.paired.why_undefined, m.metric);
    say("Welch's t-test", m.welch.why_undefined, m.metric);
  }
  std::string text;
  for (const std::string& sentence : said) text += folded(sentence, 2) + "\n";
  return text;
}

/// Whether the systems differ: on other seeds and other test data.
std::string systems_table(const Comparison& c) {
  std::vector<std::vector<std::string>> rows{
      {"metric", "A", "B", "A - B", "95 % interval", "p", "80 % sees", "paired t", "Welch", "g"}};
  for (const MetricComparison& m : c.metrics) {
    const Metric& of = metric(m.metric);
    const TwoLevelTest& two = m.two_level;
    rows.push_back({m.metric + (of.share ? " %" : ""), of.shown(m.a), of.shown(m.b), of.shown(m.a - m.b, 4, true),
                    interval(of, two.low, two.high), decimal(two.p, 4), of.shown(two.detectable),
                    decimal(m.paired.p, 4), decimal(m.welch.p, 4), decimal(m.hedges_g, 2)});
  }
  return "\n" + aligned(rows, "lrrrlrrrrr", output_columns()) + "\n" +
         folded("Interval and p: two-level test, whether the systems differ on other seeds and other test " +
                units_of(c) +
                ". 80 % sees: the true difference that p < .05 finds in 80 % of such experiments. paired t, "
                "Welch: p-values over seeds. g: Hedges' g. No p-value is adjusted for the number of metrics.") +
         "\n";
}

/// Whether these weights differ on other test data.
std::string weights_table(const Comparison& c) {
  std::vector<std::vector<std::string>> rows{{"metric", "A - B", "95 % interval", "p"}};
  for (const MetricComparison& m : c.metrics) {
    const Metric& of = metric(m.metric);
    rows.push_back({m.metric + (of.share ? " %" : ""), of.shown(m.a - m.b, 4, true),
                    interval(of, m.resampled.low, m.resampled.high), decimal(m.resampled.p, 4)});
  }
  return "\nWould these weights differ on other " + std::string(c.by_video ? "videos" : "utterances") + "?\n" +
         aligned(rows, "lrlr") + "\n" +
         folded(grouped(c.options.draws) + " resamples of the test " + units_of(c) +
                ", the same for both sides; the seeds stay as they are, and nothing is said of other seeds.") +
         "\n" + reasons(c);
}

std::string utterances_table(const Comparison& c) {
  if (c.differ.empty()) return "";
  std::vector<std::vector<std::string>> rows{{"", "id", "truth", "A", "B", "A - B"}};
  for (const UtteranceComparison& u : c.differ)
    rows.push_back({"", u.id, decimal(u.truth, 2), decimal(u.a, 4), decimal(u.b, 4), decimal(u.a - u.b, 4, true)});
  return "\nThe utterances on which they differ most:\n" + aligned(rows, "llrrrr");
}

int run(const CompareArguments& given) {
  if (!given.output.empty()) expect_file(given.output);
  const SystemRuns a = read_system_runs(given.a, changes_of), b = read_system_runs(given.b, changes_of);
  for (const SystemRuns* side : {&a, &b})
    if (!side->unfinished.empty())
      std::cerr << "mmim: not finished and left out: " << listing(side->unfinished) << "\n";
  const Comparison comparison = compare(a, b, given.options);
  const Json json = comparison.to_json();
  if (!given.output.empty()) write_json(given.output, json);
  if (given.json)
    std::cout << json.dump(2) << "\n";
  else
    std::cout << heading(comparison) << systems_table(comparison) << weights_table(comparison)
              << utterances_table(comparison);
  return 0;
}

}  // namespace

Action compare_command(CLI::App& command) {
  auto given = std::make_shared<CompareArguments>();
  command
      .add_option(
          "A", given->a,
          "run folder, folder of runs, cell.json, or FOLDER/NAME for the runs or published cells FOLDER/NAME-SEED")
      ->required();
  command.add_option("B", given->b, "the other one")->required();
  command.add_option("--top", given->options.top, "utterances to show (default: 10)")->check(CLI::Range(0, 1000000));
  command
      .add_option("--draws", given->options.draws,
                  "resamples of the test videos (default: 10000); published cells keep theirs")
      ->check(CLI::Range(1, 10000000));
  command.add_option("--seed", given->options.seed, "of the draws (default: 1111); published cells keep theirs");
  command.add_option("--output", given->output, "JSON file of the same; it holds ids and truths of the data set");
  command.add_flag("--json", given->json, "print that JSON");
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
