#include "results/cell.h"

#include "core/error.h"
#include "core/json_shape.h"
#include "core/record.h"

namespace mmim {

namespace {

constexpr const char* kFormat = "mmim cell 1";

/// As classes_json() has them: a square matrix, and one reliability for each class.
void check_classes(const Json& classes) {
  static const Json kOne{{"count", 0}, {"prediction", nullptr}, {"truth", nullptr}, {"right", nullptr}};
  static const Json kClasses{{"names", Json::array({""})},
                             {"confusion", Json::array({Json::array({0})})},
                             {"reliability", Json::array({kOne})}};
  if (classes.is_null()) return;
  check_shape(classes, kClasses, "`classes`");
  const size_t count = classes.at("names").size();
  bool square = classes.at("confusion").size() == count && classes.at("reliability").size() == count;
  for (const Json& row : classes.at("confusion")) square = square && row.size() == count;
  if (!square) throw DataError("`classes`: has not one row and one column of `confusion` for each name");
}

/// What reports read of analyses: conformal_json(), slices_json() and the robustness of an experiment.
void check_analyses(const Cell& cell) {
  static const Json kInterval{{"value", 0}, {"low", 0}, {"high", 0}};
  static const Json kConformal{{"alpha", 0},
                               {"calibration", {{"utterances", 0}, {"rank", 0}}},
                               {"radius", 0},
                               {"range", {0, 0}},
                               {"width", 0},
                               {"coverage", kInterval},
                               {"expected", kInterval},
                               {"approximate", nullptr}};
  static const Json kSlice{{"slice", ""}, {"count", 0}, {"MAE", 0}, {"error", 0}};
  static const Json kSlices{{"slices", {{"*", Json::array({kSlice})}}}, {"calibration", Json::array({Json::object()})}};
  static const Json kMetric{{"mean", Json::array({0})}, {"area", 0}};
  static const Json kCurve{
      {"modality", ""}, {"missing", ""}, {"draws", 0}, {"metrics", {{"MAE", kMetric}, {"*", kMetric}}}};
  static const Json kRobustness{{"shares", Json::array({0})}, {"rows", ""}, {"curves", Json::array({kCurve})}};
  check_shape(cell.configuration, Json::object(), "`configuration`");
  if (!cell.conformal.is_null()) check_shape(cell.conformal, kConformal, "`conformal`");
  if (!cell.slices.is_null()) check_shape(cell.slices, kSlices, "`slices`");
  check_classes(cell.classes);
  if (cell.robustness.is_null()) return;
  check_shape(cell.robustness, kRobustness, "`robustness`");
  for (const Json& curve : cell.robustness.at("curves"))
    for (const auto& [metric, of] : curve.at("metrics").items())
      if (of.at("mean").size() != cell.robustness.at("shares").size())
        throw DataError("`robustness`: " + metric + " has not one mean for each share");
}

}  // namespace

template <class Self, class Visit>
void Cell::each_field(Self& self, const Visit& visit) {
  visit("experiment", self.experiment);
  visit("row", self.row);
  visit("name", self.name);
  visit("note", self.note);
  visit("finished", self.finished);
  visit("reason", self.reason);
  visit("system", self.system);
  visit("seed", self.seed);
  visit("data", self.provenance.data);
  visit("data_fingerprint", self.provenance.fingerprint);
  visit("synthetic", self.provenance.synthetic);
  visit("split", self.provenance.split);
  visit("utterances", self.utterances);
  visit("videos", self.videos);
  visit("encoder", self.provenance.encoder);
  visit("encoder_sha256", self.provenance.encoder_sha256);
  visit("protocol", self.provenance.protocol);
  visit("watermark", self.provenance.watermark);
  visit("version", self.provenance.version);
  visit("program_sha256", self.provenance.program);
  visit("machine", self.provenance.machine);
  visit("configuration_sha256", self.provenance.configuration_sha256);
  visit("configuration", self.configuration);
  visit("parameters", self.parameters);
  visit("seconds", self.seconds);
  visit("epochs", self.epochs);
  visit("best_epoch", self.best_epoch);
  visit("published_epoch", self.published_epoch);
  visit("valid_mae", self.valid_mae);
  visit("metrics", self.metrics);
  visit("published", self.published);
  visit("curve", self.curve);
  visit("steps", self.steps);
  visit("draws", self.draws);
  visit("conformal", self.conformal);
  visit("slices", self.slices);
  visit("robustness", self.robustness);
}

Json Cell::to_json() const {
  Json json{{"format", kFormat}};
  write_fields(*this, json);
  write_labels(provenance, json);
  if (!changes.empty()) json["changes"] = changes;
  if (!classes.is_null()) json["classes"] = classes;
  return json;
}

Cell Cell::from_json(const Json& json, const std::string& where) {
  if (!is_cell(json))
    throw DataError(where + ": is not a cell of an experiment (format \"" + std::string(kFormat) + "\" is wanted)");
  Cell cell;
  try {
    read_fields(json, cell);
    read_labels(json, cell.provenance);
    cell.changes = json.value("changes", std::vector<std::string>());  // older programs wrote none
    if (json.contains("classes")) cell.classes = json.at("classes");
    check_analyses(cell);
  } catch (const DataError& error) {
    throw DataError(where + ": " + error.what());
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": `label`, `label_range` or `changes` is damaged (" + error.what() + ")");
  }
  return cell;
}

bool is_cell(const Json& json) { return json.is_object() && json.contains("format") && json.at("format") == kFormat; }

Cell read_cell(const std::filesystem::path& file) { return Cell::from_json(read_json(file), file.string()); }

}  // namespace mmim
