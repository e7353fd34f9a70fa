#include "models/mmim.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void MmimOptions::list(Options& o) {
  o.add("modalities", modalities,
        {"streams that the model reads; pairs and contrastive bounds of the others are left out", {}, "all three"},
        {"text", "visual", "acoustic"});
  TextStream::list(o, "text", text, "fine-tuned");
  o.add("alpha", alpha, {"weight of the contrastive bound", at_least(0), "Table 3: .3 (MOSI), .1 (MOSEI); code: .1"});
  o.add("beta", beta, {"weight of the Barber-Agakov bound", at_least(0), "Table 3: .1 (MOSI), .05 (MOSEI); code: .1"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for BERT", at_least(0), "5e-5"});
  o.add("learning_rate_main", learning_rate_main,
        {"Adam's rate for everything else the main stage steps", at_least(0),
         "Table 3: 1e-3 (MOSI), 5e-4 (MOSEI); code: 1e-3"});
  o.add("learning_rate_likelihood", learning_rate_likelihood,
        {"Adam's rate of the likelihood stage", at_least(0), "Table 3: 5e-3 (MOSI), 1e-3 (MOSEI); code: 1e-3"});
  o.add("weight_decay", weight_decay,
        {"coupled decay, in every group, biases and LayerNorm too", at_least(0), "paper: silent; code: 1e-4"});
  o.section("visual", visual);
  o.section("acoustic", acoustic);
  o.add(
      "visual_dropout", visual_dropout,
      {"dropout of the visual LSTM's final state (D13)", between(0, 0.99), "code: parsed as .1 but without effect: 0"});
  o.add("acoustic_dropout", acoustic_dropout,
        {"dropout of the acoustic LSTM's final state (D13)", between(0, 0.99),
         "code: parsed as .1 but without effect: 0"});
  o.add("fusion_width", fusion_width, {"width of the fused vector Z", between(1, 65536), "128"});
  o.add("fusion_dropout", fusion_dropout, {"dropout before fusion", between(0, 0.99), "paper: silent; code: .1"});
  o.choice(
      "fusion_order", fusion_order,
      {{"text-visual-acoustic", Order::text_visual_acoustic}, {"text-acoustic-visual", Order::text_acoustic_visual}},
      {"order of concatenation (D15)", {}, "code: text-acoustic-visual"});
  const std::vector<std::string> all_pairs{"text-visual", "text-acoustic", "visual-acoustic"};
  o.add("pairs", pairs,
        {"pairs with a Barber-Agakov bound, the first predicts the second; [] has no likelihood stage",
         {},
         "text-visual, text-acoustic; Table 4 leaves some out (D22)"},
        all_pairs);
  o.add("contrast", contrast, {"modalities with a contrastive bound", {}, "all three; Table 4 leaves some out"},
        {"text", "visual", "acoustic"});
  o.section("bound", bound);
  o.choice(
      "history_reset", history_reset, {{"never", Reset::never}, {"pass", Reset::pass}},
      {"when the history is emptied: never (Algorithm 1), or before every pass (D6)", {}, "paper: never; code: pass"});
  o.add("entropy_from_batch", entropy_from_batch,
        {"batch of a pass from which the entropy counts; above 0 it also waits for a history (D6)", at_least(0),
         "paper: 0; code: 2"});
  o.choice("projection", projection,
           {{"frozen", Projection::frozen}, {"trained", Projection::trained}, {"decay", Projection::decay}},
           {"the entropy's projection (D8): stays as drawn, is trained in the main stage, or decays in the likelihood "
            "stage from epoch 2 on (LibTorch 1.7 replay)",
            {},
            "paper: no projection; code: frozen with LibTorch 2, decay with 1.7"});
  o.choice(
      "objectives", objectives, {{"all", Objectives::all}, {"entropy-only", Objectives::entropy_only}},
      {"entropy-only: the published program without --contrast (D16): task loss and, oddly, the entropy", {}, "all"});
  o.choice("orientation", orientation,
           {{"representations", Orientation::representations}, {"predictions", Orientation::predictions}},
           {"negatives of the contrastive bound: other representations for one Z, or other predictions for one "
            "representation (D7)",
            {},
            "paper eq. 11: representations; code: predictions"});
  o.add("predictor_layers", predictor_layers,
        {"linear layers of G, an activation after the first when more than one", between(1, 8), "1"});
  o.choice("predictor_activation", predictor_activation, {{"tanh", Activation::tanh}, {"relu", Activation::relu}},
           {"that activation", {}, "code: tanh"});
  list_clip(o, clip, "Table 3: norm 5.0, over: silent; code: norm 1.0 over all (D9)");
  o.add("likelihood_share", likelihood_share,
        {"share of the batches the likelihood stage sees (D12)", between(0, 1),
         "paper: D_sub; code: 1 (MOSI), .5 (MOSEI)"});
  o.add("unit", unit,
        {.meaning = "representations of length 1 in fusion and all bounds, as section 3.2 may be read",
         .source = "paper: unclear; code: false",
         .earlier = false});
  o.choice("head", head, {{"fusion", Head::fusion}, {"residual", Head::residual}, {"gated", Head::gated}},
           {.meaning = "the prediction: from Z; from text alone plus from Z; or the latter times a gate out of Z",
            .source = "paper, code: fusion",
            .earlier = "fusion"});
  o.add("modality_dropout", modality_dropout,
        {.meaning = "probability that fusion sees nothing of the visual (acoustic) stream of an utterance in training",
         .range = between(0, 0.99),
         .source = "paper, code: 0",
         .earlier = 0.0});
  o.add("stop_text", stop_text,
        {.meaning = "terms whose gradient does not reach the text encoder",
         .source = "paper, code: none",
         .earlier = Json::array()},
        {"bound", "contrast"});
  o.add("anneal", anneal,
        {.meaning = "epochs in which alpha and beta rise from 0 in equal steps",
         .range = at_least(0),
         .source = "paper, code: 0",
         .earlier = 0});
  list_schedule(o, schedule,
                "paper: silent; code: plateau, factor .5, whose patience of 20 outlasts early stopping (D11)");
}

}  // namespace mmim
