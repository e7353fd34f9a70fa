#include "published/systems/system.h"

namespace mmim {

/// thuiar/Self-MM.
PublishedSystem published_self_mm() {
  return {
      .model = "self-mm",
      .beginnings = {{"text.", "text_model.model."},
                     {"acoustic.lstm.", "audio_model.rnn."},
                     {"acoustic.project.", "audio_model.linear_1."},
                     {"visual.lstm.", "video_model.rnn."},
                     {"visual.project.", "video_model.linear_1."},
                     {"head.fusion.0.", "post_fusion_layer_1."},
                     {"head.fusion.1.", "post_fusion_layer_2."},
                     {"head.fusion.2.", "post_fusion_layer_3."},
                     {"head.text.0.", "post_text_layer_1."},
                     {"head.text.1.", "post_text_layer_2."},
                     {"head.text.2.", "post_text_layer_3."},
                     {"head.acoustic.0.", "post_audio_layer_1."},
                     {"head.acoustic.1.", "post_audio_layer_2."},
                     {"head.acoustic.2.", "post_audio_layer_3."},
                     {"head.visual.0.", "post_video_layer_1."},
                     {"head.visual.1.", "post_video_layer_2."},
                     {"head.visual.2.", "post_video_layer_3."}},
      .features = {"@.lstm.weight_ih_l0", 1},
      .options = {{"@.hidden", TensorExtent{"@.lstm.weight_hh_l0", 1}},
                  {"@.out", TensorExtent{"@.project.weight", 0}},
                  {"width.fusion", TensorExtent{"head.fusion.0.weight", 0}},
                  {"width.text", TensorExtent{"head.text.0.weight", 0}},
                  {"width.@", TensorExtent{"head.@.0.weight", 0}}},
  };
}

}  // namespace mmim
