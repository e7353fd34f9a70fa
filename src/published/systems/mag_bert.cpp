#include "published/systems/system.h"

namespace mmim {

/// WasifurRahman/BERT_multimodal_transformer.
PublishedSystem published_mag_bert() {
  return {
      .model = "mag-bert",
      .beginnings = {{"text.", "bert."},
                     {"gate.visual_gate.", "bert.MAG.W_hv."},
                     {"gate.visual.", "bert.MAG.W_v."},
                     {"gate.acoustic_gate.", "bert.MAG.W_ha."},
                     {"gate.acoustic.", "bert.MAG.W_a."},
                     {"gate.LayerNorm.", "bert.MAG.LayerNorm."},
                     {"head.", "classifier."}},
      .features = {"gate.@.weight", 1},
      .without_trace = {"gate.beta", "gate.epsilon"},
  };
}

}  // namespace mmim
