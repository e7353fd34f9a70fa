#include "extract/visual/action_units.h"
#include "extract/visual/face_measures.h"
#include "extract/visual/visual.h"

namespace mmim {

namespace {

std::vector<std::string> all_visual_columns() {
  std::vector<std::string> names;
  const auto& shapes = blendshape_names();
  for (size_t i = 1; i < shapes.size(); ++i) names.push_back("bs_" + shapes[i]);
  for (const char* name : {"rx", "ry", "rz", "tx", "ty", "tz"}) names.push_back(std::string("pose_") + name);
  for (const char* name : {"right_x", "right_y", "left_x", "left_y"}) names.push_back(std::string("gaze_") + name);
  for (const std::string& name : face_measure_names()) names.push_back("geo_" + name);
  names.insert(names.end(), {"conf", "valid"});
  return names;
}

std::vector<std::string> names_of_units() {
  std::vector<std::string> names;
  for (const ActionUnit& unit : action_units()) names.push_back(unit.name);
  return names;
}

}  // namespace

const std::vector<std::string>& visual_columns(VisualView view) {
  static const std::vector<std::string> all = all_visual_columns(), units = names_of_units();
  return view == VisualView::all ? all : units;
}

void VisualOptions::list(Options& options) {
  options.choice("view", view, {{"all", VisualView::all}, {"au", VisualView::action_units}},
                 {.meaning = "the 80 columns of a face, or 20 action units of Ekman and Friesen (docs/visual.md)"});
  options.add("rate", rate, {.meaning = "pictures of a clip a second", .range = between(1, 120)});
  options.add("face_model", face_model,
              {.meaning = "file of MediaPipe's face model, \"\" for the one that ./dev face has put in its place",
               .effect = Effect::place});
}

}  // namespace mmim
