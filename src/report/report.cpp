#include "report/report.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "core/version.h"
#include "report/words.h"

namespace mmim {

namespace {

constexpr const char* kPaperSystem = "MMIM";

Json metrics_json(Scale scale) {
  Json list = Json::array();
  for (const Metric& metric : mmim::metrics(scale))
    list.push_back({{"name", metric.name},
                    {"meaning", metric.meaning},
                    {"lower_is_better", metric.lower_is_better},
                    {"share", metric.share}});
  return list;
}

Json columns_json(Scale scale) {
  Json list = Json::array();
  for (const Column& column : columns(scale)) {
    Json names = Json::array();
    for (const Metric* metric : column.metrics) names.push_back(metric->name);
    list.push_back({{"title", column.title}, {"metrics", names}});
  }
  return list;
}

/// The section's own marks, and what it is compared with where that is not what was asked for.
std::vector<std::string> marks_of(const SectionCells& cells, const std::string& wanted, const RowCells* baseline) {
  std::vector<std::string> marks = cells.marks;
  const auto is_wanted = [&](const RowCells& row) { return row.name == wanted; };
  if (baseline && baseline->name != wanted && std::any_of(cells.rows.begin(), cells.rows.end(), is_wanted))
    marks.push_back("\"" + wanted + "\" has no finished cell here: the rows are compared with \"" + baseline->name +
                    "\".");
  for (const RowCells& row : cells.rows)
    if (!robustness_drawn_alike(row))
      marks.push_back("The robustness of \"" + row.name +
                      "\" is left out: its cells have other seeds, shares or numbers of draws.");
  return marks;
}

Section section_of(const SectionCells& cells, const std::string& wanted) {
  const RowCells* baseline = cells.baseline(wanted);
  std::map<std::string, Against> tests;
  if (baseline) tests = tests_against(cells, *baseline);
  if (tests.empty()) baseline = nullptr;  // nothing to compare with it
  Section section{cells.title(), cells.provenance, cells.utterances, cells.videos, {}, {}, {}};
  if (baseline) section.baseline = baseline->name;
  section.marks = marks_of(cells, wanted, baseline);
  for (const RowCells& row : cells.rows) {
    section.rows.push_back(row_of(row, cells.provenance.scale()));
    if (const auto found = tests.find(row.name); found != tests.end()) section.rows.back().against = found->second;
  }
  return section;
}

void check_baseline(std::span<const Cell> cells, const std::string& wanted) {
  std::vector<std::string> names;
  for (const Cell& cell : cells) {
    if (cell.row == wanted) return;
    if (std::find(names.begin(), names.end(), cell.row) == names.end()) names.push_back(cell.row);
  }
  const std::string hint = did_you_mean(wanted, names);
  throw UsageError("no row is called \"" + wanted + "\"" + (hint.empty() ? "; there are " + listing(names) : hint));
}

/// Of the cells of a row, each once, in the order in which they stand.
std::vector<std::string> changes_of_row(std::span<const Cell> cells, const std::string& row) {
  std::vector<std::string> all;
  for (const Cell& cell : cells)
    for (const std::string& change : cell.changes)
      if (cell.row == row && std::find(all.begin(), all.end(), change) == all.end()) all.push_back(change);
  return all;
}

std::vector<RowChanges> changes_of_rows(std::span<const Cell> cells, const std::vector<Section>& sections) {
  std::vector<RowChanges> all;
  std::set<std::string> seen;
  for (const Section& section : sections)
    for (const TableRow& row : section.rows) {
      if (!seen.insert(row.name).second) continue;
      std::vector<std::string> options = changes_of_row(cells, row.name);
      const auto same = [&](const RowChanges& known) { return known.options == options; };
      const auto found = std::find_if(all.begin(), all.end(), same);
      if (options.empty()) continue;
      if (found != all.end())
        found->rows.push_back(row.name);
      else
        all.push_back({{row.name}, std::move(options)});
    }
  return all;
}

}  // namespace

Report report_of(std::span<const Cell> cells, const ReportOptions& options) {
  if (cells.empty()) throw UsageError("an experiment without a finished or failed cell has no report");
  if (!options.baseline.empty()) check_baseline(cells, options.baseline);
  const std::string wanted = options.baseline.empty() ? kPaperSystem : options.baseline;
  const std::vector<SectionCells> sections = section_cells(cells, options.order);
  Report report;
  report.experiment = cells.front().experiment;
  report.title = options.title.empty() ? report.experiment : options.title;
  report.finished = std::count_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.finished; });
  report.failed = static_cast<int64_t>(cells.size()) - report.finished;
  report.marks = options.marks;
  if (const std::string why = why_apart(sections); !why.empty()) report.marks.push_back(why);
  for (const SectionCells& section : sections) report.sections.push_back(section_of(section, wanted));
  report.changes = changes_of_rows(cells, report.sections);
  return report;
}

Json Report::to_json() const {
  const Scale scale = sections.empty() ? Scale::mosi : sections.front().provenance.scale();
  Json tables = field_to_json(sections);
  for (size_t i = 0; i < sections.size(); ++i) {
    const Provenance& from = sections[i].provenance;
    write_labels(from, tables[i]);
    tables[i]["marks_legend"] = marks_legend(sections[i]);
    if (from.scale() == scale) continue;
    tables[i]["metrics"] = metrics_json(from.scale());
    tables[i]["columns"] = columns_json(from.scale());
  }
  return {{"format", "mmim report 1"},
          {"experiment", experiment},
          {"title", title},
          {"written_by", "mmim " + program_version()},
          {"finished", finished},
          {"failed", failed},
          {"marks", marks},
          {"changes", field_to_json(changes)},
          {"metrics", metrics_json(scale)},
          {"columns", columns_json(scale)},
          {"sections", tables}};
}

}  // namespace mmim
