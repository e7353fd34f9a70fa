#include "published/systems/system.h"

namespace mmim {

/// declare-lab/MISA.
PublishedSystem published_misa() {
  return {
      .model = "misa",
      .beginnings = {{"text.", "bertmodel."},
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
                     {"discriminator.1.", "discriminator.discriminator_layer_2."}},
      .parts = {{"bertmodel.", "bertmodel."},  // BERT, whose attention keeps its name
                {".attention.", ".self_attn."},
                {".inner.", ".linear1."},
                {".outer.", ".linear2."},
                {".norm0.", ".norm1."},
                {".norm1.", ".norm2."}},
      .also = {{"bertmodel.", "bertmodel.model."}},
      .idle = {"sp_discriminator.", "tlayer_norm."},
      .features = {"@.first.lstm.weight_ih_l0", 1},
      .options = {{"hidden", TensorExtent{"shared.weight", 0}},
                  {"fusion.layers", TensorCount{"fusion.#.inner.weight"}},
                  {"fusion.inner", TensorExtent{"fusion.0.inner.weight", 0}},
                  {"similarity", TensorPresence{"discriminator.0.weight", "adversarial"}}},
      .without_trace = {"activation", "fusion.heads"},
      .port_note = "MMSA read as many visual and acoustic rows as a text has word pieces; here all are read",
  };
}

}  // namespace mmim
