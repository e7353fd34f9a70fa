#include "report/tests.h"

#include <cmath>
#include <map>

#include "metrics/draws.h"
#include "metrics/metrics.h"
#include "metrics/spread.h"
#include "metrics/tests.h"
#include "report/rows.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

/// Values of the seeds that both rows have.
struct Pairs {
  std::vector<double> ours, others;
};

Pairs common_seeds(const ReportRow& row, const ReportRow& baseline, const std::string& metric) {
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

Json t_test_json(const TTest& test) {
  if (!test.undefined.empty()) return {{"undefined", test.undefined}};
  return {{"statistic", test.statistic}, {"df", test.degrees}, {"p", test.p}, {"low", test.low}, {"high", test.high}};
}

/// The bootstrap draws of every finished cell that has some, read once.
using DrawsOf = std::map<const Cell*, MetricDraws>;

DrawsOf draws_of(const ReportSection& section) {
  DrawsOf all;
  for (const ReportRow& row : section.rows)
    for (const Cell* cell : row.finished)
      if (!cell->draws.is_null()) all.emplace(cell, draws_from_json(cell->draws, cell->name + ": draws"));
  return all;
}

bool drawn_alike(const MetricDraws& one, const MetricDraws& other) {
  return one.count == other.count && one.seed == other.seed && one.videos == other.videos &&
         one.videos_sha256 == other.videos_sha256;
}

Json bootstrap_json(const DrawsOf& known, const ReportRow& row, const ReportRow& baseline, const std::string& metric) {
  std::vector<const MetricDraws*> ours, others;
  for (const auto& [side, draws] : {std::pair{&row, &ours}, std::pair{&baseline, &others}})
    for (const Cell* cell : side->finished) {
      const auto found = known.find(cell);
      if (found == known.end()) return {{"undefined", cell->name + " has no bootstrap draws"}};
      if (!ours.empty() && !drawn_alike(*ours.front(), found->second))
        return {
            {"undefined", cell->name + " was drawn over other videos, with another seed or another number of draws"}};
      draws->push_back(&found->second);
    }
  const BootstrapTest test = bootstrap_test(metric, ours, values_of(row, metric), others, values_of(baseline, metric));
  if (!test.why_undefined.empty()) return {{"undefined", test.why_undefined}};
  return {{"p", test.p},
          {"low", test.low},
          {"high", test.high},
          {"draws", test.used},
          {"draws_without_value", test.undefined}};
}

Json against(const DrawsOf& draws, const ReportRow& row, const ReportRow& baseline, const Metric& metric) {
  const std::vector<double> ours = values_of(row, metric.name), others = values_of(baseline, metric.name);
  const Pairs pairs = common_seeds(row, baseline, metric.name);
  const double difference = spread_of(ours).mean - spread_of(others).mean;
  Json paired = t_test_json(paired_t(pairs.ours, pairs.others));
  paired["n"] = pairs.ours.size();
  return {{"difference", difference},
          {"better", metric.lower_is_better ? difference < 0 : difference > 0},
          {"g", hedges_g(ours, others)},
          {"paired", paired},
          {"welch", t_test_json(welch_t(ours, others))},
          {"bootstrap", bootstrap_json(draws, row, baseline, metric.name)}};
}

/// Puts the p-values of one metric and test, over all rows, right for their number.
void adjust(Json& rows, const std::string& metric, const std::string& test) {
  std::vector<double> p;
  for (auto& [unused, row] : rows.items()) p.push_back(number_or_nan(row[metric][test].value("p", Json())));
  const std::vector<double> adjusted = holm(p);
  size_t i = 0;
  for (auto& [unused, row] : rows.items()) {
    if (!std::isnan(adjusted[i])) row[metric][test]["holm"] = adjusted[i];
    ++i;
  }
}

}  // namespace

Json tests_json(const ReportSection& section, const ReportRow& baseline) {
  Json rows = Json::object();
  const DrawsOf draws = draws_of(section);
  for (const ReportRow& row : section.rows) {
    if (row.finished.empty() || &row == &baseline) continue;
    for (const Metric& metric : mmim::metrics()) rows[row.name][metric.name] = against(draws, row, baseline, metric);
  }
  for (const Metric& metric : mmim::metrics())
    for (const char* test : {"paired", "welch", "bootstrap"}) adjust(rows, metric.name, test);
  return rows;
}

bool significant(const Json& test) { return number_or_nan(test.value("holm", Json())) < kSignificant; }

}  // namespace mmim
