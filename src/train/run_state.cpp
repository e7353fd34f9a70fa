#include "train/run_state.h"

#include <algorithm>
#include <stdexcept>

#include "core/numbers.h"

namespace mmim {

namespace {

constexpr int64_t kMany = 1'000'000'000'000'000;

/// A whole number from 0 to `most`, else std::out_of_range.
int64_t counted(const Json& object, const char* key, int64_t most = kMany) {
  const Json& value = object.at(key);
  if (value.is_number_integer() && value >= 0 && value <= most) return value.get<int64_t>();
  throw std::out_of_range("`" + std::string(key) + "` is " + value.dump());
}

}  // namespace

void TermMeans::add(const std::string& stage, const UpdateResult& result) {
  for (const UpdateResult::Term& term : result.terms) {
    const std::string name = stage + "/" + term.name;
    auto place = std::find_if(sums_.begin(), sums_.end(), [&](const Sum& sum) { return sum.name == name; });
    if (place == sums_.end()) place = sums_.insert(place, {name, 0, 0});
    place->sum += term.value * static_cast<double>(term.count);
    place->count += term.count;
  }
}

std::vector<std::pair<std::string, double>> TermMeans::means() const {
  std::vector<std::pair<std::string, double>> means;
  for (const Sum& sum : sums_) means.emplace_back(sum.name, sum.sum / static_cast<double>(sum.count));
  return means;
}

Json TermMeans::to_json() const {
  Json list = Json::array();
  for (const Sum& sum : sums_) list.push_back({{"name", sum.name}, {"sum", sum.sum}, {"count", sum.count}});
  return list;
}

void TermMeans::restore(const Json& state) {
  sums_.clear();
  for (const Json& sum : state) sums_.push_back({sum.at("name"), sum.at("sum"), counted(sum, "count")});
}

RunState::RunState(const std::vector<Stage>& stages, const std::vector<int64_t>& updates, int64_t patience)
    : stopper(patience) {
  for (size_t i = 0; i < stages.size(); ++i) schedules.emplace_back(stages[i].schedule, updates.at(i));
}

Json RunState::to_json() const {
  Json rates = Json::array();
  for (const Schedule& schedule : schedules) rates.push_back(schedule.to_json());
  return {{"position", {{"epoch", position.epoch}, {"stage", position.stage}, {"batch", position.batch}}},
          {"means", means.to_json()},
          {"stopper", stopper.to_json()},
          {"schedules", rates},
          {"best",
           {{"epoch", best.epoch},
            {"valid_loss", number_to_json(best.valid_loss)},
            {"test_loss", number_to_json(best.test_mae)}}},
          {"updates", updates},
          {"seconds", seconds}};
}

void RunState::restore(const Json& state) {
  const Json& place = state.at("position");
  position = {counted(place, "epoch"), counted(place, "stage", static_cast<int64_t>(schedules.size())),
              counted(place, "batch")};
  means.restore(state.at("means"));
  stopper.restore(state.at("stopper"));
  for (size_t i = 0; i < schedules.size(); ++i) schedules[i].restore(state.at("schedules").at(i));
  const Json& saved = state.at("best");
  best = {counted(saved, "epoch"), lowest_so_far(saved.at("valid_loss")), lowest_so_far(saved.at("test_loss"))};
  updates = counted(state, "updates");
  seconds = state.at("seconds");
}

}  // namespace mmim
