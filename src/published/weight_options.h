#pragma once
#include "nn/bert.h"
#include "published/system_weights.h"

namespace mmim {

/// What the tensors of published weights say of the model they belong to. Options come as a configuration's tree
/// ({"mmim": {"visual": {"hidden": 16}}}); those that published code fixes by its equations are among them.
Json options_of(const SystemWeights& weights);

/// Options that change predictions and leave no trace in any tensor: "mult.heads".
std::vector<std::string> options_without_trace(const PublishedSystem& system);

/// The geometry of the text encoder in the file, nothing when there is none. Its heads leave no trace: heads is what
/// BERT has at that width in its published sizes, else 0.
std::optional<BertOptions> encoder_of(const SystemWeights& weights);

/// What decides the shape of a parameter of ours: "option mmim.visual.hidden", "the visual features of the data", or
/// "".
std::string shaped_by(const PublishedSystem& system, const std::string& ours);

}  // namespace mmim
