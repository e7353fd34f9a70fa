#include "report/report.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "core/version.h"
#include "metrics/metrics.h"
#include "report/columns.h"
#include "report/curves.h"
#include "report/rows.h"
#include "report/tests.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

constexpr const char* kPaperSystem = "MMIM";

Json metrics_json() {
  Json list = Json::array();
  for (const Metric& metric : mmim::metrics())
    list.push_back({{"name", metric.name},
                    {"meaning", metric.meaning},
                    {"lower_is_better", metric.lower_is_better},
                    {"share", is_share(metric.name)}});
  return list;
}

Json columns_json() {
  Json list = Json::array();
  for (const ReportColumn& column : report_columns())
    list.push_back({{"title", column.title}, {"metrics", column.metrics}});
  return list;
}

/// The mean over seeds of something that not every cell has; null when none has it.
Json mean_of(const ReportRow& row, const Json Cell::*part) {
  std::vector<const Json*> trees;
  for (const Cell* cell : row.finished)
    if (!(cell->*part).is_null()) trees.push_back(&(cell->*part));
  return trees.empty() ? Json() : Json{{"n", trees.size()}, {"mean", mean_json(trees)}};
}

/// How the robustness of a cell was drawn; null: it has none.
Json drawing_of(const Cell& cell) {
  if (cell.robustness.is_null()) return nullptr;
  Json drawing = Json::array();
  for (const char* key : {"seed", "shares", "rows"}) drawing.push_back(cell.robustness.value(key, Json()));
  for (const Json& curve : cell.robustness.at("curves"))
    drawing.push_back({curve.at("modality"), curve.at("missing"), curve.at("draws")});
  return drawing;
}

/// Whether the robustness of all cells of a row may be averaged.
bool drawn_alike(const ReportRow& row) {
  std::set<std::string> drawings;
  for (const Cell* cell : row.finished)
    if (!cell->robustness.is_null()) drawings.insert(drawing_of(*cell).dump());
  return drawings.size() < 2;
}

Json whole_row(const ReportRow& row) {
  Json json = row_json(row);
  json["curves"] = curves_json(row);
  json["steps"] = steps_json(row);
  json["conformal"] = mean_of(row, &Cell::conformal);
  json["slices"] = mean_of(row, &Cell::slices);
  json["robustness"] = drawn_alike(row) ? mean_of(row, &Cell::robustness) : Json();
  return json;
}

/// The section's own marks, and what it is compared with where that is not what was asked for.
Json marks_of(const ReportSection& section, const std::string& wanted, const ReportRow* baseline) {
  Json marks = section.marks;
  const auto is_wanted = [&](const ReportRow& row) { return row.name == wanted; };
  if (baseline && baseline->name != wanted && std::any_of(section.rows.begin(), section.rows.end(), is_wanted))
    marks.push_back("\"" + wanted + "\" has no finished cell here: the rows are compared with \"" + baseline->name +
                    "\".");
  for (const ReportRow& row : section.rows)
    if (!drawn_alike(row))
      marks.push_back("The robustness of \"" + row.name +
                      "\" is left out: its cells have other seeds, shares or numbers of draws.");
  return marks;
}

Json section_json(const ReportSection& section, const std::string& wanted) {
  const ReportRow* baseline = section.baseline(wanted);
  Json rows = Json::array();
  const Json tests = baseline ? tests_json(section, *baseline) : Json::object();
  if (tests.empty()) baseline = nullptr;  // nothing to compare with it
  for (const ReportRow& row : section.rows) {
    rows.push_back(whole_row(row));
    rows.back()["against"] = tests.value(row.name, Json());
  }
  return {{"title", section.title()},
          {"data", section.data},
          {"fingerprint", section.fingerprint},
          {"synthetic", section.synthetic},
          {"split", section.split},
          {"utterances", section.utterances},
          {"videos", section.videos},
          {"encoder", section.encoder},
          {"encoder_sha256", section.encoder_sha256},
          {"protocol", section.protocol},
          {"baseline", baseline ? Json(baseline->name) : Json()},
          {"marks", marks_of(section, wanted, baseline)},
          {"rows", rows}};
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

}  // namespace

Json experiment_report(std::span<const Cell> cells, const ReportOptions& options) {
  if (cells.empty()) throw UsageError("an experiment without a finished or failed cell has no report");
  if (!options.baseline.empty()) check_baseline(cells, options.baseline);
  const std::string wanted = options.baseline.empty() ? kPaperSystem : options.baseline;
  const std::vector<ReportSection> sections = report_sections(cells, options.order);
  Json marks = options.marks, list = Json::array();
  if (const std::string why = why_apart(sections); !why.empty()) marks.push_back(why);
  for (const ReportSection& section : sections) list.push_back(section_json(section, wanted));
  const auto finished = std::count_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.finished; });
  return {{"format", "mmim report 1"},
          {"experiment", cells.front().experiment},
          {"title", options.title.empty() ? cells.front().experiment : options.title},
          {"written_by", "mmim " + program_version()},
          {"finished", finished},
          {"failed", static_cast<int64_t>(cells.size()) - finished},
          {"marks", marks},
          {"metrics", metrics_json()},
          {"columns", columns_json()},
          {"sections", list}};
}

}  // namespace mmim
