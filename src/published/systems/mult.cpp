#include "published/systems/system.h"

namespace mmim {

/// yaohungt/Multimodal-Transformer.
PublishedSystem published_mult() {
  return {
      .model = "mult",
      .beginnings = {{"text.", "text_model.model."},
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
                     {"head.", "out_layer."}},
      .parts = {{"text_model.", "text_model."},  // BERT, whose attention keeps its name
                {".attention.", ".self_attn."},
                {".inner.", ".fc1."},
                {".outer.", ".fc2."},
                {".norm0.", ".layer_norms.0."},
                {".norm1.", ".layer_norms.1."},
                {".norm.", ".layer_norm."}},
      .idle = {".version", "._float_tensor", "proj_l.weight", "proj_v.weight", "proj_a.weight"},
      .features = {"convolution.@.weight", 1},
      .options = {{"width", TensorExtent{"cross.text-visual.norm.weight", 0}},
                  {"layers", TensorCount{"cross.text-visual.layers.#.norm0.weight"}},
                  {"kernel.text", TensorExtent{"convolution.text.weight", 2}},
                  {"kernel.@", TensorExtent{"convolution.@.weight", 2}}},
      .without_trace = {"aligned", "padding", "heads", "positions", "mask"},
      .port_options = {{"positions", false}},
  };
}

}  // namespace mmim
