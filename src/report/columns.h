#pragma once
#include <map>
#include <string>
#include <vector>

#include "metrics/metrics.h"

namespace mmim {

/// A column of a table: one metric, or both conventions of one, shown as "has0 / non0".
struct Column {
  std::string title;
  std::vector<const Metric*> metrics;
};

/// As the catalogue of metrics has them for a scale; `paper`: those of short tables, as the paper's Table 2.
std::vector<Column> columns(Scale scale, bool paper = false);

/// Names of metrics in the order of the catalogue, scale by scale.
struct InMetricOrder {
  bool operator()(const std::string& one, const std::string& other) const;
};
template <class T>
using ByMetric = std::map<std::string, T, InMetricOrder>;

/// A p-value: three decimals, "<.001" below; "-" for NaN.
std::string shown_p(double p);

}  // namespace mmim
