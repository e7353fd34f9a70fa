#include "models/published_names.h"

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

}  // namespace

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
