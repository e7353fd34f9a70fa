#include "published/system_weights.h"
#include "published/systems/subnets.h"

namespace mmim {

namespace {

/// The range that predictions are stretched to stands in the file as its width and its lower end.
Json tfn_label_range(const SystemWeights& weights, bool high) {
  const auto *range = weights.named("output_range"), *shift = weights.named("output_shift");
  if (!range || !shift || range->array.count() != 1 || shift->array.count() != 1) return {};
  return shift->array.at(0) + (high ? range->array.at(0) : 0);
}

Json tfn_label_low(const SystemWeights& weights) { return tfn_label_range(weights, false); }
Json tfn_label_high(const SystemWeights& weights) { return tfn_label_range(weights, true); }

}  // namespace

/// Justin1904/TensorFusionNetworks.
PublishedSystem published_tfn() {
  return {
      .model = "tfn",
      .beginnings = with_subnet_names({{"head.0.", "post_fusion_layer_1."},
                                       {"head.1.", "post_fusion_layer_2."},
                                       {"head.2.", "post_fusion_layer_3."}}),
      .idle = {"output_range", "output_shift"},
      .features = kSubnetFeatures,
      .options = with_subnet_options({{"post_fusion", TensorExtent{"head.0.weight", 0}},
                                      {"label_low", tfn_label_low},
                                      {"label_high", tfn_label_high}}),
  };
}

}  // namespace mmim
