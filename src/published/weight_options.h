#pragma once
#include "core/json.h"
#include "core/names.h"
#include "nn/bert.h"
#include "published/weights.h"

namespace mmim {

/// What the tensors of published weights say of the model they belong to. Options come as a configuration's tree
/// ({"mmim": {"visual": {"hidden": 16}}}); those that published code fixes by its equations are among them.
Json options_of(const PublishedWeights& weights, const std::string& model);

/// Options that change predictions and leave no trace in any tensor: "mult.heads".
std::vector<std::string> options_without_trace(const std::string& model);

/// Features per row of the streams that the weights were trained on; 0 where no tensor tells.
PerModality<int64_t> widths_of(const PublishedWeights& weights, const std::string& model);

/// The geometry of the text encoder in the file, nothing when there is none. Its heads leave no trace: heads is what
/// BERT has at that width in its published sizes, else 0.
std::optional<BertOptions> encoder_of(const PublishedWeights& weights, const std::string& model);

/// What decides the shape of a parameter of ours: "option mmim.visual.hidden", "the visual features of the data", or
/// "".
std::string shaped_by(const std::string& model, const std::string& ours);

}  // namespace mmim
