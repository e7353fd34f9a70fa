#pragma once
#include <string>

#include "corpus/feature_set.h"

namespace mmim {

/// What made rows, by its name: "mmim-clips-1", or "features of an unknown make".
std::string maker_of(const FeatureSet& set);

/// How rows of one set were made otherwise than those of another: each setting and model that differs with both values,
/// "`acoustic_rate` is 10 instead of 20", else the streams whose columns differ. "" where the makers differ, and where
/// nothing does.
std::string difference(const FeatureSet& set, const FeatureSet& other);

}  // namespace mmim
