#include "report/columns.h"

#include <cmath>
#include <cstdio>

namespace mmim {

std::vector<ReportColumn> report_columns(bool paper) {
  std::vector<ReportColumn> all{{"MAE", {"MAE"}}, {"Corr", {"Corr"}}, {"Acc-7", {"Acc-7"}}};
  if (!paper) all.push_back({"Acc-5", {"Acc-5"}});
  all.push_back({"Acc-2", {"Acc-2 (has0)", "Acc-2 (non0)"}});
  all.push_back({"F1", {"F1 (has0)", "F1 (non0)"}});
  return all;
}

bool is_share(const std::string& metric) { return metric.starts_with("Acc") || metric.starts_with("F1"); }

std::string shown_value(const std::string& metric, double value, int decimals, bool sign) {
  if (std::isnan(value)) return "-";
  const bool share = is_share(metric);
  char text[64];
  std::snprintf(text, sizeof text, sign ? "%+.*f" : "%.*f", share ? 2 : decimals, share ? 100 * value : value);
  return text;
}

std::string shown_spread(const std::string& metric, double mean, double deviation, int decimals) {
  const std::string text = shown_value(metric, mean, decimals);
  return std::isnan(deviation) ? text : text + " ± " + shown_value(metric, deviation, decimals);
}

std::string shown_p(double p) {
  if (std::isnan(p)) return "-";
  if (p < 0.001) return "<.001";
  char text[16];
  std::snprintf(text, sizeof text, "%.3f", p);
  return text;
}

}  // namespace mmim
