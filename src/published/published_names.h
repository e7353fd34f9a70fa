#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace mmim {

/// The name the published MMIM (declare-lab/Multimodal-Infomax; MMSA's port below "Model.") gives a parameter of ours:
/// "bound.text-visual.gaussian.mean.0.weight" -> "mi_tv.mlp_mu.0.weight". For weight import and parity tests.
/// `predictor_layers`: its contrastive predictor is one Linear without a number, or a numbered row.
std::string published_mmim_name(const std::string& ours, int64_t predictor_layers);

/// The same for the baselines, by their names in the catalogue: the first beginning that fits is exchanged, then one
/// part behind it. A name that fits none is the same in both.
std::string published_name(const std::string& model, const std::string& ours);

/// Every name under which a published state dictionary may hold a parameter of ours: of the code that the parity tests
/// replay, then of MMSA's port (without the "Model." before all of its names) where that differs.
std::vector<std::string> published_names(const std::string& model, const std::string& ours);
bool has_published_names(const std::string& model);

/// Whether a published tensor without a place in ours is one that no prediction reads, or that only repeats an option.
bool published_idle(const std::string& model, const std::string& published);

}  // namespace mmim
