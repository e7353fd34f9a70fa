#include "report/rows.h"

#include <algorithm>
#include <cmath>

#include "metrics/metrics.h"
#include "metrics/spread.h"

namespace mmim {

namespace {

double value_in(const MetricValues& values, const std::string& metric) {
  const auto found = values.find(metric);
  return found == values.end() ? std::nan("") : found->second;
}

Json spread_json(const std::vector<double>& values) {
  if (values.empty()) return {{"mean", nullptr}, {"sd", nullptr}, {"values", Json::array()}};
  const Spread spread = spread_of(values);
  return {{"mean", spread.mean}, {"sd", spread.deviation}, {"values", values}};
}

Json failed_json(const ReportRow& row) {
  Json list = Json::array();
  for (const Cell* cell : row.failed)
    list.push_back({{"cell", cell->name}, {"seed", cell->seed}, {"reason", cell->reason}});
  return list;
}

/// What selection as published would have reported, beside what selection on valid does, over the same cells.
/// `inflation`: how much better the published number looks, whatever the metric's direction.
Json published_json(const ReportRow& row) {
  std::vector<const Cell*> watched;
  for (const Cell* cell : row.finished)
    if (!cell->published.empty()) watched.push_back(cell);
  if (watched.empty()) return nullptr;
  Json metrics = Json::object();
  for (const Metric& metric : mmim::metrics()) {
    std::vector<double> published, selected;
    for (const Cell* cell : watched) {
      published.push_back(value_in(cell->published, metric.name));
      selected.push_back(value_in(cell->metrics, metric.name));
    }
    const Spread would = spread_of(published), is = spread_of(selected);
    metrics[metric.name] = {{"published", would.mean},
                            {"published_sd", would.deviation},
                            {"selected", is.mean},
                            {"inflation", metric.lower_is_better ? is.mean - would.mean : would.mean - is.mean}};
  }
  return {{"n", watched.size()}, {"metrics", metrics}};
}

Json provenance_json(const Cell& cell) {
  return {{"cell", cell.name},
          {"seed", cell.seed},
          {"finished", cell.finished},
          {"protocol", cell.protocol},
          {"data", cell.data},
          {"fingerprint", cell.fingerprint},
          {"encoder", cell.encoder},
          {"encoder_sha256", cell.encoder_sha256},
          {"configuration_sha256", cell.configuration_sha256},
          {"version", cell.version},
          {"program", cell.program},
          {"machine", cell.machine},
          {"epochs", cell.epochs},
          {"best_epoch", cell.best_epoch},
          {"parameters", cell.parameters},
          {"seconds", cell.seconds}};
}

}  // namespace

std::vector<double> values_of(const ReportRow& row, const std::string& metric) {
  std::vector<double> values;
  for (const Cell* cell : row.finished) values.push_back(value_in(cell->metrics, metric));
  return values;
}

Json row_json(const ReportRow& row) {
  const Cell& any = row.finished.empty() ? *row.failed.front() : *row.finished.front();
  Json seeds = Json::array(), metrics = Json::object(), provenance = Json::array();
  std::vector<double> valid;
  for (const Cell* cell : row.finished) {
    seeds.push_back(cell->seed);
    valid.push_back(cell->valid_mae);
    provenance.push_back(provenance_json(*cell));
  }
  for (const Cell* cell : row.failed) provenance.push_back(provenance_json(*cell));
  for (const Metric& metric : mmim::metrics()) metrics[metric.name] = spread_json(values_of(row, metric.name));
  return {{"name", row.name},
          {"system", any.system},
          {"note", any.note},
          {"n", row.finished.size()},
          {"seeds", seeds},
          {"failed", failed_json(row)},
          {"valid_mae", spread_json(valid)},
          {"metrics", metrics},
          {"published", published_json(row)},
          {"provenance", provenance}};
}

}  // namespace mmim
