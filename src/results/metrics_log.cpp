#include "results/metrics_log.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/error.h"
#include "core/files.h"
#include "core/record.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string line(const Json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Json object_of(const NumberList& numbers) {
  Json object = Json::object();
  for (const auto& [name, value] : numbers) object[name] = number_to_json(value);
  return object;
}

/// Whether a line is one of a run's own and of another kind, told without parsing it: most lines are batches.
bool is_plainly_other(std::string_view line, const std::string& kind) {
  constexpr std::string_view kStart = "{\"kind\":\"";
  return line.starts_with(kStart) && line.ends_with('}') && !line.substr(kStart.size()).starts_with(kind + "\"");
}

/// Calls `use` with every line, or with those of `only` one kind, and its kind.
void for_lines(const fs::path& metrics, const std::string& only,
               const std::function<void(const std::string& kind, const Json& line)>& use) {
  const std::string text = read_file(metrics);
  int64_t number = 0;
  for (size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
    end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin), where = metrics.string() + ":" + std::to_string(++number);
    if (line.empty() || (!only.empty() && is_plainly_other(line, only))) continue;
    Json value;
    try {
      value = parse_json(line, where);
    } catch (const DataError&) {
      if (end == text.size()) return;  // no line end: the process died while it wrote
      throw;
    }
    try {
      const auto kind = value.at("kind").get<std::string>();
      if (only.empty() || kind == only) use(kind, value);
    } catch (const nlohmann::json::exception& error) {
      throw DataError(where + ": is no line of a run's metrics (" + error.what() + ")");
    }
  }
}

std::map<std::string, double> numbers_of(const Json& object) {
  std::map<std::string, double> numbers;
  for (const auto& [name, value] : object.get_ref<const Json::object_t&>()) numbers[name] = number_from_json(value);
  return numbers;
}

EpochPoint point_of(const Json& line) {
  EpochPoint point;
  point.epoch = line.at("epoch");
  point.step = line.at("step");
  point.valid_loss = number_from_json(line.at("valid_loss"));
  point.test_loss = line.contains("test_loss") ? number_from_json(line["test_loss"]) : std::nan("");
  point.valid = numbers_of(line.at("valid"));
  if (line.contains("test")) point.test = numbers_of(line["test"]);
  point.train = numbers_of(line.at("train"));
  point.utterances = line.value("utterances", int64_t{0});
  return point;
}

/// The window of batches of one stage that is not full yet, and the curve before it.
struct Window {
  struct Sum {
    double sum = 0;
    int64_t count = 0;
  };
  StepCurve curve;
  int64_t batches = 0, most = 0;  ///< most: utterances of a batch so far
  std::map<std::string, Sum> sums;

  void add(const Json& line) {
    const int64_t utterances = line.value("utterances", int64_t{0});
    if (utterances < most) return;
    most = utterances;
    for (const auto& [name, value] : line.at("terms").get_ref<const Json::object_t&>()) {
      curve.terms.try_emplace(name, curve.step.size(), std::nan(""));
      const double number = number_from_json(value);
      if (std::isnan(number)) continue;
      sums[name].sum += number;
      ++sums[name].count;
    }
    if (++batches == curve.every) close(line.at("step"));
  }

  void close(int64_t step) {
    curve.step.push_back(step);
    for (auto& [name, values] : curve.terms) {
      const auto found = sums.find(name);
      values.push_back(found == sums.end() ? std::nan("")
                                           : found->second.sum / static_cast<double>(found->second.count));
    }
    sums.clear();
    batches = 0;
  }
};

Window& window_of(std::vector<Window>& windows, const std::string& stage, int64_t every) {
  const auto found =
      std::find_if(windows.begin(), windows.end(), [&](const Window& one) { return one.curve.stage == stage; });
  if (found != windows.end()) return *found;
  Window& added = windows.emplace_back();
  added.curve.stage = stage;
  added.curve.every = every;
  return added;
}

}  // namespace

