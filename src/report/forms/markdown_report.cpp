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
  const auto rows = means_table(section);
  MarkdownTable table(rows.front());
  for (size_t i = 1; i < rows.size(); ++i) {
    std::vector<std::string> line;
    for (const std::string& cell : rows[i]) line.push_back(markdown_text(cell));
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

std::string lowest(const Section& section) {
  const std::string text = lowest_mae(section, markdown_text);
  return text.empty() ? "" : "\n" + text + "\n";
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
