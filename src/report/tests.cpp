#include "report/tests.h"

#include <map>

#include "metrics/spread.h"

namespace mmim {

namespace {

/// Values of the seeds that both rows have.
struct Pairs {
  std::vector<double> ours, others;
};

Pairs common_seeds(const RowCells& row, const RowCells& baseline, const std::string& metric) {
  const std::vector<double> ours = values_of(row, metric), others = values_of(baseline, metric);
  Pairs pairs;
  for (size_t i = 0; i < row.finished.size(); ++i)
    for (size_t j = 0; j < baseline.finished.size(); ++j)
      if (row.finished[i]->seed == baseline.finished[j]->seed) {
        pairs.ours.push_back(ours[i]);
        pairs.others.push_back(others[j]);
      }
  return pairs;
}

/// The bootstrap draws of every finished cell that has some, read once.
using DrawsOf = std::map<const Cell*, MetricDraws>;

DrawsOf draws_of(const SectionCells& section) {
  DrawsOf all;
  for (const RowCells& row : section.rows)
    for (const Cell* cell : row.finished)
      if (!cell->draws.is_null()) all.emplace(cell, draws_from_json(cell->draws, cell->name + ": draws"));
  return all;
}

bool drawn_alike(const MetricDraws& one, const MetricDraws& other) {
  return one.count == other.count && one.seed == other.seed && one.videos == other.videos &&
         one.videos_sha256 == other.videos_sha256;
}

VideoTest without_test(const std::string& why) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  return {{.difference = kNone, .low = kNone, .high = kNone, .p = kNone, .why_undefined = why}};
}

VideoTest video_test(const DrawsOf& known, const RowCells& row, const RowCells& baseline, const std::string& metric) {
  std::vector<const MetricDraws*> ours, others;
  for (const auto& [side, draws] : {std::pair{&row, &ours}, std::pair{&baseline, &others}})
    for (const Cell* cell : side->finished) {
      const auto found = known.find(cell);
      if (found == known.end()) return without_test(cell->name + " has no bootstrap draws");
      if (!ours.empty() && !drawn_alike(*ours.front(), found->second))
        return without_test(cell->name + " was drawn over other videos, with another seed or another number of draws");
      draws->push_back(&found->second);
    }
  return {bootstrap_test(metric, ours, values_of(row, metric), others, values_of(baseline, metric))};
}

MetricTests tests_of(const DrawsOf& draws, const RowCells& row, const RowCells& baseline, const Metric& metric) {
  const std::vector<double> ours = values_of(row, metric.name), others = values_of(baseline, metric.name);
  const Pairs pairs = common_seeds(row, baseline, metric.name);
  const double difference = spread_of(ours).mean - spread_of(others).mean;
  return {.difference = difference,
          .better = metric.lower_is_better ? difference < 0 : difference > 0,
          .g = hedges_g(ours, others),
          .paired = {paired_t(pairs.ours, pairs.others), static_cast<int64_t>(pairs.ours.size())},
          .welch = {welch_t(ours, others)},
          .bootstrap = video_test(draws, row, baseline, metric.name)};
}

/// Puts the p-values of one metric and test, over all rows, right for their number.
template <class Test>
void adjust(std::map<std::string, Against>& rows, const std::string& metric, Test MetricTests::*test) {
  std::vector<double> p;
  for (const auto& [unused, against] : rows) p.push_back((against.at(metric).*test).p);
  const std::vector<double> adjusted = holm(p);
  size_t i = 0;
  for (auto& [unused, against] : rows) (against.at(metric).*test).holm = adjusted[i++];
}

}  // namespace

std::vector<double> values_of(const RowCells& row, const std::string& metric, MetricValues Cell::*values) {
  std::vector<double> all;
  for (const Cell* cell : row.finished) {
    const auto found = (cell->*values).find(metric);
    all.push_back(found == (cell->*values).end() ? std::nan("") : found->second);
  }
  return all;
}

std::map<std::string, Against> tests_against(const SectionCells& section, const RowCells& baseline) {
  std::map<std::string, Against> rows;
  const DrawsOf draws = draws_of(section);
  const std::vector<Metric>& metrics = mmim::metrics(section.provenance.scale());
  for (const RowCells& row : section.rows) {
    if (row.finished.empty() || &row == &baseline) continue;
    for (const Metric& metric : metrics) rows[row.name][metric.name] = tests_of(draws, row, baseline, metric);
  }
  for (const Metric& metric : metrics) {
    adjust(rows, metric.name, &MetricTests::paired);
    adjust(rows, metric.name, &MetricTests::welch);
    adjust(rows, metric.name, &MetricTests::bootstrap);
  }
  return rows;
}

}  // namespace mmim
