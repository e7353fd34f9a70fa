#include "published/system_weights.h"

namespace mmim {

namespace {

Json mmim_pairs(const SystemWeights& weights) {
  Json pairs = Json::array();
  for (const std::string pair : {"text-visual", "text-acoustic", "visual-acoustic"})
    if (weights.find("bound." + pair + ".gaussian.mean.0.weight")) pairs.push_back(pair);
  return pairs;
}

}  // namespace

/// declare-lab/Multimodal-Infomax.
PublishedSystem published_mmim() {
  return {
      .model = "mmim",
      .beginnings = {{"text.", "text_enc.bertmodel."},
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
                     {"predictor.acoustic.", "cpc_za.net."}},
      .parts = {{".gaussian.mean.0.", ".mlp_mu.0."},  // a ReLU between the layers has the number 1
                {".gaussian.mean.1.", ".mlp_mu.2."},
                {".gaussian.log_variance.0.", ".mlp_logvar.0."},
                {".gaussian.log_variance.1.", ".mlp_logvar.2."},
                {".entropy_projection.", ".entropy_prj.0."},
                {".net.1.", ".net.2."},  // a tanh behind the first layer has the number 1
                {".net.2.", ".net.3."},
                {".net.3.", ".net.4."},
                {".net.4.", ".net.5."},
                {".net.5.", ".net.6."},
                {".net.6.", ".net.7."},
                {".net.7.", ".net.8."}},
      .also = {{"text_enc.bertmodel.", "bertmodel.model."},
               {"cpc_zt.net.0.", "cpc_zt.net."},  // a predictor of one layer has no number
               {"cpc_zv.net.0.", "cpc_zv.net."},
               {"cpc_za.net.0.", "cpc_za.net."}},
      .idle = {"mi_tv.", "mi_ta.", "mi_va.", "cpc_zt.", "cpc_zv.", "cpc_za."},
      .features = {"@.lstm.weight_ih_l0", 1},
      .options = {{"@.hidden", TensorExtent{"@.lstm.weight_hh_l0", 1}},
                  {"@.out", TensorExtent{"@.project.weight", 0}},
                  {"@.layers", TensorCount{"@.lstm.weight_hh_l#"}},
                  {"@.bidirectional", TensorPresence{"@.lstm.weight_hh_l0_reverse"}},
                  {"fusion_width", TensorExtent{"fusion.0.weight", 0}},
                  {"predictor_layers", TensorCount{"predictor.text.#.weight"}},
                  {"fusion_order", FixedValue{"text-acoustic-visual"}},
                  {"@.take", FixedValue{"first"}},
                  {"pairs", mmim_pairs}},
      .preset = "mmim-code",
  };
}

}  // namespace mmim
