#include "report/results_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/error.h"
#include "metrics/metrics.h"
#include "metrics/spread.h"

namespace mmim {

namespace {

struct Group {
  std::string label;
  std::vector<const RunResult*> runs;  ///< by seed
  std::vector<double> of(const std::string& metric) const {
    std::vector<double> values;
    for (const RunResult* run : runs) values.push_back(metric == "valid" ? run->valid_mae : run->metrics.at(metric));
    return values;
  }
};

struct Section {
  std::string title;
  std::vector<Group> groups;  ///< in the order in which they were named
};

/// Columns: one metric, or both conventions of one.
const std::vector<std::pair<std::string, std::vector<std::string>>>& columns() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> all{
      {"valid MAE", {"valid"}},
      {"MAE", {"MAE"}},
      {"Corr", {"Corr"}},
      {"Acc-7", {"Acc-7"}},
      {"Acc-5", {"Acc-5"}},
      {"Acc-2 has0 / non0", {"Acc-2 (has0)", "Acc-2 (non0)"}},
      {"F1 has0 / non0", {"F1 (has0)", "F1 (non0)"}}};
  return all;
}

std::string fixed(double value, bool sign = false) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, sign ? "%+.4f" : "%.4f", value);
  return text;
}

std::string shown(const Spread& spread) {
  return fixed(spread.mean) + (std::isnan(spread.deviation) ? "" : " ± " + fixed(spread.deviation));
}

std::string title_of(const RunResult& run) {
  return std::string(run.synthetic ? "SYNTHETIC data: " : "") + run.data + ", split " + run.split + " (" +
         std::to_string(run.utterances) + " utterances), text encoder " + run.encoder + ", protocol " + run.protocol +
         "\n\nData " + run.fingerprint.substr(0, 12) + ", encoder " +
         (run.encoder_sha256.empty() ? "random" : run.encoder_sha256.substr(0, 12)) + " (SHA-256), mmim " +
         run.version + "." + (run.watermark.empty() ? "" : " " + run.watermark + ".");
}

template <class T, class Field>
T& place_of(std::vector<T>& all, Field T::*key, const std::string& wanted) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.*key == wanted; });
  if (found != all.end()) return *found;
  all.emplace_back();
  all.back().*key = wanted;
  return all.back();
}

std::vector<Section> sections_of(std::span<const RunResult> runs) {
  std::vector<Section> sections;
  for (const RunResult& run : runs) {
    Section& section = place_of(sections, &Section::title, title_of(run));
    Group& group = place_of(section.groups, &Group::label, run.label());
    for (const RunResult* other : group.runs)
      if (other->seed == run.seed)
        throw DataError(run.folder.string() + " and " + other->folder.string() + " are both " + group.label +
                        " with seed " + std::to_string(run.seed));
    group.runs.push_back(&run);
  }
  for (Section& section : sections)
    for (Group& group : section.groups)
      std::sort(group.runs.begin(), group.runs.end(),
                [](const RunResult* a, const RunResult* b) { return a->seed < b->seed; });
  return sections;
}

std::string header(const std::vector<std::string>& first) {
  std::string names = "|", rule = "|";
  const auto add = [&](const std::string& name) {
    names += " " + name + " |";
    rule += "---|";
  };
  for (const std::string& name : first) add(name);
  for (const auto& [name, unused] : columns()) add(name);
  return names + "\n" + rule + "\n";
}

std::string means(const Section& section) {
  std::string text = header({"system", "runs"});
  for (const Group& group : section.groups) {
    text += "| " + group.label + " | " + std::to_string(group.runs.size()) + " |";
    for (const auto& [unused, metrics] : columns()) {
      std::string cell;
      for (const std::string& metric : metrics)
        cell += (cell.empty() ? " " : " / ") + shown(spread_of(group.of(metric)));
      text += cell + " |";
    }
    text += "\n";
  }
  return text;
}

/// Which system has the lowest mean MAE, how far the others are, and whether text alone is ahead.
std::string comparison(const Section& section) {
  if (section.groups.size() < 2) return "";
  std::vector<std::pair<double, const Group*>> order;
  for (const Group& group : section.groups) order.emplace_back(spread_of(group.of("MAE")).mean, &group);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text = "\nLowest mean MAE: " + order[0].second->label + ".";
  for (size_t i = 1; i < order.size(); ++i)
    text +=
        (i == 1 ? " Behind it: " : ", ") + order[i].second->label + " " + fixed(order[i].first - order[0].first, true);
  text += ". No test of significance was made.\n";
  if (order[0].second->label.starts_with("text-only"))
    text += "\nText alone is ahead of every multimodal system in this table.\n";
  return text;
}

std::string every_run(const Section& section) {
  std::string text = "\n" + header({"system", "seed", "epochs", "best"});
  for (const Group& group : section.groups)
    for (const RunResult* run : group.runs) {
      text += "| " + group.label + " | " + std::to_string(run->seed) + " | " + std::to_string(run->epochs) + " | " +
              std::to_string(run->best_epoch) + " |";
      for (const auto& [unused, metrics] : columns()) {
        std::string cell;
        for (const std::string& metric : metrics)
          cell += (cell.empty() ? " " : " / ") + fixed(metric == "valid" ? run->valid_mae : run->metrics.at(metric));
        text += cell + " |";
      }
      text += "\n";
    }
  return text;
}

}  // namespace

std::string results_page(std::span<const RunResult> runs) {
  std::string text =
      "# Results\n\nWritten by `mmim report`; mean ± standard deviation (n - 1) over seeds. The epoch is selected on "
      "valid, except where the protocol\nis as-published; else test selects nothing. Options that are not the preset's "
      "stand "
      "behind the system's name.\n";
  for (const Section& section : sections_of(runs)) {
    text += "\n## " + section.title + "\n\n" + means(section) + comparison(section) + every_run(section);
    text +=
        "\nhas0: non-negative against negative; non0: positive against negative, zeros left out. F1 is weighted by "
        "true classes.\n";
  }
  return text;
}

}  // namespace mmim
