#include "cli/look/scorecard.h"

#include <cmath>

#include "cli/look/text_table.h"

namespace mmim {

namespace {

bool is_share(const std::string& metric) { return metric.starts_with("Acc") || metric.starts_with("F1"); }

std::string shown(double value, bool share) { return share ? decimal(100 * value, 2) : decimal(value, 4); }

}  // namespace

std::string scorecard_table(const Scorecard& scores) {
  std::vector<std::vector<std::string>> rows{{"", "metric", "value", "", "95 % interval"}};
  for (const Score& score : scores) {
    const bool share = is_share(score.name);
    std::string interval = std::isnan(score.low) ? "-" : shown(score.low, share) + " to " + shown(score.high, share);
    rows.push_back({"", score.name, shown(score.value, share), share ? "%" : "", std::move(interval)});
  }
  return aligned(rows, "llrll");
}

std::string heading_of(const Evaluation& evaluation) {
  const RunReport& report = evaluation.report;
  std::string text =
      wrapped(report.model + " on " + report.data + ", split " + report.split + ": " + grouped(report.utterances) +
                  " utterances, seed " + std::to_string(report.seed) + ", text encoder " + report.encoder +
                  ", best epoch " + std::to_string(report.best_epoch) + " (" + report.protocol + ")",
              80, 0) +
      "\n";
  if (report.synthetic)
    text += "SYNTHETIC data in training or here: the numbers show that the program learns, nothing\nabout people\n";
  if (!report.watermark.empty()) text += wrapped("WATERMARK: " + report.watermark, 80, 0) + "\n";
  return text;
}

std::string table_of(const Evaluation& evaluation) {
  std::string text = heading_of(evaluation) + "\n" + scorecard_table(evaluation.report.metrics) + "\n";
  text +=
      "has0: non-negative against negative; non0: positive against negative, zeros left\n"
      "out. F1 is weighted by " +
      std::string(evaluation.f1_weight == F1Weight::truth ? "true" : "predicted") + " classes.\n";
  return text;
}

}  // namespace mmim
