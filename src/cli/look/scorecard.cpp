#include "cli/look/scorecard.h"

#include <cmath>

#include "cli/look/text_table.h"

namespace mmim {

namespace {

std::string interval_of(const Metric& metric, const Score& score) {
  return std::isnan(score.low) ? "-" : metric.shown(score.low) + " to " + metric.shown(score.high);
}

/// ", label T from -1 to 1" where it is not the usual one.
std::string say_labels(const Provenance& from) {
  if (from.label.empty() && from.labels == LabelRange{}) return "";
  return (from.label.empty() ? ", labels" : ", label " + from.label) + std::string(" from ") + say(from.labels);
}

}  // namespace

std::string scorecard_table(const Scorecard& scores) {
  std::vector<std::vector<std::string>> rows{{"", "metric", "value", "", "95 % interval"}};
  for (const Score& score : scores) {
    const Metric& of = metric(score.name);
    rows.push_back({"", of.name, of.shown(score.value), of.share ? "%" : "", interval_of(of, score)});
  }
  return aligned(rows, "llrll");
}

std::string heading_of(const Evaluation& evaluation) {
  const RunReport& report = evaluation.report;
  const Provenance& from = report.provenance;
  std::string text =
      wrapped(report.model + " on " + from.data + say_labels(from) + ", split " + from.split + ": " +
                  grouped(report.utterances) + " utterances, seed " + std::to_string(report.seed) + ", text encoder " +
                  from.encoder + ", best epoch " + std::to_string(report.best_epoch) + " (" + from.protocol + ")",
              80, 0) +
      "\n";
  if (from.synthetic)
    text += "SYNTHETIC data in training or here: the numbers show that the program learns, nothing\nabout people\n";
  if (const std::string warning = encoder_warning(from); !warning.empty())
    text += wrapped("WARNING: " + warning, 80, 0) + "\n";
  if (!from.watermark.empty()) text += wrapped("WATERMARK: " + from.watermark, 80, 0) + "\n";
  return text;
}

namespace {

std::string legend_of(Scale scale, F1Weight f1_weight) {
  const std::string weight = std::string(f1_weight == F1Weight::truth ? "true" : "predicted") + " classes.\n";
  if (scale == Scale::mosi)
    return "has0: non-negative against negative; non0: positive against negative, zeros left\n"
           "out. F1 is weighted by " +
           weight;
  if (scale == Scale::other) return "";
  return "Labels and predictions are clipped to [-1, 1]. Acc-2 and F1: positive against not, zeros\n"
         "are not; Acc-3: cut at -0.1 and 0.1, Acc-5 also at -0.7 and 0.7. F1 is weighted by\n" +
         weight;
}

}  // namespace

std::string table_of(const Evaluation& evaluation) {
  std::string text = heading_of(evaluation) + "\n" + scorecard_table(evaluation.report.metrics) + "\n";
  return text + legend_of(evaluation.report.provenance.scale(), evaluation.f1_weight);
}

}  // namespace mmim
