#include "bench/report.h"

#include <cmath>
#include <limits>

#include "core/version.h"

namespace mmim {

namespace {

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json timing_json(const Timing& timing) {
  return {{"median", number(timing.median())},
          {"lowest", number(timing.lowest())},
          {"highest", number(timing.highest())},
          {"rounds", timing.rounds.size()}};
}

}  // namespace

std::optional<Ratio> Row::ratio() const {
  if (!plain) return {};
  return ratio_of(*plain, ours);
}

double Row::ideal(const Peaks& peaks) const {
  if (!work) return std::numeric_limits<double>::quiet_NaN();
  return (work->operations > 0 ? work->operations / peaks.products(work->bf16) : 0) +
         (work->bytes > 0 ? work->bytes / peaks.memory : 0);
}

Json Row::to_json(const Peaks& peaks) const {
  Json json{{"name", name}, {"what", what}, {"unit", unit}, {"ours", timing_json(ours)}};
  json["plain"] = plain ? timing_json(*plain) : Json(nullptr);
  json["ratio"] = nullptr;
  if (const auto r = ratio())
    json["ratio"] = {{"value", number(r->value)}, {"lowest", number(r->lowest)}, {"highest", number(r->highest)}};
  json["operations"] = work ? Json(work->operations) : Json(nullptr);
  json["bytes"] = work ? Json(work->bytes) : Json(nullptr);
  json["ideal"] = number(ideal(peaks));
  json["share_of_roofline"] = number(roofline(peaks));
  json.update(more);
  return json;
}

Json Growth::to_json() const {
  return {{"name", name}, {"what", what},       {"quantity", quantity},
          {"x", x},       {"seconds", seconds}, {"exponent", number(exponent())}};
}

Json BenchReport::to_json() const {
  Json json{{"program", "mmim " + program_version()},
            {"machine", machine},
            {"load", {{"before", number(load_before)}, {"after", number(load_after)}}},
            {"peaks", peaks ? peaks->to_json() : Json(nullptr)},
            {"workload", workload},
            {"plain", plain_settings}};
  json["rows"] = Json::array();
  for (const Row& row : rows) json["rows"].push_back(row.to_json(peaks.value_or(Peaks{})));
  if (!growths.empty()) json["scaling"] = Json::array();
  for (const Growth& growth : growths) json["scaling"].push_back(growth.to_json());
  return json;
}

}  // namespace mmim
