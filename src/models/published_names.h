#pragma once
#include <string>

namespace mmim {

/// The name the published MMIM (declare-lab/Multimodal-Infomax; MMSA's port below "Model.") gives a parameter of ours:
/// "bound.text-visual.gaussian.mean.0.weight" -> "mi_tv.mlp_mu.0.weight". For weight import and parity tests.
/// `predictor_layers`: its contrastive predictor is one Linear without a number, or a numbered row.
std::string published_mmim_name(const std::string& ours, int64_t predictor_layers);

/// The same for the baselines, by their names in the catalogue: the first beginning that fits is exchanged, then one
/// part behind it. A name that fits none is the same in both.
std::string published_name(const std::string& model, const std::string& ours);

}  // namespace mmim
