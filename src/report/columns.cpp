#include "report/columns.h"

#include <algorithm>

#include "core/numbers.h"

namespace mmim {

std::vector<Column> columns(Scale scale, bool paper) {
  std::vector<Column> all;
  for (const Metric& metric : metrics(scale)) {
    if (paper && !metric.in_paper) continue;
    const auto shared = [&](const Column& column) { return column.title == metric.column; };
    const auto found = std::find_if(all.begin(), all.end(), shared);
    (found != all.end() ? *found : all.emplace_back(Column{metric.column, {}})).metrics.push_back(&metric);
  }
  return all;
}

bool InMetricOrder::operator()(const std::string& one, const std::string& other) const {
  const auto position = [](const std::string& name) {
    std::ptrdiff_t before = 0;
    for (const Scale scale : {Scale::mosi, Scale::sims}) {
      const auto& all = metrics(scale);
      const auto is_it = [&](const Metric& metric) { return metric.name == name; };
      const auto found = std::find_if(all.begin(), all.end(), is_it);
      before += found - all.begin();
      if (found != all.end()) break;
    }
    return before;
  };
  return std::pair(position(one), one) < std::pair(position(other), other);
}

std::string shown_p(double p) { return p < 0.001 ? "<.001" : decimal(p, 3); }

}  // namespace mmim
