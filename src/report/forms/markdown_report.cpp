#include "report/forms/markdown_report.h"

#include "report/forms/markdown.h"
#include "report/forms/markdown_parts.h"
#include "report/words.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

/// Hash, encoder, programs: what the numbers of the section have in common.
std::string provenance_line(const Json& section) {
  const std::string encoder = section.at("encoder_sha256");
  std::string text = "Data " + section.at("fingerprint").get<std::string>().substr(0, 12) + " (" +
                     std::to_string(section.at("utterances").get<int64_t>()) + " utterances";
  if (const int64_t videos = section.at("videos"); videos > 0) text += " in " + std::to_string(videos) + " videos";
  return text + "), encoder " + (encoder.empty() ? "random" : encoder.substr(0, 12)) + " (SHA-256).\n";
}

std::string marks(const Json& list) {
  std::string text;
  for (const Json& mark : list) text += "\n> **Note:** " + markdown_text(mark) + "\n";
  return text;
}

std::string means(const Json& section) {
  std::vector<std::string> header{"system", "runs", "valid MAE"};
  for (const ReportColumn& column : report_columns())
    header.push_back(column.metrics.size() == 1 ? column.title : column.title + " has0 / non0");
  MarkdownTable table(header);
  for (const Json& row : section.at("rows")) {
    std::vector<std::string> line{markdown_text(row.at("name")), shown_count(row)};
    if (row.at("name") == section.at("baseline")) line[0] += " (baseline)";
    if (row.at("n") == 0) {
      line.push_back("failed");
    } else {
      const Json& valid = row.at("valid_mae");
      line.push_back(shown_spread("MAE", number_or_nan(valid.at("mean")), number_or_nan(valid.at("sd"))));
      for (const ReportColumn& column : report_columns()) line.push_back(markdown_text(shown_means(row, column)));
    }
    table.add(line);
  }
  return table.text();
}

/// Notes and failures of rows, a line each.
std::string remarks(const Json& section) {
  std::string text;
  for (const Json& row : section.at("rows")) {
    const std::string name = markdown_text(row.at("name"));
    if (const std::string note = row.at("note"); !note.empty()) text += "- " + name + ": " + markdown_text(note) + "\n";
    for (const std::string& failure : shown_failures(row))
      text += "- " + name + " failed, " + markdown_text(failure) + "\n";
  }
  return text.empty() ? "" : "\n" + text;
}

std::string lowest(const Json& section) {
  const Json* best = nullptr;
  const auto mae = [](const Json& row) { return number_or_nan(row.at("metrics").at("MAE").at("mean")); };
  for (const Json& row : section.at("rows"))
    if (row.at("n") > 0 && (!best || mae(row) < mae(*best))) best = &row;
  if (!best || section.at("rows").size() < 2) return "";
  return "\nLowest mean MAE: " + markdown_text(best->at("name")) + ".\n";
}

}  // namespace

std::string report_markdown(const Json& report) {
  std::string text = "# " + markdown_text(report.at("title")) + "\n\nWritten by `mmim report` from " +
                     std::to_string(report.at("finished").get<int64_t>()) + " finished cell" +
                     (report.at("finished") == 1 ? "" : "s");
  if (const int64_t failed = report.at("failed"); failed > 0) text += " and " + std::to_string(failed) + " failed";
  text += ".\n" + marks(report.at("marks"));
  for (const Json& section : report.at("sections")) {
    text += "\n## " + markdown_text(section.at("title")) + "\n\n" + provenance_line(section) +
            marks(section.at("marks")) + "\n" + means(section) + "\n" + markdown_text(table_legend(section)) + "\n" +
            remarks(section) + lowest(section) + markdown_tests(section) + markdown_published(section) +
            markdown_robustness(section) + markdown_intervals(section) + markdown_slices(section) +
            markdown_runs(section) + markdown_provenance(section);
  }
  return text;
}

}  // namespace mmim