double value_in(const MetricValues& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

std::string line_of(const BatchLine& batch) {
  return line({{"kind", "batch"},
               {"epoch", batch.epoch},
               {"stage", batch.stage},
               {"batch", batch.batch},
               {"step", batch.step},
               {"utterances", batch.utterances},
               {"terms", object_of(batch.terms)},
               {"gradient_norm", number_to_json(batch.gradient_norm)},
               {"seconds", batch.seconds}});
}

std::string line_of(const EpochLine& epoch) {
  Json record{{"kind", "epoch"},
              {"epoch", epoch.epoch},
              {"step", epoch.step},
              {"utterances", epoch.utterances},
              {"train", object_of(epoch.train)},
              {"valid_loss", number_to_json(epoch.valid_loss)},
              {"valid", object_of(epoch.valid)}};
  if (!epoch.test.empty()) {
    record["test_loss"] = number_to_json(epoch.test_loss);
    record["test"] = object_of(epoch.test);
  }
  if (!epoch.watermark.empty()) record["watermark"] = epoch.watermark;
  record["best"] = epoch.best;
  record["seconds"] = epoch.seconds;
  return line(record);
}

std::string mark_line(const std::string& mark) { return line({{"kind", "mark"}, {"mark", mark}}); }

std::string end_line(const std::string& why) { return line({{"kind", "end"}, {"why", why}}); }

MetricsLog MetricsLog::read(const fs::path& metrics, int64_t every) {
  MetricsLog log;
  std::vector<Window> windows;
  for_lines(metrics, "", [&](const std::string& kind, const Json& line) {
    if (kind == "mark") log.mark = line.at("mark");
    if (kind == "batch") window_of(windows, line.at("stage"), every).add(line);
    if (kind != "epoch") return;
    log.epochs.push_back(point_of(line));
    log.seconds += line.at("seconds").get<double>();
  });
  for (Window& window : windows) log.steps.push_back(std::move(window.curve));
  return log;
}

void to_json(Json& json, const EpochPoint& point) {
  json = {{"epoch", point.epoch},
          {"step", point.step},
          {"valid_loss", number_to_json(point.valid_loss)},
          {"test_loss", number_to_json(point.test_loss)},
          {"valid", field_to_json(point.valid)}};
  if (!point.test.empty()) json["test"] = field_to_json(point.test);
  json["train"] = field_to_json(point.train);
  if (point.utterances > 0) json["utterances"] = point.utterances;
}

void from_json(const Json& json, EpochPoint& point) {
  json.at("epoch").get_to(point.epoch);
  json.at("step").get_to(point.step);
  field_from_json(json.at("valid_loss"), point.valid_loss);
  field_from_json(json.at("test_loss"), point.test_loss);
  field_from_json(json.at("valid"), point.valid);
  if (json.contains("test")) field_from_json(json.at("test"), point.test);
  field_from_json(json.at("train"), point.train);
  point.utterances = json.value("utterances", int64_t{0});
}

std::vector<EpochPoint> epoch_points(const fs::path& metrics) {
  std::vector<EpochPoint> points;
  for_lines(metrics, "epoch", [&](const std::string&, const Json& line) { points.push_back(point_of(line)); });
  return points;
}

namespace {

double error_on_test(const EpochPoint& point) {
  const auto mae = point.test.find("MAE");
  return mae == point.test.end() ? point.test_loss : mae->second;
}

}  // namespace

int64_t published_epoch(const std::vector<EpochPoint>& curve) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  double best_valid = kInfinity, best_test = kInfinity;
  int64_t epoch = 0;
  for (const EpochPoint& point : curve) {
    if (!(point.valid_loss < best_valid)) continue;
    best_valid = point.valid_loss;
    const double test = error_on_test(point);
    if (!(test < best_test)) continue;
    best_test = test;
    epoch = point.epoch;
  }
  return epoch;
}

}  // namespace mmim
