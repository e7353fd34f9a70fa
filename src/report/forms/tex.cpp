#include <cmath>

#include "metrics/metrics.h"
#include "report/forms/tables.h"
#include "report/words.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

constexpr int kDecimals = 3;

std::string escaped(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    if (std::string_view("&%$#_{}").find(c) != std::string_view::npos)
      shown += std::string("\\") + c;
    else if (c == '\\')
      shown += "\\textbackslash{}";
    else if (c == '~' || c == '^')
      shown += std::string("\\") + c + "{}";
    else if (c == '<' || c == '>')
      shown += std::string("$") + c + "$";
    else if (c == '\n' || c == '\r')
      shown += ' ';
    else
      shown += c;
  }
  return shown;
}

double mean_of(const Json& row, const std::string& metric) {
  return number_or_nan(row.at("metrics").at(metric).at("mean"));
}

/// The best mean of the section, as it is printed: rows that print alike are bold alike.
std::string best_shown(const Json& section, const Metric& metric) {
  double best = std::nan("");
  for (const Json& row : section.at("rows")) {
    const double mean = mean_of(row, metric.name);
    if (!std::isnan(mean) && !(metric.lower_is_better ? mean >= best : mean <= best)) best = mean;
  }
  return shown_value(metric.name, best, kDecimals);
}

std::string raised(const std::string& marks) {
  std::string text;
  if (marks.find("†") != std::string::npos) text += "\\dagger";
  if (marks.find("‡") != std::string::npos) text += "\\ddagger";
  if (marks.find('*') != std::string::npos) text += "*";
  return text.empty() ? "" : "$^{" + text + "}$";
}

std::string shown_cell(const Json& section, const Json& row, const ReportColumn& column) {
  std::string text, spread;
  for (const std::string& name : column.metrics) {
    const std::string mean = shown_value(name, mean_of(row, name), kDecimals);
    const bool best = mean != "-" && mean == best_shown(section, metric(name));
    const std::string sd = shown_value(name, number_or_nan(row.at("metrics").at(name).at("sd")), kDecimals);
    text +=
        (text.empty() ? "" : "/") + (best ? "\\textbf{" + mean + "}" : mean) + raised(significance_marks(row, name));
    spread += (spread.empty() ? "" : "/") + sd;
  }
  return text + (spread.find_first_not_of("-/") == std::string::npos ? "" : " {\\scriptsize$\\pm$" + spread + "}");
}

std::string tabular(const Json& section) {
  const std::vector<ReportColumn> columns = report_columns(true);
  std::string text = "% " + escaped(section.at("title")) + "; data " +
                     section.at("fingerprint").get<std::string>().substr(0, 12) + "\n\\begin{tabular}{l" +
                     std::string(columns.size(), 'c') + "}\n\\toprule\nModels";
  for (const ReportColumn& column : columns) text += " & " + column.title;
  text += " \\\\\n\\midrule\n";
  for (const Json& row : section.at("rows")) {
    text += escaped(row.at("name"));
    if (row.at("n") == 0)
      text += " & \\multicolumn{" + std::to_string(columns.size()) + "}{c}{failed}";
    else
      for (const ReportColumn& column : columns) text += " & " + shown_cell(section, row, column);
    text += " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

std::string comments(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += "% " + escaped(sentence) + "\n";
  return text;
}

/// What stands in small print: how many seeds, notes, failures, marks.
std::string comments_of(const Json& section) {
  std::vector<std::string> sentences;
  for (const Json& mark : section.at("marks")) sentences.push_back(mark);
  for (const Json& row : section.at("rows")) {
    const std::string name = row.at("name"), note = row.at("note");
    sentences.push_back(name + ": " + shown_count(row) + (row.at("n") == 1 ? " run" : " runs") +
                        (note.empty() ? "" : "; " + note));
    for (const std::string& failure : shown_failures(row)) sentences.push_back(name + " failed, " + failure);
  }
  return comments(sentences);
}

std::string legend(const Json& section) {
  if (section.at("baseline").is_null()) return "";
  return "% Legend: Mean $\\pm$ standard deviation over seeds; Acc-2 and F1: has0/non0. Against " +
         escaped(section.at("baseline")) +
         ", p < .05 after Holm: $\\dagger$ paired t-test,\n% $\\ddagger$ Welch's t-test, $*$ bootstrap over test "
         "videos, seeds as they are.\n";
}

}  // namespace

std::string report_tex(const Json& report) {
  std::string text = "% Written by mmim report. Needs \\usepackage{booktabs}.\n";
  for (const Json& mark : report.at("marks")) text += comments({mark});
  for (const Json& section : report.at("sections"))
    text += "\n" + tabular(section) + legend(section) + comments_of(section);
  return text;
}

}  // namespace mmim
