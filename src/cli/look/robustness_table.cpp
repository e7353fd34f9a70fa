#include "cli/look/robustness_table.h"

#include "cli/look/text_table.h"
#include "metrics/metrics.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

std::string shown(const Metric& metric, const Json& mean, const Json& deviation) {
  const std::string text = metric.shown(number_or_nan(mean));
  return deviation.is_number() && deviation.get<double>() >= 5e-5
             ? text + " ± " + metric.shown(number_or_nan(deviation))
             : text;
}

std::string title(const Json& curves, const std::string& metric, bool rows, int64_t draws) {
  const std::string over = ", mean ± sd of " + std::to_string(draws) + (draws == 1 ? " draw" : " draws");
  const std::string name = metric + (mmim::metric(metric).share ? " in percent" : "");
  if (!rows) return name + " where a share of the utterances lacks a modality" + over;
  return name + " where a share of all rows is missing (" + curves.at("rows").get<std::string>() +
         "; of text: word pieces, removed)" + over;
}

std::string table(const Json& curves, const std::string& metric, const std::string& missing) {
  std::vector<std::vector<std::string>> lines{{"", "share"}};
  for (const Json& share : curves.at("shares")) lines.push_back({"", decimal(share.get<double>(), 2)});
  lines.push_back({"", "area"});
  std::string flush = "lr";
  int64_t draws = 0;
  for (const Json& curve : curves.at("curves")) {
    if (curve.at("missing") != missing) continue;
    draws = curve.at("draws");
    flush += 'l';
    const Json& values = curve.at("metrics").at(metric);
    lines.front().push_back(curve.at("modality"));
    for (size_t s = 0; s < values.at("mean").size(); ++s)
      lines[s + 1].push_back(shown(mmim::metric(metric), values.at("mean")[s], values.at("sd")[s]));
    lines.back().push_back(shown(mmim::metric(metric), values.at("area"), values.at("area_sd")));
  }
  if (draws == 0) return "";
  return "\n" + wrapped(title(curves, metric, missing == "rows", draws), 80, 0) + "\n\n" + aligned(lines, flush);
}

}  // namespace

std::string robustness_table(const Json& curves, const std::string& metric) {
  return table(curves, metric, "stream") + table(curves, metric, "rows");
}

}  // namespace mmim
