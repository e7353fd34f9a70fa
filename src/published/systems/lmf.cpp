#include "published/systems/subnets.h"

namespace mmim {

/// Justin1904/Low-rank-Multimodal-Fusion.
PublishedSystem published_lmf() {
  return {
      .model = "lmf",
      .beginnings = with_subnet_names({{"factor.text", "text_factor"},
                                       {"factor.visual", "video_factor"},
                                       {"factor.acoustic", "audio_factor"},
                                       {"fusion.weight", "fusion_weights"},
                                       {"fusion.bias", "fusion_bias"}}),
      .features = kSubnetFeatures,
      .options = with_subnet_options({{"rank", TensorExtent{"fusion.weight", 1}}}),
  };
}

}  // namespace mmim
