#include "report/forms/csv.h"

#include <algorithm>
#include <cmath>

namespace mmim {

namespace {

/// MMSA's columns and our names of them.
using CsvColumns = std::vector<std::pair<std::string, std::string>>;

/// MMSA's, in its order of a scale.
CsvColumns csv_columns(Scale scale) {
  if (scale == Scale::mosi)
    return {{"Has0_acc_2", "Acc-2 (has0)"},
            {"Has0_F1_score", "F1 (has0)"},
            {"Non0_acc_2", "Acc-2 (non0)"},
            {"Non0_F1_score", "F1 (non0)"},
            {"Mult_acc_5", "Acc-5"},
            {"Mult_acc_7", "Acc-7"},
            {"MAE", "MAE"},
            {"Corr", "Corr"}};
  if (scale == Scale::other) return {{"MAE", "MAE"}, {"Corr", "Corr"}};
  return {{"Mult_acc_2", "Acc-2"}, {"Mult_acc_3", "Acc-3"}, {"Mult_acc_5", "Acc-5"},
          {"F1_score", "F1"},      {"MAE", "MAE"},          {"Corr", "Corr"}};
}

/// Those of every section's scale, then what MMSA has not, and its Loss.
CsvColumns csv_columns(const Report& report) {
  CsvColumns all;
  const auto add = [&](const std::string& theirs, const std::string& ours) {
    const auto is_it = [&](const auto& column) { return column.second == ours; };
    if (std::none_of(all.begin(), all.end(), is_it)) all.emplace_back(theirs, ours);
  };
  for (const Section& section : report.sections) {
    for (const auto& [theirs, ours] : csv_columns(section.provenance.scale())) add(theirs, ours);
    for (const Metric& metric : mmim::metrics(section.provenance.scale())) add(metric.name, metric.name);
  }
  all.emplace_back("Loss", "");
  return all;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string inside;
  for (const char c : text) inside += c == '"' ? std::string("\"\"") : std::string(1, c);
  return "\"" + inside + "\"";
}

/// As Python prints round(value, 2): 73.0, 73.4, 73.44.
std::string rounded(double value) {
  if (std::isnan(value)) return "nan";
  std::string shown = decimal(value, 2);
  if (shown.back() == '0') shown.pop_back();
  return shown;
}

/// Of all seeds: one undefined value makes both undefined, as numpy's mean does.
std::string mean_and_deviation(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += std::pow(value - mean, 2);
  return "\"(" + rounded(100 * mean) + ", " + rounded(100 * std::sqrt(squares / n)) + ")\"";
}

}  // namespace

std::string report_csv(const Report& report) {
  const bool several = report.sections.size() > 1;
  const auto columns = csv_columns(report);
  std::string text = several ? "Table,Model" : "Model";
  for (const auto& [theirs, unused] : columns) text += "," + theirs;
  text += "\n";
  for (const Section& section : report.sections)
    for (const TableRow& row : section.rows) {
      if (several) text += csv_field(section.title) + ",";
      text += csv_field(row.name);
      for (const auto& [unused, ours] : columns) {
        const bool known = row.runs > 0 && row.metrics.contains(ours);
        text += "," + (known ? mean_and_deviation(row.metrics.at(ours).values) : std::string());
      }
      text += "\n";
    }
  return text;
}

}  // namespace mmim
