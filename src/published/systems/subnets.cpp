#include "published/systems/subnets.h"

namespace mmim {

Renaming with_subnet_names(const Renaming& others) {
  Renaming all{{"acoustic.norm.", "audio_subnet.norm."},         {"acoustic.layers.0.", "audio_subnet.linear_1."},
               {"acoustic.layers.1.", "audio_subnet.linear_2."}, {"acoustic.layers.2.", "audio_subnet.linear_3."},
               {"visual.norm.", "video_subnet.norm."},           {"visual.layers.0.", "video_subnet.linear_1."},
               {"visual.layers.1.", "video_subnet.linear_2."},   {"visual.layers.2.", "video_subnet.linear_3."},
               {"language.lstm.", "text_subnet.rnn."},           {"language.project.", "text_subnet.linear_1."}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

std::vector<OptionTrace> with_subnet_options(const std::vector<OptionTrace>& others) {
  std::vector<OptionTrace> all{{"hidden.text", TensorExtent{"language.lstm.weight_hh_l0", 1}},
                               {"hidden.@", TensorExtent{"@.layers.0.weight", 0}},
                               {"text_out", TensorExtent{"language.project.weight", 0}}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

}  // namespace mmim
