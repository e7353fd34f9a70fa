#include "report/rows.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "results/mean_json.h"

namespace mmim {

namespace {

SeedValues seed_values(std::vector<double> values) {
  const Spread spread = spread_of(values);
  return {spread, std::move(values)};
}

/// Metrics of the epoch that selection by MAE on test would have taken. Older programs recorded another epoch, that of
/// the model's own loss; the curve tells where it holds all metrics of test.
const MetricValues& as_published(const Cell& cell) {
  const int64_t epoch = published_epoch(cell.curve);
  for (const EpochPoint& point : cell.curve)
    if (point.epoch == epoch && point.test.size() >= cell.metrics.size()) return point.test;
  return cell.published;
}

std::optional<Published> published_of(const RowCells& row, Scale scale) {
  std::vector<const Cell*> watched;
  for (const Cell* cell : row.finished)
    if (!as_published(*cell).empty()) watched.push_back(cell);
  if (watched.empty()) return {};
  Published published{static_cast<int64_t>(watched.size()), {}};
  for (const Metric& metric : mmim::metrics(scale)) {
    std::vector<double> chosen, on_valid;
    for (const Cell* cell : watched) {
      chosen.push_back(value_in(as_published(*cell), metric.name));
      on_valid.push_back(value_in(cell->metrics, metric.name));
    }
    const Spread would = spread_of(chosen);
    const double selected = spread_of(on_valid).mean;
    published.metrics[metric.name] = {would, selected,
                                      metric.lower_is_better ? selected - would.mean : would.mean - selected};
  }
  return published;
}

Origin origin_of(const Cell& cell) {
  return {cell.name,   cell.seed,       cell.finished,   cell.provenance,
          cell.epochs, cell.best_epoch, cell.parameters, cell.seconds};
}

/// The mean over seeds of something that not every cell has.
std::optional<Analysis> mean_of(const RowCells& row, const Json Cell::*part) {
  std::vector<const Json*> trees;
  for (const Cell* cell : row.finished)
    if (!(cell->*part).is_null()) trees.push_back(&(cell->*part));
  if (trees.empty()) return {};
  return Analysis{static_cast<int64_t>(trees.size()), mean_json(trees)};
}

/// Intervals averaged over runs, with the coverage of each run: what chance allows is a range for one run.
std::optional<Analysis> intervals_of(const RowCells& row) {
  std::optional<Analysis> intervals = mean_of(row, &Cell::conformal);
  if (!intervals) return {};
  Json runs = Json::array();
  for (const Cell* cell : row.finished)
    if (!cell->conformal.is_null()) runs.push_back(cell->conformal.at("coverage").at("value"));
  intervals->mean["coverage"]["runs"] = std::move(runs);
  return intervals;
}

/// How the robustness of a cell was drawn.
Json drawing_of(const Cell& cell) {
  Json drawing = Json::array();
  for (const char* key : {"seed", "shares", "rows"}) drawing.push_back(cell.robustness.value(key, Json()));
  for (const Json& curve : cell.robustness.at("curves"))
    drawing.push_back({curve.at("modality"), curve.at("missing"), curve.at("draws")});
  return drawing;
}

}  // namespace

bool robustness_drawn_alike(const RowCells& row) {
  std::set<std::string> drawings;
  for (const Cell* cell : row.finished)
    if (!cell->robustness.is_null()) drawings.insert(drawing_of(*cell).dump());
  return drawings.size() < 2;
}

TableRow row_of(const RowCells& cells, Scale scale) {
  const Cell& any = cells.finished.empty() ? *cells.failed.front() : *cells.finished.front();
  TableRow row;
  row.name = cells.name;
  row.system = any.system;
  row.note = any.note;
  row.runs = static_cast<int64_t>(cells.finished.size());
  std::vector<double> valid;
  for (const Cell* cell : cells.finished) {
    row.seeds.push_back(cell->seed);
    valid.push_back(cell->valid_mae);
    row.origins.push_back(origin_of(*cell));
  }
  for (const Cell* cell : cells.failed) {
    row.failed.push_back({cell->name, cell->seed, cell->reason});
    row.origins.push_back(origin_of(*cell));
  }
  row.valid_mae = seed_values(std::move(valid));
  for (const Metric& metric : mmim::metrics(scale))
    row.metrics[metric.name] = seed_values(values_of(cells, metric.name));
  row.published = published_of(cells, scale);
  row.curves = epoch_curves(cells);
  row.steps = update_curves(cells);
  row.conformal = intervals_of(cells);
  row.classes = mean_of(cells, &Cell::classes);
  row.slices = mean_of(cells, &Cell::slices);
  if (robustness_drawn_alike(cells)) row.robustness = mean_of(cells, &Cell::robustness);
  return row;
}

}  // namespace mmim
