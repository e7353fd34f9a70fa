#include "report/forms/tex.h"

#include <cmath>

#include "report/words.h"

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

/// The best mean of the section, as it is printed: rows that print alike are bold alike.
std::string best_shown(const Section& section, const Metric& metric) {
  double best = std::nan("");
  for (const TableRow& row : section.rows) {
    const double mean = row.metrics.at(metric.name).spread.mean;
    if (!std::isnan(mean) && !(metric.lower_is_better ? mean >= best : mean <= best)) best = mean;
  }
  return metric.shown(best, kDecimals);
}

std::string superscript(const std::string& marks) {
  std::string text;
  if (marks.find("†") != std::string::npos) text += "\\dagger";
  if (marks.find("‡") != std::string::npos) text += "\\ddagger";
  if (marks.find('*') != std::string::npos) text += "*";
  return text.empty() ? "" : "$^{" + text + "}$";
}

std::string shown_cell(const Section& section, const TableRow& row, const Column& column) {
  std::string text, spread;
  for (const Metric* metric : column.metrics) {
    const Spread& of = row.metrics.at(metric->name).spread;
    const std::string mean = metric->shown(of.mean, kDecimals);
    const bool best = mean != "-" && mean == best_shown(section, *metric);
    text += (text.empty() ? "" : "/") + (best ? "\\textbf{" + mean + "}" : mean) +
            superscript(significance_marks(row, metric->name));
    spread += (spread.empty() ? "" : "/") + metric->shown(of.deviation, kDecimals);
  }
  return text + (spread.find_first_not_of("-/") == std::string::npos ? "" : " {\\scriptsize$\\pm$" + spread + "}");
}

std::string tabular(const Section& section) {
  const std::vector<Column> columns = mmim::columns(section.provenance.scale(), true);
  std::string text = "% " + escaped(section.title) + "; data " + section.provenance.fingerprint.substr(0, 12) +
                     "\n\\begin{tabular}{l" + std::string(columns.size(), 'c') + "}\n\\toprule\nModels";
  for (const Column& column : columns) text += " & " + column.title;
  text += " \\\\\n\\midrule\n";
  for (const TableRow& row : section.rows) {
    text += escaped(row.name);
    if (row.runs == 0)
      text += " & \\multicolumn{" + std::to_string(columns.size()) + "}{c}{failed}";
    else
      for (const Column& column : columns) text += " & " + shown_cell(section, row, column);
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
std::string comments_of(const Section& section) {
  std::vector<std::string> sentences = section.marks;
  for (const TableRow& row : section.rows) {
    sentences.push_back(row.name + ": " + shown_count(row) + (row.runs == 1 ? " run" : " runs") +
                        (row.note.empty() ? "" : "; " + row.note));
    for (const std::string& failure : shown_failures(row)) sentences.push_back(row.name + " failed, " + failure);
  }
  return comments(sentences);
}

std::string legend(const Section& section) {
  if (!section.baseline) return "";
  const bool pairs = section.provenance.scale() == Scale::mosi;
  return "% Legend: Mean $\\pm$ standard deviation over seeds" + std::string(pairs ? "; Acc-2 and F1: has0/non0" : "") +
         ". Against " + escaped(*section.baseline) +
         ", p < .05 after Holm: $\\dagger$ paired t-test,\n% $\\ddagger$ Welch's t-test, $*$ two-level test over "
         "other seeds and other test videos.\n";
}

}  // namespace

std::string report_tex(const Report& report) {
  std::string text = "% Written by mmim report. Needs \\usepackage{booktabs}.\n";
  for (const RowChanges& changes : report.changes)
    text += comments({"Changed options of " + shown_changes(report, changes)});
  text += comments(report.marks);
  for (const Section& section : report.sections)
    text += "\n" + tabular(section) + legend(section) + comments_of(section);
  return text;
}

}  // namespace mmim
