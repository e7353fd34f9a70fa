#include "published/system_weights.h"

namespace mmim {

namespace {

Json iccn_channels(const SystemWeights& weights) {
  Json channels = Json::array();
  for (int64_t layer = 0; layer < weights.count({"image.visual.#.weight"}); ++layer)
    channels.push_back(weights.extent({numbered("image.visual.#.weight", layer), 0}));
  return channels.empty() ? Json() : channels;
}

/// Without a projection the text keeps its width, which the option says by 0.
Json iccn_unprojected_text(const SystemWeights& weights) { return weights.find("language.weight") ? Json() : Json(0); }

}  // namespace

/// ICCN has no published code: these are the names of the recorded design that the parity tests replay.
PublishedSystem published_iccn() {
  return {
      .model = "iccn",
      .beginnings = {{"language.", "text_proj."},
                     {"convolution.visual.", "video_conv."},
                     {"convolution.acoustic.", "audio_conv."},
                     {"encoder.visual.lstm.", "video_lstm."},
                     {"encoder.acoustic.lstm.", "audio_lstm."},
                     {"image.visual.project.", "tv_fc."},
                     {"image.visual.0.", "tv_conv1."},
                     {"image.visual.1.", "tv_conv2."},
                     {"image.visual.2.", "tv_conv3."},
                     {"image.acoustic.project.", "ta_fc."},
                     {"image.acoustic.0.", "ta_conv1."},
                     {"image.acoustic.1.", "ta_conv2."},
                     {"image.acoustic.2.", "ta_conv3."},
                     {"head.0.", "head1."},
                     {"head.1.", "head2."}},
      .features = {"convolution.@.weight", 1},
      .options = {{"text_out", TensorExtent{"language.weight", 0}},
                  {"conv_channels", TensorExtent{"convolution.visual.weight", 0}},
                  {"conv_kernel", TensorExtent{"convolution.visual.weight", 2}},
                  {"lstm_hidden", TensorExtent{"encoder.visual.lstm.weight_hh_l0", 1}},
                  {"image.kernel", TensorExtent{"image.visual.0.weight", 2}},
                  {"image.out", TensorExtent{"image.visual.project.weight", 0}},
                  {"head_hidden", TensorExtent{"head.0.weight", 0}},
                  {"image.channels", iccn_channels},
                  {"text_out", iccn_unprojected_text}},
      .without_trace = {"image.padding", "image.pool"},
  };
}

}  // namespace mmim
