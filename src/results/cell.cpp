#include "results/cell.h"

#include <cmath>

#include "core/error.h"
#include "core/numbers.h"

namespace mmim {

namespace {

constexpr const char* kFormat = "mmim cell 1";

template <class Map>
Json numbers(const Map& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = number_to_json(value);
  return object;
}

std::map<std::string, double> numbers_from(const Json& object) {
  std::map<std::string, double> values;
  for (const auto& [name, value] : object.get_ref<const Json::object_t&>()) values[name] = number_from_json(value);
  return values;
}

Json point_to_json(const EpochPoint& point) {
  Json json{{"epoch", point.epoch},
            {"step", point.step},
            {"valid_loss", number_to_json(point.valid_loss)},
            {"test_loss", number_to_json(point.test_loss)},
            {"valid", numbers(point.valid)}};
  if (!point.test.empty()) json["test"] = numbers(point.test);
  json["train"] = numbers(point.train);
  return json;
}

EpochPoint point_from(const Json& json) {
  return {json.at("epoch"),
          json.at("step"),
          number_from_json(json.at("valid_loss")),
          number_from_json(json.at("test_loss")),
          numbers_from(json.at("valid")),
          json.contains("test") ? numbers_from(json.at("test")) : MetricValues{},
          numbers_from(json.at("train"))};
}

Json steps_to_json(const StepCurve& curve) {
  Json terms = Json::object();
  for (const auto& [name, values] : curve.terms) {
    terms[name] = Json::array();
    for (const double value : values) terms[name].push_back(number_to_json(value));
  }
  return {{"stage", curve.stage}, {"every", curve.every}, {"step", curve.step}, {"terms", terms}};
}

StepCurve steps_from(const Json& json) {
  StepCurve curve{json.at("stage"), json.at("every"), json.at("step"), {}};
  for (const auto& [name, values] : json.at("terms").items())
    for (const Json& value : values) curve.terms[name].push_back(number_from_json(value));
  return curve;
}

/// The plain fields, once for both directions.
template <class Record, class Visit>
void each_field(Record& cell, const Visit& visit) {
  visit("experiment", cell.experiment);
  visit("row", cell.row);
  visit("name", cell.name);
  visit("note", cell.note);
  visit("finished", cell.finished);
  visit("reason", cell.reason);
  visit("system", cell.system);
  visit("seed", cell.seed);
  visit("data", cell.data);
  visit("data_fingerprint", cell.fingerprint);
  visit("synthetic", cell.synthetic);
  visit("split", cell.split);
  visit("utterances", cell.utterances);
  visit("videos", cell.videos);
  visit("encoder", cell.encoder);
  visit("encoder_sha256", cell.encoder_sha256);
  visit("protocol", cell.protocol);
  visit("watermark", cell.watermark);
  visit("version", cell.version);
  visit("program_sha256", cell.program);
  visit("machine", cell.machine);
  visit("configuration_sha256", cell.configuration_sha256);
  visit("configuration", cell.configuration);
  visit("parameters", cell.parameters);
  visit("seconds", cell.seconds);
  visit("epochs", cell.epochs);
  visit("best_epoch", cell.best_epoch);
  visit("published_epoch", cell.published_epoch);
}

}  // namespace

Json Cell::to_json() const {
  Json json{{"format", kFormat}};
  each_field(*this, [&](const char* key, const auto& value) { json[key] = value; });
  json["valid_mae"] = number_to_json(valid_mae);
  json["metrics"] = numbers(metrics);
  json["published"] = numbers(published);
  json["curve"] = Json::array();
  for (const EpochPoint& point : curve) json["curve"].push_back(point_to_json(point));
  json["steps"] = Json::array();
  for (const StepCurve& one : steps) json["steps"].push_back(steps_to_json(one));
  json["draws"] = draws;
  json["conformal"] = conformal;
  json["slices"] = slices;
  json["robustness"] = robustness;
  return json;
}

Cell Cell::from_json(const Json& json, const std::string& where) {
  if (!is_cell(json))
    throw DataError(where + ": is not a cell of an experiment (format \"" + std::string(kFormat) + "\" is wanted)");
  Cell cell;
  std::string key;
  const auto at = [&](const char* name) -> const Json& { return json.at(key = name); };
  try {
    each_field(cell, [&](const char* name, auto& value) { at(name).get_to(value); });
    cell.valid_mae = number_from_json(at("valid_mae"));
    cell.metrics = numbers_from(at("metrics"));
    cell.published = numbers_from(at("published"));
    for (const Json& point : at("curve").get_ref<const Json::array_t&>()) cell.curve.push_back(point_from(point));
    for (const Json& curve : at("steps").get_ref<const Json::array_t&>()) cell.steps.push_back(steps_from(curve));
    cell.draws = at("draws");
    cell.conformal = at("conformal");
    cell.slices = at("slices");
    cell.robustness = at("robustness");
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": `" + key + "` is missing or damaged (" + error.what() + ")");
  }
  return cell;
}

bool is_cell(const Json& json) { return json.is_object() && json.contains("format") && json.at("format") == kFormat; }

Cell read_cell(const std::filesystem::path& file) { return Cell::from_json(read_json(file), file.string()); }

}  // namespace mmim
