#include "cli/look/report_text.h"

#include "cli/look/text_table.h"
#include "core/numbers.h"
#include "report/words.h"

namespace mmim {

namespace {

std::string as_it_is(const std::string& text) { return text; }

std::string head_of(const Section& section) {
  std::string text = section.title + ": " + grouped(section.utterances) + " utterances";
  if (section.videos > 0) text += " in " + grouped(section.videos) + (section.videos == 1 ? " video" : " videos");
  return text;
}

/// Notes and failures of rows, a sentence each.
std::vector<std::string> remarks(const Section& section) {
  std::vector<std::string> all;
  for (const TableRow& row : section.rows) {
    if (!row.note.empty()) all.push_back(row.name + ": " + row.note);
    for (const std::string& failure : shown_failures(row)) all.push_back(row.name + " failed, " + failure);
  }
  return all;
}

}  // namespace

std::string report_text(const Report& report, size_t columns) {
  const size_t width = std::min<size_t>(columns, 100);
  const auto lines = [&](const std::string& text) { return text.empty() ? "" : wrapped(text, width - 2, 2) + "\n"; };
  std::string text = report.title + ": " + std::to_string(report.finished) + " finished" +
                     (report.failed > 0 ? ", " + std::to_string(report.failed) + " failed" : "") + "\n";
  for (const RowChanges& changes : report.changes)
    text += lines("changed options of " + shown_changes(report, changes));
  for (const std::string& mark : report.marks) text += lines(mark);
  for (const Section& section : report.sections) {
    text += "\n" + lines(head_of(section));
    for (const std::string& mark : section.marks) text += lines(mark);
    const auto means = means_table(section);
    text += "\n" + aligned(means, "lr" + std::string(means[0].size() - 2, 'r'), columns) + "\n" +
            lines(table_legend(section));
    for (const std::string& remark : remarks(section)) text += lines(remark);
    text += lines(lowest_mae(section, as_it_is));
  }
  return text + "\n" + lines("Tests, runs and origins: --output FILE writes Markdown, --output-dir DIR a page.");
}

}  // namespace mmim
