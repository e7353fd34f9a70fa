#include "experiments/search/trials.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "core/numbers.h"
#include "formats/csv.h"
#include "metrics/spread.h"

namespace mmim {

namespace {

/// Rungs that have a score.
int64_t reached(const Trial& trial) {
  return std::count_if(trial.rungs.begin(), trial.rungs.end(),
                       [](const Trial::Rung& rung) { return !std::isnan(rung.mean()); });
}

/// The last of them; null: there is none.
const Trial::Rung* last_rung(const Trial& trial) {
  const int64_t count = reached(trial);
  return count == 0 ? nullptr : &trial.rungs[static_cast<size_t>(count - 1)];
}

std::string shown(double value) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, std::abs(value) < 1e6 ? "%.4f" : "%.4g", value);
  return text;
}

std::string shown(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

Json scores_to_json(const std::vector<double>& scores, const std::vector<int64_t>& seeds) {
  Json object = Json::object();
  for (size_t i = 0; i < scores.size(); ++i) object[std::to_string(seeds[i])] = number_to_json(scores[i]);
  return object;
}

/// Where a value stands on the axis of its parameter: numbers of a range where they are, others side by side.
struct Axis {
  explicit Axis(const SearchParameter& parameter, size_t place, const std::vector<Trial>& trials) : place_(place) {
    numeric_ = parameter.range;
    if (numeric_) return;
    for (const Json& value : parameter.values) at(value);
    for (const Trial& trial : trials) at(trial.values[place]);
  }
  double at(const Json& value) {
    if (numeric_) return value.get<double>();
    const auto [found, added] = places_.try_emplace(shown(value), static_cast<double>(places_.size()) + 1);
    if (added) ticks.emplace_back(found->second, found->first);
    return found->second;
  }
  double of(const Trial& trial) { return at(trial.values[place_]); }
  std::vector<std::pair<double, std::string>> ticks;

 private:
  size_t place_;
  bool numeric_;
  std::map<std::string, double> places_;
};

std::vector<int64_t> rungs_of(const std::vector<Trial>& trials) {
  std::vector<int64_t> epochs;
  for (const Trial& trial : trials)
    for (const Trial::Rung& rung : trial.rungs) epochs.push_back(rung.epochs);
  std::sort(epochs.begin(), epochs.end());
  epochs.erase(std::unique(epochs.begin(), epochs.end()), epochs.end());
  return epochs;
}

/// The trials' scores after `epochs`.
PlotCurve points(const std::vector<Trial>& trials, int64_t epochs, Axis& axis) {
  PlotCurve curve{.name = std::to_string(epochs) + (epochs == 1 ? " epoch" : " epochs"),
                  .style = PlotCurve::Style::points};
  for (const Trial& trial : trials)
    for (const Trial::Rung& rung : trial.rungs)
      if (rung.epochs == epochs && !std::isnan(rung.mean())) {
        curve.x.push_back(axis.of(trial));
        curve.y.push_back(rung.mean());
      }
  return curve;
}

}  // namespace

double Trial::Rung::mean() const { return scores.empty() ? std::nan("") : spread_of(scores).mean; }

void sort_trials(std::vector<Trial>& trials) {
  std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    if (reached(a) != reached(b) || reached(a) == 0) return reached(a) > reached(b);
    return last_rung(a)->mean() < last_rung(b)->mean();
  });
}

std::vector<size_t> promoted(const std::vector<Trial>& trials, size_t rung, double keep) {
  std::vector<std::pair<double, size_t>> order;
  for (size_t i = 0; i < trials.size(); ++i)
    if (rung < trials[i].rungs.size() && !std::isnan(trials[i].rungs[rung].mean()))
      order.emplace_back(trials[i].rungs[rung].mean(), i);
  std::sort(order.begin(), order.end());
  order.resize(static_cast<size_t>(std::ceil(keep * static_cast<double>(order.size()))));
  std::vector<size_t> all;
  for (const auto& [unused, trial] : order) all.push_back(trial);
  std::sort(all.begin(), all.end());
  return all;
}

std::string TrialTable::values_of(const Trial& trial) const {
  std::string text;
  for (size_t i = 0; i < trial.values.size(); ++i)
    text += (i ? ", " : "") + search.parameters[i].option + " = " + shown(trial.values[i]);
  return text;
}

