#include <gtest/gtest.h>

#include "core/error.h"
#include "models/catalog.h"

namespace mmim {
namespace {

using Tree = nlohmann::json;  ///< keys in alphabetical order: equal trees compare equal however they were listed

/// Every option of the preset's model with the preset's values.
Tree resolved(const std::string& name) {
  const Preset& chosen = preset(name);
  const auto options = model_entry(chosen.model).options();
  Options listing;
  listing.section(chosen.model, *options);
  listing.merge(chosen.values, name);
  return Tree::parse(listing.to_json().dump());
}

void expect_values(const std::string& name, const std::string& wanted) {
  const Tree tree = Tree::parse(wanted, nullptr, true, true), values = resolved(name);
  EXPECT_EQ(values, tree) << "to be as wanted it would take " << Tree::diff(values, tree).dump(2);
}

// Table 3 (MOSI) where it has a value; else the equations, the published program's defaults, and what docs/equations.md
// chooses where the paper is silent.
TEST(Presets, MmimPaperIsTheEquationsWithTheValuesOfTable3ForMosi) {
  expect_values("mmim-paper", R"({"mmim": {
    "modalities": ["text", "visual", "acoustic"], "text": "fine-tuned",
    "alpha": 0.3, "beta": 0.1,
    "learning_rate_text": 5e-5, "learning_rate_main": 1e-3, "learning_rate_likelihood": 5e-3,
    "weight_decay": 1e-4,
    "visual": {"hidden": 32, "out": 0, "layers": 1, "bidirectional": false, "take": "last"},    // D14
    "acoustic": {"hidden": 32, "out": 0, "layers": 1, "bidirectional": false, "take": "last"},
    "visual_dropout": 0, "acoustic_dropout": 0,                                                 // D13
    "fusion_width": 128, "fusion_dropout": 0.1,
    "fusion_order": "text-visual-acoustic",                                                     // D15
    "pairs": ["text-visual", "text-acoustic"],                                                  // D22
    "contrast": ["text", "visual", "acoustic"],
    "bound": {
      "likelihood": {"form": "full", "bound": "smooth"},                                        // D1, D2
      "entropy": {"split": "non-negative", "covariance": "diagonal", "gradient": "whole",
                  "guard": 1e-6, "least_rows": 8},  // D3, D4, D26
      "rows": "raw", "divisor": 4, "memory": 1},                                                // D5
    "history_reset": "never", "entropy_from_batch": 0,                                          // D6
    "orientation": "representations",                                                           // D7
    "projection": "trained",                                                                    // D8: there is none
    "clip": {"kind": "norm", "limit": 5.0, "over": "stepped"},                                  // D9
    "schedule": {"kind": "plateau", "factor": 0.5, "patience": 20, "warmup": 0.1},              // D11
    "likelihood_share": 1,                                                                      // D12
    "objectives": "all",                                                                        // D16
    "predictor_layers": 1, "predictor_activation": "tanh",
    "unit": false, "head": "fusion", "modality_dropout": 0, "stop_text": [], "anneal": 0
  }})");
}

TEST(Presets, MmimCodeIsThePublishedProgramWithItsDefaults) {
  expect_values("mmim-code", R"({"mmim": {
    "modalities": ["text", "visual", "acoustic"], "text": "fine-tuned",
    "alpha": 0.1, "beta": 0.1,
    "learning_rate_text": 5e-5, "learning_rate_main": 1e-3, "learning_rate_likelihood": 1e-3,
    "weight_decay": 1e-4,
    "visual": {"hidden": 16, "out": 16, "layers": 1, "bidirectional": false, "take": "first"},  // D14
    "acoustic": {"hidden": 16, "out": 16, "layers": 1, "bidirectional": false, "take": "first"},
    "visual_dropout": 0, "acoustic_dropout": 0,                                                 // D13
    "fusion_width": 128, "fusion_dropout": 0.1,
    "fusion_order": "text-acoustic-visual",                                                     // D15
    "pairs": ["text-visual", "text-acoustic"],                                                  // D22
    "contrast": ["text", "visual", "acoustic"],
    "bound": {
      "likelihood": {"form": "published", "bound": "none"},                                     // D1, D2
      "entropy": {"split": "strict", "covariance": "full", "gradient": "batch",
                  "guard": 0, "least_rows": 0},  // D3, D4, D26
      "rows": "projected", "divisor": 4, "memory": 1},                                          // D5
    "history_reset": "pass", "entropy_from_batch": 2,                                           // D6
    "orientation": "predictions",                                                               // D7
    "projection": "frozen",                                                                     // D8
    "clip": {"kind": "norm", "limit": 1.0, "over": "all"},                                      // D9
    "schedule": {"kind": "plateau", "factor": 0.5, "patience": 20, "warmup": 0.1},              // D11
    "likelihood_share": 1,                                                                      // D12
    "objectives": "all",                                                                        // D16
    "predictor_layers": 1, "predictor_activation": "tanh",
    "unit": false, "head": "fusion", "modality_dropout": 0, "stop_text": [], "anneal": 0
  }})");
}

TEST(Presets, OfPublishedProgramsSetNothingOutsideTheSectionOfTheirModel) {
  for (const std::string name : {"mmim-paper", "mmim-code"})
    for (const auto& [section, values] : preset(name).values.items()) EXPECT_EQ(section, preset(name).model) << name;
}

TEST(Presets, MmimBestIsTheBestDrawOfTheSearchOnValidation) {
  EXPECT_EQ(Tree::parse(preset("mmim-best").values.dump()), Tree::parse(R"({
    "mmim": {"alpha": 0.0, "beta": 0.0, "learning_rate_text": 1.8e-4, "learning_rate_main": 1.4e-3,
             "head": "residual", "modality_dropout": 0.3},
    "text": {"pool": "mean"},
    "train": {"batch_size": 16, "epochs": 12, "patience": 12,
              "recipe": {"decay": "decoupled", "decayed": "matrices", "weight_decay": 0.1, "schedule": "linear",
                         "layer_decay": 0.9, "average": 0.95}}
  })"));
}

TEST(Presets, BelongToAModelThatIsListed) {
  for (const Preset& one : presets()) EXPECT_EQ(model_entry(one.model).name, one.model);
  EXPECT_EQ(presets().front().name, "mmim-paper") << "the first of a model is its default";
}

TEST(Presets, NameTheNearestWhenUnknown) {
  try {
    preset("mmim-papr");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "unknown preset `mmim-papr` (did you mean `mmim-paper`?)");
  }
}

}  // namespace
}  // namespace mmim
