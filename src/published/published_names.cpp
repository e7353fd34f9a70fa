#include "published/published_names.h"

#include <algorithm>
#include <map>
#include <utility>

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

/// The networks before the fusion, which TFN and LMF have in common, and those of `others`.
Beginnings with_subnets(const Beginnings& others) {
  Beginnings all{{"acoustic.norm.", "audio_subnet.norm."},         {"acoustic.layers.0.", "audio_subnet.linear_1."},
                 {"acoustic.layers.1.", "audio_subnet.linear_2."}, {"acoustic.layers.2.", "audio_subnet.linear_3."},
                 {"visual.norm.", "video_subnet.norm."},           {"visual.layers.0.", "video_subnet.linear_1."},
                 {"visual.layers.1.", "video_subnet.linear_2."},   {"visual.layers.2.", "video_subnet.linear_3."},
                 {"language.lstm.", "text_subnet.rnn."},           {"language.project.", "text_subnet.linear_1."}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

/// Beginnings of our names and what they are called in the code that each system was published with.
const std::map<std::string, Beginnings> kBaselines{
    {"mfm",
     {{"encoder.text.project.", "encoder_l.fc1."},
      {"encoder.text.", "encoder_l."},
      {"encoder.visual.project.", "encoder_v.fc1."},
      {"encoder.visual.", "encoder_v."},
      {"encoder.acoustic.project.", "encoder_a.fc1."},
      {"encoder.acoustic.", "encoder_a."},
      {"decoder.text.project.", "decoder_l.fc1."},
      {"decoder.text.", "decoder_l."},
      {"decoder.visual.project.", "decoder_v.fc1."},
      {"decoder.visual.", "decoder_v."},
      {"decoder.acoustic.project.", "decoder_a.fc1."},
      {"decoder.acoustic.", "decoder_a."},
      {"fusion.lstm.text.", "mfn_encoder.lstm_l."},
      {"fusion.lstm.visual.", "mfn_encoder.lstm_v."},
      {"fusion.lstm.acoustic.", "mfn_encoder.lstm_a."},
      {"fusion.attention.0.", "mfn_encoder.att1_fc1."},
      {"fusion.attention.1.", "mfn_encoder.att1_fc2."},
      {"fusion.proposal.0.", "mfn_encoder.att2_fc1."},
      {"fusion.proposal.1.", "mfn_encoder.att2_fc2."},
      {"fusion.retain.0.", "mfn_encoder.gamma1_fc1."},
      {"fusion.retain.1.", "mfn_encoder.gamma1_fc2."},
      {"fusion.update.0.", "mfn_encoder.gamma2_fc1."},
      {"fusion.update.1.", "mfn_encoder.gamma2_fc2."},
      {"label_code.", "last_to_zy_fc1."},
      {"factor.label.0.", "zy_to_fy_fc1."},
      {"factor.label.1.", "zy_to_fy_fc2."},
      {"factor.text.0.", "zl_to_fl_fc1."},
      {"factor.text.1.", "zl_to_fl_fc2."},
      {"factor.visual.0.", "zv_to_fv_fc1."},
      {"factor.visual.1.", "zv_to_fv_fc2."},
      {"factor.acoustic.0.", "za_to_fa_fc1."},
      {"factor.acoustic.1.", "za_to_fa_fc2."},
      {"head.0.", "fy_to_y_fc1."},
      {"head.1.", "fy_to_y_fc2."}}},
    {"mult",
     {{"text.", "text_model.model."},
      {"convolution.text.", "proj_l."},
      {"convolution.visual.", "proj_v."},
      {"convolution.acoustic.", "proj_a."},
      {"cross.text-visual.", "trans_l_with_v."},
      {"cross.text-acoustic.", "trans_l_with_a."},
      {"cross.visual-text.", "trans_v_with_l."},
      {"cross.visual-acoustic.", "trans_v_with_a."},
      {"cross.acoustic-text.", "trans_a_with_l."},
      {"cross.acoustic-visual.", "trans_a_with_v."},
      {"memory.text.", "trans_l_mem."},
      {"memory.visual.", "trans_v_mem."},
      {"memory.acoustic.", "trans_a_mem."},
      {"residual.0.", "proj1."},
      {"residual.1.", "proj2."},
      {"head.", "out_layer."}}},
    {"iccn",
     {{"language.", "text_proj."},
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
      {"head.1.", "head2."}}},
    {"misa",
     {{"text.", "bertmodel."},
      {"visual.first.lstm.", "vrnn1."},
      {"visual.norm.", "vlayer_norm."},
      {"visual.second.lstm.", "vrnn2."},
      {"acoustic.first.lstm.", "arnn1."},
      {"acoustic.norm.", "alayer_norm."},
      {"acoustic.second.lstm.", "arnn2."},
      {"project.text.", "project_t.project_t."},
      {"project.visual.", "project_v.project_v."},
      {"project.acoustic.", "project_a.project_a."},
      {"norm.text.", "project_t.project_t_layer_norm."},
      {"norm.visual.", "project_v.project_v_layer_norm."},
      {"norm.acoustic.", "project_a.project_a_layer_norm."},
      {"specific.text.", "private_t.private_t_1."},
      {"specific.visual.", "private_v.private_v_1."},
      {"specific.acoustic.", "private_a.private_a_3."},
      {"shared.", "shared.shared_1."},
      {"rebuild.text.", "recon_t.recon_t_1."},
      {"rebuild.visual.", "recon_v.recon_v_1."},
      {"rebuild.acoustic.", "recon_a.recon_a_1."},
      {"fusion.", "transformer_encoder.layers."},
      {"head.0.", "fusion.fusion_layer_1."},
      {"head.1.", "fusion.fusion_layer_3."},
      {"discriminator.0.", "discriminator.discriminator_layer_1."},
      {"discriminator.1.", "discriminator.discriminator_layer_2."}}},
    {"tfn", with_subnets({{"head.0.", "post_fusion_layer_1."},
                          {"head.1.", "post_fusion_layer_2."},
                          {"head.2.", "post_fusion_layer_3."}})},
    {"lmf", with_subnets({{"factor.text", "text_factor"},
                          {"factor.visual", "video_factor"},
                          {"factor.acoustic", "audio_factor"},
                          {"fusion.weight", "fusion_weights"},
                          {"fusion.bias", "fusion_bias"}})},
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

/// Parts of a name behind that beginning; the first that is found counts.
const std::map<std::string, Beginnings> kParts{
    {"mfm", {{"_l0", ""}}},
    {"mult",
     {{"text_model.", "text_model."},  // whose attention keeps its name
      {".attention.", ".self_attn."},
      {".inner.", ".fc1."},
      {".outer.", ".fc2."},
      {".norm0.", ".layer_norms.0."},
      {".norm1.", ".layer_norms.1."},
      {".norm.", ".layer_norm."}}},
    {"misa",
     {{"bertmodel.", "bertmodel."},  // as above
      {".attention.", ".self_attn."},
      {".inner.", ".linear1."},
      {".outer.", ".linear2."},
      {".norm0.", ".norm1."},
      {".norm1.", ".norm2."}}},
};

/// Beginnings of these names and what MMSA's port calls them, where that differs.
const std::map<std::string, Beginnings> kPorts{{"misa", {{"bertmodel.", "bertmodel.model."}}},
                                               {"mag-bert", {{"", "model."}}},
                                               {"mmim", {{"text_enc.bertmodel.", "bertmodel.model."}}}};

/// What stands in published tensors that no prediction reads, or that only repeat an option.
const std::map<std::string, std::vector<std::string>> kIdle{
    {"tfn", {"output_range", "output_shift"}},
    {"mfm", {"mfn_encoder.out_fc"}},
    {"mult", {".version", "._float_tensor", "proj_l.weight", "proj_v.weight", "proj_a.weight"}},
    {"misa", {"sp_discriminator.", "tlayer_norm."}},
    {"mmim", {"mi_tv.", "mi_ta.", "mi_va.", "cpc_zt.", "cpc_zv.", "cpc_za."}},
};

std::string replace_part(const std::string& name, const Beginnings& table) {
  for (const auto& [ours, theirs] : table)
    if (const size_t at = name.find(ours); at != std::string::npos)
      return name.substr(0, at) + theirs + name.substr(at + ours.size());
  return name;
}

}  // namespace

std::string published_name(const std::string& model, const std::string& ours) {
  const auto known = kBaselines.find(model);
  const std::string begun = known == kBaselines.end() ? ours : replace_start(ours, known->second);
  const auto parts = kParts.find(model);
  return parts == kParts.end() ? begun : replace_part(begun, parts->second);
}

std::vector<std::string> published_names(const std::string& model, const std::string& ours) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    names.push_back(name);
    const auto port = kPorts.find(model);
    const std::string ported = port == kPorts.end() ? name : replace_start(name, port->second);
    if (ported != name) names.push_back(ported);
  };
  if (model != "mmim") {
    add(published_name(model, ours));
    return names;
  }
  add(published_mmim_name(ours, 2));
  if (ours.starts_with("predictor.") && ours.find(".0.") != std::string::npos) add(published_mmim_name(ours, 1));
  return names;
}

bool has_published_names(const std::string& model) { return model == "mmim" || kBaselines.contains(model); }

bool published_idle(const std::string& model, const std::string& published) {
  if (published.ends_with("embeddings.position_ids")) return true;
  const auto known = kIdle.find(model);
  return known != kIdle.end() && std::any_of(known->second.begin(), known->second.end(), [&](const std::string& part) {
           return published.find(part) != std::string::npos;
         });
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
