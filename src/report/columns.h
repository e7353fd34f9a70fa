#pragma once
#include <string>
#include <vector>

namespace mmim {

/// A column of a table: one metric, or both conventions of one, shown as "has0 / non0".
struct ReportColumn {
  std::string title;
  std::vector<std::string> metrics;
};

/// MAE, Corr, Acc-7, Acc-5, Acc-2, F1; `paper`: without Acc-5, as in the paper's Table 2.
std::vector<ReportColumn> report_columns(bool paper = false);

/// Accuracies and F1 are shares, shown in percent.
bool is_share(const std::string& metric);

/// A value of `metric` as tables show it: shares in percent with two decimals, others with `decimals`; "-" for NaN.
std::string shown_value(const std::string& metric, double value, int decimals = 4, bool sign = false);

/// "0.7821 ± 0.0349"; without the deviation where there is none.
std::string shown_spread(const std::string& metric, double mean, double deviation, int decimals = 4);

/// A p-value: three decimals, "<.001" below; "-" for NaN.
std::string shown_p(double p);

}  // namespace mmim
