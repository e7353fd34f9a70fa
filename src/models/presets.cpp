#include "core/error.h"
#include "models/catalog.h"

namespace mmim {

namespace {

Json published_stream() { return {{"hidden", 16}, {"out", 16}, {"take", "first"}}; }

/// The published program (declare-lab/Multimodal-Infomax) with its command-line defaults: what differs from mmim-paper.
Json published_mmim() {
  return {{"mmim",
           {{"alpha", 0.1},
            {"beta", 0.1},
            {"learning_rate_likelihood", 1e-3},
            {"visual", published_stream()},
            {"acoustic", published_stream()},
            {"fusion_order", "text-acoustic-visual"},
            {"bound",
             {{"likelihood", {{"form", "published"}, {"bound", "none"}}},
              {"entropy",
               {{"covariance", "full"}, {"split", "strict"}, {"gradient", "batch"}, {"guard", 0.0}, {"least_rows", 0}}},
              {"rows", "projected"}}},
            {"history_reset", "pass"},
            {"entropy_from_batch", 2},
            {"projection", "frozen"},
            {"orientation", "predictions"},
            {"clip", {{"limit", 1.0}, {"over", "all"}}}}}};
}

/// The best of twenty draws of configs/recipe/tune_mmim_mosi.toml by validation of CMU-MOSI, rounded. Its draw has
/// neither bound: `alpha` and `beta` are 0.
Json best_mmim() {
  return {{"mmim",
           {{"alpha", 0.0},
            {"beta", 0.0},
            {"learning_rate_text", 1.8e-4},
            {"learning_rate_main", 1.4e-3},
            {"head", "residual"},
            {"modality_dropout", 0.3}}},
          {"text", {{"pool", "mean"}}},
          {"train",
           {{"batch_size", 16},
            {"epochs", 12},
            {"patience", 12},
            {"recipe",
             {{"decay", "decoupled"},
              {"decayed", "matrices"},
              {"weight_decay", 0.1},
              {"schedule", "linear"},
              {"layer_decay", 0.9},
              {"average", 0.95}}}}}};
}

}  // namespace

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all{
      {"mmim-paper", "mmim",
       "the equations of the paper with Table 3's values for MOSI; docs/equations.md lists what the paper leaves open",
       Json::object()},
      {"mmim-code", "mmim", "the published program with its command-line defaults, divergences from the paper included",
       published_mmim()},
      {"mmim-best", "mmim",
       "the recipe that a search on validation of CMU-MOSI found: MMIM's streams and fusion without its bounds",
       best_mmim()},
  };
  return all;
}

const Preset& preset(const std::string& name) {
  std::vector<std::string> known;
  for (const Preset& one : presets()) {
    if (one.name == name) return one;
    known.push_back(one.name);
  }
  throw UsageError("unknown preset `" + name + "`" + did_you_mean(name, known));
}

}  // namespace mmim
