#include "report/curves.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace mmim {

namespace {

double found_in(const std::map<std::string, double>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? std::nan("") : found->second;
}

/// mean, low, high and n by epoch; null when no epoch of any cell has the value.
Json over_seeds(const ReportRow& row, size_t epochs, const std::function<double(const EpochPoint&)>& value) {
  Json mean = Json::array(), low = Json::array(), high = Json::array(), count = Json::array();
  bool any = false;
  for (size_t epoch = 0; epoch < epochs; ++epoch) {
    std::vector<double> values;
    for (const Cell* cell : row.finished) {
      if (epoch >= cell->curve.size()) continue;
      if (const double here = value(cell->curve[epoch]); !std::isnan(here)) values.push_back(here);
    }
    double sum = 0;
    for (const double here : values) sum += here;
    const bool none = values.empty();
    any = any || !none;
    mean.push_back(none ? Json() : Json(sum / static_cast<double>(values.size())));
    low.push_back(none ? Json() : Json(*std::min_element(values.begin(), values.end())));
    high.push_back(none ? Json() : Json(*std::max_element(values.begin(), values.end())));
    count.push_back(values.size());
  }
  if (!any) return nullptr;
  return {{"mean", mean}, {"low", low}, {"high", high}, {"n", count}};
}

}  // namespace

Json curves_json(const ReportRow& row) {
  size_t epochs = 0;
  std::set<std::string> terms;
  Json best = Json::array(), numbers = Json::array();
  for (const Cell* cell : row.finished) {
    epochs = std::max(epochs, cell->curve.size());
    best.push_back({{"seed", cell->seed}, {"epoch", cell->best_epoch}, {"published", cell->published_epoch}});
    for (const EpochPoint& point : cell->curve)
      for (const auto& [name, unused] : point.train) terms.insert(name);
  }
  if (epochs == 0) return nullptr;
  for (size_t epoch = 1; epoch <= epochs; ++epoch) numbers.push_back(epoch);
  Json train = Json::object();
  for (const std::string& term : terms)
    train[term] = over_seeds(row, epochs, [&](const EpochPoint& point) { return found_in(point.train, term); });
  return {{"epoch", numbers},
          {"best", best},
          {"valid_mae", over_seeds(row, epochs,
                                   [](const EpochPoint& point) {
                                     const double mae = found_in(point.valid, "MAE");
                                     return std::isnan(mae) ? point.valid_loss : mae;
                                   })},
          {"test_mae", over_seeds(row, epochs, [](const EpochPoint& point) { return found_in(point.test, "MAE"); })},
          {"train", train}};
}

Json steps_json(const ReportRow& row) {
  const auto has_steps = [](const Cell* cell) { return !cell->steps.empty(); };
  const auto found = std::find_if(row.finished.begin(), row.finished.end(), has_steps);
  if (found == row.finished.end()) return nullptr;
  const Cell& cell = **found;
  Json stages = Json::array();
  for (const StepCurve& curve : cell.steps)
    stages.push_back({{"stage", curve.stage}, {"every", curve.every}, {"step", curve.step}, {"terms", curve.terms}});
  int64_t end_of_best = 0;
  for (const EpochPoint& point : cell.curve)
    if (point.epoch == cell.best_epoch) end_of_best = point.step;
  return {{"cell", cell.name},
          {"seed", cell.seed},
          {"best_epoch", cell.best_epoch},
          {"best_step", end_of_best},
          {"stages", stages}};
}

}  // namespace mmim
