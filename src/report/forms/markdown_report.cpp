#include "report/forms/markdown_report.h"

#include "report/forms/markdown.h"
#include "report/forms/markdown_parts.h"
#include "report/words.h"

namespace mmim {

namespace {

/// Hash, encoder, programs: what the numbers of the section have in common.
std::string provenance_line(const Section& section) {
  const std::string& encoder = section.provenance.encoder_sha256;
  std::string text = "Data " + section.provenance.fingerprint.substr(0, 12) + " (" +
                     std::to_string(section.utterances) + " utterances";
  if (section.videos > 0) text += " in " + std::to_string(section.videos) + " videos";
  return text + "), encoder " + (encoder.empty() ? "random" : encoder.substr(0, 12)) + " (SHA-256).\n";
}

std::string marks(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& mark : list) text += "\n> **Note:** " + markdown_text(mark) + "\n";
  return text;
}

std::string means(const Section& section) {
  std::vector<std::string> header{"system", "runs", "valid MAE"};
  for (const Column& column : columns(section.provenance.scale()))
    header.push_back(column.metrics.size() == 1 ? column.title : column.title + " has0 / non0");
  MarkdownTable table(header);
  for (const TableRow& row : section.rows) {
    std::vector<std::string> line{markdown_text(row.name), shown_count(row)};
    if (row.name == section.baseline) line[0] += " (baseline)";
    if (row.runs == 0) {
      line.push_back("failed");
    } else {
      line.push_back(metric("MAE").shown(row.valid_mae.spread));
      for (const Column& column : columns(section.provenance.scale()))
        line.push_back(markdown_text(shown_means(row, column)));
    }
    table.add(line);
  }
  return table.text();
}

/// Notes and failures of rows, a line each.
std::string remarks(const Section& section) {
  std::string text;
  for (const TableRow& row : section.rows) {
    const std::string name = markdown_text(row.name);
    if (!row.note.empty()) text += "- " + name + ": " + markdown_text(row.note) + "\n";
    for (const std::string& failure : shown_failures(row))
      text += "- " + name + " failed, " + markdown_text(failure) + "\n";
  }
  return text.empty() ? "" : "\n" + text;
}

/// What the two-level test says of the row with the lowest mean.
std::string told_apart(const Section& section, const TableRow& row) {
  if (!row.against || !row.against->at("MAE").two_level.why_undefined.empty()) return "";
  const double holm = row.against->at("MAE").two_level.holm;
  return std::string(" The two-level test ") + (significant(holm) ? "tells " : "does not tell ") + "\"" +
         markdown_text(row.name) + "\" from \"" + markdown_text(*section.baseline) + "\" (p " + shown_p(holm) +
         " after Holm).";
}

std::string lowest(const Section& section) {
  const TableRow* best = nullptr;
  const auto mae = [](const TableRow& row) { return row.metrics.at("MAE").spread.mean; };
  for (const TableRow& row : section.rows)
    if (row.runs > 0 && (!best || mae(row) < mae(*best))) best = &row;
  if (!best || section.rows.size() < 2) return "";
  return "\nLowest mean MAE: " + markdown_text(best->name) + "." + told_apart(section, *best) + "\n";
}

}  // namespace

std::string report_markdown(const Report& report) {
  std::string text = "# " + markdown_text(report.title) + "\n\nWritten by `mmim report` from " +
                     std::to_string(report.finished) + " finished cell" + (report.finished == 1 ? "" : "s");
  if (report.failed > 0) text += " and " + std::to_string(report.failed) + " failed";
  text += ".\n";
  if (!report.changes.empty()) text += "\nChanged options:\n\n";
  for (const RowChanges& changes : report.changes) text += "- " + markdown_text(shown_changes(report, changes)) + "\n";
  text += marks(report.marks);
  for (const Section& section : report.sections) {
    text += "\n## " + markdown_text(section.title) + "\n\n" + provenance_line(section) + marks(section.marks) + "\n" +
            means(section) + "\n" + markdown_text(table_legend(section)) + "\n" + remarks(section) + lowest(section) +
            markdown_tests(section) + markdown_published(section) + markdown_robustness(section) +
            markdown_intervals(section) + markdown_classes(section) + markdown_slices(section) +
            markdown_runs(section) + markdown_provenance(section);
  }
  return text;
}

}  // namespace mmim
