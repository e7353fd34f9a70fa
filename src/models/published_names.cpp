#include "models/published_names.h"

#include <map>
#include <utility>
#include <vector>

namespace mmim {

namespace {

/// Beginnings of our names and what they are called there; the first that fits counts.
const std::vector<std::pair<std::string, std::string>> kPrefixes{
    {"text.", "text_enc.bertmodel."},
    {"visual.lstm.", "visual_enc.rnn."},
    {"visual.project.", "visual_enc.linear_1."},
    {"acoustic.lstm.", "acoustic_enc.rnn."},
    {"acoustic.project.", "acoustic_enc.linear_1."},
    {"fusion.0.", "fusion_prj.linear_1."},
    {"fusion.1.", "fusion_prj.linear_2."},
    {"head.", "fusion_prj.linear_3."},
    {"bound.text-visual.", "mi_tv."},
    {"bound.text-acoustic.", "mi_ta."},
    {"bound.visual-acoustic.", "mi_va."},
    {"predictor.text.", "cpc_zt.net."},
    {"predictor.visual.", "cpc_zv.net."},
    {"predictor.acoustic.", "cpc_za.net."},
};

/// Within a Barber-Agakov bound; there the ReLU between the layers has the number 1.
const std::vector<std::pair<std::string, std::string>> kBoundParts{
    {"gaussian.mean.0.", "mlp_mu.0."},
    {"gaussian.mean.1.", "mlp_mu.2."},
    {"gaussian.log_variance.0.", "mlp_logvar.0."},
    {"gaussian.log_variance.1.", "mlp_logvar.2."},
    {"entropy_projection.", "entropy_prj.0."},
};

std::string replace_start(const std::string& name, const std::vector<std::pair<std::string, std::string>>& table) {
  for (const auto& [ours, theirs] : table)
    if (name.starts_with(ours)) return theirs + name.substr(ours.size());
  return name;
}

using Beginnings = std::vector<std::pair<std::string, std::string>>;

/// Beginnings of our names and what they are called in the code that each system was published with.
const std::map<std::string, Beginnings> kBaselines{
    {"tfn",
     {{"acoustic.norm.", "audio_subnet.norm."},
      {"acoustic.layers.0.", "audio_subnet.linear_1."},
      {"acoustic.layers.1.", "audio_subnet.linear_2."},
      {"acoustic.layers.2.", "audio_subnet.linear_3."},
      {"visual.norm.", "video_subnet.norm."},
      {"visual.layers.0.", "video_subnet.linear_1."},
      {"visual.layers.1.", "video_subnet.linear_2."},
      {"visual.layers.2.", "video_subnet.linear_3."},
      {"language.lstm.", "text_subnet.rnn."},
      {"language.project.", "text_subnet.linear_1."},
      {"head.0.", "post_fusion_layer_1."},
      {"head.1.", "post_fusion_layer_2."},
      {"head.2.", "post_fusion_layer_3."}}},
    {"mag-bert",
     {{"text.", "bert."},
      {"gate.visual_gate.", "bert.MAG.W_hv."},
      {"gate.visual.", "bert.MAG.W_v."},
      {"gate.acoustic_gate.", "bert.MAG.W_ha."},
      {"gate.acoustic.", "bert.MAG.W_a."},
      {"gate.LayerNorm.", "bert.MAG.LayerNorm."},
      {"head.", "classifier."}}},
    {"self-mm",
     {{"text.", "text_model.model."},
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
      {"head.visual.2.", "post_video_layer_3."}}},
};

}  // namespace

std::string published_name(const std::string& model, const std::string& ours) {
  const auto known = kBaselines.find(model);
  return known == kBaselines.end() ? ours : replace_start(ours, known->second);
}

std::string published_mmim_name(const std::string& ours, int64_t predictor_layers) {
  const std::string name = replace_start(ours, kPrefixes);
  if (ours.starts_with("bound.")) return name.substr(0, 6) + replace_start(name.substr(6), kBoundParts);
  if (!ours.starts_with("predictor.")) return name;
  const size_t number = name.find(".net.") + 5, dot = name.find('.', number);
  if (predictor_layers == 1) return name.substr(0, number) + name.substr(dot + 1);
  const int layer = std::stoi(name.substr(number, dot - number));  // the tanh after the first layer has the number 1
  return name.substr(0, number) + std::to_string(layer == 0 ? 0 : layer + 1) + name.substr(dot);
}

}  // namespace mmim
