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

/// The draws of the cells of two rows, or why they have none that may be compared.
struct SideBySide {
  std::vector<const MetricDraws*> ours, others;
  std::string why_not;
};

SideBySide draws_of_rows(const DrawsOf& known, const RowCells& row, const RowCells& baseline) {
  SideBySide both;
  for (const auto& [side, draws] : {std::pair{&row, &both.ours}, std::pair{&baseline, &both.others}})
    for (const Cell* cell : side->finished) {
      const auto found = known.find(cell);
      if (found == known.end())
        both.why_not = cell->name + " has no bootstrap draws";
      else if (!both.ours.empty() && !drawn_alike(*both.ours.front(), found->second))
        both.why_not = cell->name + " was drawn over other videos, with another seed or another number of draws";
      if (!both.why_not.empty()) return both;
      draws->push_back(&found->second);
    }
  return both;
}

MetricTests tests_of(const SideBySide& draws, const RowCells& row, const RowCells& baseline, const Metric& metric) {
  const std::vector<double> ours = values_of(row, metric.name), others = values_of(baseline, metric.name);
  const Pairs pairs = common_seeds(row, baseline, metric.name);
  const double difference = spread_of(ours).mean - spread_of(others).mean;
  MetricTests tests{.difference = difference,
                    .better = metric.lower_is_better ? difference < 0 : difference > 0,
                    .g = hedges_g(ours, others),
                    .paired = {paired_t(pairs.ours, pairs.others), static_cast<int64_t>(pairs.ours.size())},
                    .welch = {welch_t(ours, others)},
                    .two_level = {{.why_undefined = draws.why_not}},
                    .bootstrap = {{.why_undefined = draws.why_not}}};
  if (!draws.why_not.empty()) return tests;
  tests.two_level = {two_level_test(metric.name, draws.ours, ours, draws.others, others)};
  tests.bootstrap = {bootstrap_test(metric.name, draws.ours, ours, draws.others, others)};
  return tests;
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

std::vector<double> values_of(const RowCells& row, const std::string& metric) {
  std::vector<double> all;
  for (const Cell* cell : row.finished) {
    const auto found = cell->metrics.find(metric);
    all.push_back(found == cell->metrics.end() ? std::nan("") : found->second);
  }
  return all;
}

std::map<std::string, Against> tests_against(const SectionCells& section, const RowCells& baseline) {
  std::map<std::string, Against> rows;
  const DrawsOf draws = draws_of(section);
  const std::vector<Metric>& metrics = mmim::metrics(section.provenance.scale());
  for (const RowCells& row : section.rows) {
    if (row.finished.empty() || &row == &baseline) continue;
    const SideBySide both = draws_of_rows(draws, row, baseline);
    for (const Metric& metric : metrics) rows[row.name][metric.name] = tests_of(both, row, baseline, metric);
  }
  for (const Metric& metric : metrics) {
    adjust(rows, metric.name, &MetricTests::paired);
    adjust(rows, metric.name, &MetricTests::welch);
    adjust(rows, metric.name, &MetricTests::two_level);
    adjust(rows, metric.name, &MetricTests::bootstrap);
  }
  return rows;
}

}  // namespace mmim
