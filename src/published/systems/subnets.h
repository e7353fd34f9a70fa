#pragma once
#include "published/systems/system.h"

namespace mmim {

/// What TFN and LMF have in common in published code: the networks before the fusion.
Renaming with_subnet_names(const Renaming& others);
std::vector<OptionTrace> with_subnet_options(const std::vector<OptionTrace>& others);
inline const TensorExtent kSubnetFeatures{"@.norm.weight", 0};

}  // namespace mmim
