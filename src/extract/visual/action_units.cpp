#include "extract/visual/action_units.h"

#include <algorithm>

namespace mmim {

namespace {

/// The places of the shapes of an action unit, for each of its means.
std::vector<std::vector<size_t>> places_of(const ActionUnit& unit) {
  std::vector<std::vector<size_t>> places;
  for (const std::vector<std::string>& shapes : unit.shapes) {
    places.emplace_back();
    for (const std::string& shape : shapes) places.back().push_back(blendshape(shape));
  }
  return places;
}

std::vector<std::string> both_sides(const std::string& shape) { return {shape + "Left", shape + "Right"}; }

}  // namespace

const std::vector<ActionUnit>& action_units() {
  static const std::vector<ActionUnit> units{
      {"AU01", {{"browInnerUp"}}},
      {"AU02", {both_sides("browOuterUp")}},
      {"AU04", {both_sides("browDown")}},
      {"AU05", {both_sides("eyeWide")}},
      {"AU06", {both_sides("cheekSquint")}},
      {"AU07", {both_sides("eyeSquint")}},
      {"AU09", {both_sides("noseSneer")}},
      {"AU10", {both_sides("mouthUpperUp")}},
      {"AU12", {both_sides("mouthSmile")}},
      {"AU14", {both_sides("mouthDimple")}},
      {"AU15", {both_sides("mouthFrown")}},
      {"AU17", {{"mouthShrugLower"}}},
      {"AU18", {{"mouthPucker"}}},
      {"AU20", {both_sides("mouthStretch")}},
      {"AU23", {both_sides("mouthPress")}},
      {"AU24", {both_sides("mouthPress")}},
      {"AU25", {both_sides("mouthLowerDown"), {"jawOpen"}}},
      {"AU26", {{"jawOpen"}}},
      {"AU28", {{"mouthRollLower", "mouthRollUpper"}}},
      {"AU43", {both_sides("eyeBlink")}},
  };
  return units;
}

std::vector<double> action_units_of(std::span<const double> blendshapes) {
  static const auto places = [] {
    std::vector<std::vector<std::vector<size_t>>> all;
    for (const ActionUnit& unit : action_units()) all.push_back(places_of(unit));
    return all;
  }();
  std::vector<double> values;
  for (const auto& means : places) {
    double greatest = 0;
    for (const std::vector<size_t>& shapes : means) {
      double sum = 0;
      for (const size_t shape : shapes) sum += blendshapes[shape];
      greatest = std::max(greatest, sum / static_cast<double>(shapes.size()));
    }
    values.push_back(greatest);
  }
  return values;
}

}  // namespace mmim
