#include "experiments/run_curves.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/files.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// Whether a line is one of a run's own of another kind, told without parsing it: most lines are batches.
bool is_plainly_other(const std::string& line, const std::string& kind) {
  const std::string start = "{\"kind\":\"";
  return line.starts_with(start) && line.compare(start.size(), kind.size() + 1, kind + "\"") != 0 &&
         line.ends_with('}');
}

/// Calls `use` with every line of kind `kind`.
template <class Use>
void for_lines(const fs::path& metrics, const std::string& kind, Use&& use) {
  const std::string text = read_file(metrics);
  int64_t number = 0;
  for (size_t begin = 0, end; begin < text.size(); begin = end + 1) {
    end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin), where = metrics.string() + ":" + std::to_string(++number);
    if (line.empty() || is_plainly_other(line, kind)) continue;
    Json value;
    try {
      value = parse_json(line, where);
    } catch (const DataError&) {
      if (end == text.size()) return;  // no line end: the process died while it wrote
      throw;
    }
    try {
      if (value.at("kind") == kind) use(value);
    } catch (const nlohmann::json::exception& error) {
      throw DataError(where + ": is no line of a run's metrics (" + error.what() + ")");
    }
  }
}

double number_of(const Json& value) { return value.is_null() ? std::nan("") : value.get<double>(); }

std::map<std::string, double> numbers_of(const Json& object) {
  std::map<std::string, double> numbers;
  for (const auto& [name, value] : object.get_ref<const Json::object_t&>()) numbers[name] = number_of(value);
  return numbers;
}

/// The window of batches of one stage that is not full yet, and the curve before it.
struct Window {
  struct Sum {
    double sum = 0;
    int64_t count = 0;
  };
  StepCurve curve;
  int64_t batches = 0;
  std::map<std::string, Sum> sums;

  void add(const Json& line) {
    for (const auto& [name, value] : line.at("terms").get_ref<const Json::object_t&>()) {
      curve.terms.try_emplace(name, curve.step.size(), std::nan(""));
      const double number = number_of(value);
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

}  // namespace

std::vector<EpochPoint> epoch_points(const fs::path& metrics) {
  std::vector<EpochPoint> points;
  for_lines(metrics, "epoch", [&](const Json& line) {
    EpochPoint point;
    point.epoch = line.at("epoch");
    point.step = line.at("step");
    point.valid_loss = number_of(line.at("valid_loss"));
    point.test_loss = line.contains("test_loss") ? number_of(line["test_loss"]) : std::nan("");
    point.valid = numbers_of(line.at("valid"));
    if (line.contains("test")) point.test = numbers_of(line["test"]);
    point.train = numbers_of(line.at("train"));
    points.push_back(std::move(point));
  });
  return points;
}

std::vector<StepCurve> step_curves(const fs::path& metrics, int64_t every) {
  std::vector<Window> windows;
  for_lines(metrics, "batch", [&](const Json& line) {
    const std::string stage = line.at("stage");
    auto found = std::find_if(windows.begin(), windows.end(), [&](const Window& w) { return w.curve.stage == stage; });
    if (found == windows.end()) {
      windows.emplace_back();
      found = windows.end() - 1;
      found->curve.stage = stage;
      found->curve.every = every;
    }
    found->add(line);
  });
  std::vector<StepCurve> curves;
  for (Window& window : windows) curves.push_back(std::move(window.curve));
  return curves;
}

double seconds_in(const fs::path& metrics) {
  double seconds = 0;
  for_lines(metrics, "epoch", [&](const Json& line) { seconds += line.at("seconds").get<double>(); });
  return seconds;
}

std::string mark_in(const fs::path& metrics) {
  std::string mark;
  for_lines(metrics, "mark", [&](const Json& line) { mark = line.at("mark"); });
  return mark;
}

}  // namespace mmim