std::string TrialTable::heading() const {
  const size_t seeds = search.seeds.size();
  return std::to_string(trials.size()) + (trials.size() == 1 ? " trial, " : " trials, ") + std::to_string(seeds) +
         (seeds == 1 ? " seed each, on " : " seeds each, on ") + data + ", text encoder " + encoder +
         (mark.empty() ? "" : "; " + mark);
}

std::string TrialTable::best() const {
  const Trial::Rung* rung = trials.empty() ? nullptr : last_rung(trials.front());
  if (!rung) return "";
  const size_t seeds = search.seeds.size();
  return "best trial " + trials.front().name + ": " + values_of(trials.front()) + "; loss on valid " +
         shown(rung->mean()) + (seeds == 1 ? "" : ", mean of " + std::to_string(seeds) + " seeds");
}

std::vector<std::string> TrialTable::header() const {
  std::vector<std::string> names{"rank", "trial", "score", "deviation", "epochs"};
  for (const SearchParameter& parameter : search.parameters) names.push_back(parameter.option);
  names.emplace_back("note");
  return names;
}

std::vector<std::vector<std::string>> TrialTable::rows() const {
  std::vector<std::vector<std::string>> all;
  for (const Trial& trial : trials) {
    const Trial::Rung* rung = last_rung(trial);
    std::vector<std::string> row{
        rung ? std::to_string(all.size() + 1) : "-", trial.name, rung ? shown(rung->mean()) : "-",
        rung ? shown(spread_of(rung->scores).deviation) : "-", rung ? std::to_string(rung->epochs) : "-"};
    for (const Json& value : trial.values) row.push_back(shown(value));
    row.push_back(trial.reason);
    all.push_back(std::move(row));
  }
  return all;
}

Json TrialTable::to_json() const {
  Json list = Json::array();
  for (const Trial& trial : trials) {
    const Trial::Rung* last = last_rung(trial);
    Json values = Json::object(), rungs = Json::array();
    for (size_t i = 0; i < trial.values.size(); ++i) values[search.parameters[i].option] = trial.values[i];
    for (const Trial::Rung& rung : trial.rungs)
      rungs.push_back({{"epochs", rung.epochs}, {"scores", scores_to_json(rung.scores, search.seeds)}});
    list.push_back({{"name", trial.name},
                    {"score", last ? Json(last->mean()) : Json()},
                    {"epochs", last ? Json(last->epochs) : Json()},
                    {"values", values},
                    {"rungs", rungs},
                    {"reason", trial.reason}});
  }
  Json json{{"name", search.name},
            {"score", "lowest validation loss over epochs, mean over seeds; test was not read"},
            {"data", data},
            {"encoder", encoder},
            {"mark", mark}};
  json.update(origin);
  json["seeds"] = search.seeds;
  json["trials"] = list;
  return json;
}

std::string TrialTable::to_csv() const {
  std::string text = csv_line(header());
  for (const auto& row : rows()) text += csv_line(row);
  return text;
}

PlotFigure TrialTable::figure() const {
  PlotFigure figure{.title = (mark.starts_with("SYNTHETIC") ? "SYNTHETIC data: " : "") + search.name + " on " + data +
                             ", " +
                             (search.seeds.size() == 1 ? "seed " + std::to_string(search.seeds.front())
                                                       : "means of " + std::to_string(search.seeds.size()) + " seeds"),
                    .caption =
                        "Each point is a trial: its lowest validation loss over epochs, which is lower than a "
                        "new look at valid would be. Test was not read." +
                        (mark.empty() ? "" : " " + mark + "."),
                    .columns = search.parameters.size() > 1 ? 2 : 1};
  for (size_t i = 0; i < search.parameters.size(); ++i) {
    const SearchParameter& parameter = search.parameters[i];
    Axis axis(parameter, i, trials);
    PlotPanel panel{.x_label = parameter.option, .y_label = "loss on valid", .logarithmic_x = parameter.logarithmic};
    for (const int64_t epochs : rungs_of(trials)) panel.curves.push_back(points(trials, epochs, axis));
    panel.ticks = axis.ticks;
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

}  // namespace mmim
