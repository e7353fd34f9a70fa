#include "report/curves.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace mmim {

namespace {

/// Nothing when no epoch of any cell has the value.
std::optional<SeedCurve> over_seeds(const RowCells& row, size_t epochs,
                                    const std::function<double(const EpochPoint&)>& value) {
  SeedCurve curve;
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
    curve.mean.push_back(none ? std::nan("") : sum / static_cast<double>(values.size()));
    curve.low.push_back(none ? std::nan("") : *std::min_element(values.begin(), values.end()));
    curve.high.push_back(none ? std::nan("") : *std::max_element(values.begin(), values.end()));
    curve.seeds.push_back(static_cast<int64_t>(values.size()));
  }
  return any ? std::optional(std::move(curve)) : std::nullopt;
}

double valid_mae_at(const EpochPoint& point) {
  const double mae = value_in(point.valid, "MAE");
  return std::isnan(mae) ? point.valid_loss : mae;
}

}  // namespace

std::optional<EpochCurves> epoch_curves(const RowCells& row) {
  size_t epochs = 0;
  std::set<std::string> terms, bounds;
  EpochCurves curves;
  for (const Cell* cell : row.finished) {
    epochs = std::max(epochs, cell->curve.size());
    curves.best.push_back({cell->seed, cell->best_epoch, cell->published_epoch});
    for (const EpochPoint& point : cell->curve)
      for (const auto& [name, unused] : point.train) terms.insert(name);
    for (const EpochPoint& point : cell->curve)
      for (const auto& [name, unused] : point.valid)
        if (name.starts_with("I_BA/")) bounds.insert(name);
  }
  if (epochs == 0) return {};
  for (size_t epoch = 1; epoch <= epochs; ++epoch) curves.epoch.push_back(static_cast<int64_t>(epoch));
  curves.valid_mae = over_seeds(row, epochs, valid_mae_at);
  curves.test_mae = over_seeds(row, epochs, [](const EpochPoint& point) { return value_in(point.test, "MAE"); });
  for (const std::string& term : terms)
    curves.train[term] = over_seeds(row, epochs, [&](const EpochPoint& point) { return value_in(point.train, term); });
  for (const std::string& bound : bounds)
    curves.valid[bound] =
        over_seeds(row, epochs, [&](const EpochPoint& point) { return value_in(point.valid, bound); });
  return curves;
}

std::optional<UpdateCurves> update_curves(const RowCells& row) {
  const auto has_steps = [](const Cell* cell) { return !cell->steps.empty(); };
  const auto found = std::find_if(row.finished.begin(), row.finished.end(), has_steps);
  if (found == row.finished.end()) return {};
  const Cell& cell = **found;
  UpdateCurves curves{cell.name, cell.seed, cell.best_epoch, 0, cell.steps};
  for (const EpochPoint& point : cell.curve)
    if (point.epoch == cell.best_epoch) curves.best_step = point.step;
  return curves;
}

}  // namespace mmim
