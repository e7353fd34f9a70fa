#include <cmath>

#include "report/forms/tables.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

/// MMSA's columns, in its order, and our names of them.
const std::vector<std::pair<std::string, std::string>>& mmsa_columns() {
  static const std::vector<std::pair<std::string, std::string>> all{{"Has0_acc_2", "Acc-2 (has0)"},
                                                                    {"Has0_F1_score", "F1 (has0)"},
                                                                    {"Non0_acc_2", "Acc-2 (non0)"},
                                                                    {"Non0_F1_score", "F1 (non0)"},
                                                                    {"Mult_acc_5", "Acc-5"},
                                                                    {"Mult_acc_7", "Acc-7"},
                                                                    {"MAE", "MAE"},
                                                                    {"Corr", "Corr"},
                                                                    {"Loss", ""}};
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
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  std::string shown = text;
  if (shown.back() == '0') shown.pop_back();
  return shown;
}

/// Of all seeds: one undefined value makes both undefined, as numpy's mean does.
std::string mean_and_deviation(const Json& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const Json& value : values) mean += number_or_nan(value) / n;
  for (const Json& value : values) squares += std::pow(number_or_nan(value) - mean, 2);
  return "\"(" + rounded(100 * mean) + ", " + rounded(100 * std::sqrt(squares / n)) + ")\"";
}

}  // namespace

std::string report_csv(const Json& report) {
  const bool several = report.at("sections").size() > 1;
  std::string text = several ? "Table,Model" : "Model";
  for (const auto& [theirs, unused] : mmsa_columns()) text += "," + theirs;
  text += "\n";
  for (const Json& section : report.at("sections"))
    for (const Json& row : section.at("rows")) {
      if (several) text += csv_field(section.at("title")) + ",";
      text += csv_field(row.at("name"));
      for (const auto& [unused, ours] : mmsa_columns()) {
        const bool known = !ours.empty() && row.at("n") > 0;
        text += "," + (known ? mean_and_deviation(row.at("metrics").at(ours).at("values")) : std::string());
      }
      text += "\n";
    }
  return text;
}

}  // namespace mmim
