#include "cli/look/bench_table.h"

#include <cmath>

#include "cli/look/text_table.h"

namespace mmim {

namespace {

std::string shown(double value, const std::string& unit) {
  if (std::isnan(value)) return "-";
  if (unit == "B") return value < 1e9 ? decimal(value / 1e6, 0) + " MB" : decimal(value / 1e9, 2) + " GB";
  if (value < 1e-3) return decimal(value * 1e6, 0) + " us";
  if (value < 1) return decimal(value * 1e3, value < 0.1 ? 2 : 0) + " ms";
  return decimal(value, value < 10 ? 2 : 1) + " s";
}

std::string shown(const Timing& timing, const std::string& unit) {
  std::string middle = shown(timing.median(), unit);
  if (timing.rounds.size() < 2) return middle;
  const double spread = (timing.highest() - timing.lowest()) / timing.median();
  return middle + " (" + decimal(100 * spread, 0) + " %)";
}

std::string share(double value) { return std::isnan(value) ? "-" : decimal(100 * value, 0) + " %"; }

std::string shown(const std::optional<Ratio>& ratio, size_t rounds) {
  if (!ratio) return "-";
  std::string text = decimal(ratio->value, 1) + " x";
  if (rounds > 1) text += " (" + decimal(ratio->lowest, 1) + " to " + decimal(ratio->highest, 1) + ")";
  return text;
}

std::string rows_table(const BenchReport& report) {
  std::vector<std::vector<std::string>> cells{{"", "ours", "plain", "plain / ours", "roofline", "rounds", "what"}};
  for (const Row& row : report.rows) {
    const size_t plain_rounds = row.plain ? row.plain->rounds.size() : 0;
    std::string rounds = std::to_string(row.ours.rounds.size());
    if (row.plain && plain_rounds != row.ours.rounds.size()) rounds += "/" + std::to_string(plain_rounds);
    cells.push_back({row.name, shown(row.ours, row.unit), row.plain ? shown(*row.plain, row.unit) : "-",
                     shown(row.ratio(), std::min(plain_rounds, row.ours.rounds.size())),
                     share(row.roofline(report.peaks.value_or(Peaks{}))), rounds, row.what});
  }
  return aligned(cells, "lrrrrrl");
}

/// What a row of extraction says beside its numbers.
std::string clip_notes(const Row& row) {
  const auto number = [&](const char* key) { return row.more.at(key).get<double>(); };
  std::string text;
  for (const char* key : {"lacking", "without_covarep"})
    if (row.more.contains(key)) text += row.name + ": " + row.more.at(key).get<std::string>() + "\n";
  if (row.more.contains("pictures_per_second"))
    text += row.name + ": " + decimal(number("pictures_per_second"), 0) + " pictures for a second of CPU time, " +
            decimal(number("pictures_per_second_of_wall_time"), 0) + " for a second; a face in " +
            share(number("with_face")) + " of " + grouped(row.more.at("pictures").get<int64_t>()) + "\n";
  if (row.more.contains("seconds_of_clip"))
    text += row.name + ": a clip of " + decimal(number("seconds_of_clip"), 0) + " s " +
            (row.more.at("pictures").get<bool>() ? "with pictures" : "of sound alone") + ", " +
            decimal(number("cpu_seconds"), 1) + " s of CPU time; the model is " +
            row.more.at("model").get<std::string>() + "\n";
  if (!row.more.contains("bytes_for_a_second")) return text;
  for (const Json& length : row.more.at("lengths"))
    text += row.name + ": " + decimal(length.at("seconds").get<double>(), 0) + " s take " +
            shown(length.at("peak").get<double>(), "B") + " and " + shown(length.at("cpu_seconds").get<double>(), "s") +
            " of CPU time\n";
  return text + row.name + ": " + decimal(number("bytes_for_a_second") / 1e3, 0) + " kB for a further second, " +
         decimal(number("kept_bytes_for_a_second") / 1e3, 0) + " kB of it samples and rows\n";
}

/// What a row says beside its numbers.
std::string notes(const BenchReport& report) {
  std::string text;
  for (const Row& row : report.rows) {
    if (row.more.contains("growth"))
      text += "memory: from the second tour over the batches to the third, the peak grew by " +
              decimal(100 * row.more.at("growth").get<double>(), 1) + " %\n";
    if (row.more.contains("gb_per_s"))
      text += row.name + ": " + decimal(row.more.at("gb_per_s").get<double>(), 1) + " GB/s over " +
              grouped(row.more.at("parameters").get<int64_t>()) + " parameters\n";
    if (row.more.contains("reading_weights_seconds"))
      text += row.name + ": of it drawing random weights " +
              shown(row.more.at("drawing_weights_seconds").get<double>(), "s") + "; reading weights takes " +
              shown(row.more.at("reading_weights_seconds").get<double>(), "s") + " more\n";
    if (row.more.contains("of_one_thread")) {
      const Json& ratio = row.more.at("of_one_thread");
      text += row.name + ": " + std::to_string(row.more.at("threads").get<int64_t>()) + " threads take " +
              decimal(ratio.at("ratio").get<double>(), 2) + " times (" + decimal(ratio.at("lowest").get<double>(), 2) +
              " to " + decimal(ratio.at("highest").get<double>(), 2) +
              ") as long as one thread beside the same processes, " +
              shown(row.more.at("one_thread_seconds").get<double>(), "s") + "\n";
    }
    text += clip_notes(row);
    if (row.more.contains("deviation"))
      text += row.name + ": " + decimal(100 * row.more.at("deviation").get<double>(), 1) + " % from the scaled epoch\n";
  }
  return text;
}

std::string growths_table(const BenchReport& report) {
  std::string text;
  for (const Growth& growth : report.growths) {
    std::vector<std::vector<std::string>> cells{{growth.quantity}, {"time"}};
    for (size_t i = 0; i < growth.x.size(); ++i) {
      cells[0].push_back(decimal(growth.x[i], 0));
      cells[1].push_back(shown(growth.seconds[i], "s"));
    }
    text += growth.what + "\n" + aligned(cells, "l" + std::string(growth.x.size(), 'r')) + "grows with " +
            growth.quantity + "^" + decimal(growth.exponent(), 2) + "\n\n";
  }
  return text;
}

std::string peaks_text(const Peaks& peaks) {
  const auto rate = [](double value) { return decimal(value / 1e9, 0); };
  const std::string threads = std::to_string(peaks.threads) + (peaks.threads == 1 ? " thread" : " threads");
  return aligned(
      {{"cpu", cpu_name() + ", " + threads},
       {"fp32 peak", rate(peaks.fp32) + " GFLOP/s (" + peaks.unit + "; one thread " + rate(peaks.fp32_one) + ")"},
       {"bf16 peak", peaks.bf16 > 0 ? rate(peaks.bf16) + " GFLOP/s (one thread " + rate(peaks.bf16_one) + ")" : "none"},
       {"memory", decimal(peaks.triad / 1e9, 1) + " GB/s STREAM triad, " + decimal(peaks.memory / 1e9, 1) +
                      " with write-allocate"}},
      "ll");
}

}  // namespace

namespace {

/// What training was measured on.
std::string surroundings(const BenchReport& report) {
  if (!report.peaks) return aligned({{"cpu", cpu_name()}}, "ll");
  const Json& workload = report.workload;
  const auto number = [&](const char* key) { return grouped(workload.at(key).get<int64_t>()); };
  return peaks_text(*report.peaks) +
         aligned({{"ours", report.machine},
                  {"plain", report.plain_settings},
                  {"data", workload.at("name").get<std::string>()},
                  {"", number("batches") + " batches, " + number("batch_utterances") + " utterances, " +
                           number("batch_tokens") + " word pieces; epoch: " + number("utterances") + " and " +
                           number("tokens")},
                  {"text", workload.at("text_encoder").get<std::string>()}},
                 "ll");
}

}  // namespace

std::string bench_text(const BenchReport& report) {
  const std::string text =
      surroundings(report) +
      aligned({{"load", decimal(report.load_before, 2) + " before, " + decimal(report.load_after, 2) + " after"}},
              "ll") +
      "\n";
  if (!report.growths.empty()) return text + growths_table(report);
  return text + rows_table(report) + "\n" + notes(report) +
         "Medians; in brackets the range over the rounds. roofline: the time that the peaks allow, of ours.\n";
}

}  // namespace mmim
