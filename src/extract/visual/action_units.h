#pragma once
#include <array>
#include <span>
#include <string>
#include <vector>

#include "extract/visual/blendshapes.h"

namespace mmim {

/// A movement of the face by Ekman and Friesen's number, and the blendshapes that stand for it.
struct ActionUnit {
  std::string name;                              ///< AU01
  std::vector<std::vector<std::string>> shapes;  ///< the greatest of these means
};

/// The 20 action units that have blendshapes, in the order of their numbers.
const std::vector<ActionUnit>& action_units();

/// Each of them, 0 to 1, out of all blendshapes.
std::vector<double> action_units_of(std::span<const double> blendshapes);

}  // namespace mmim
