#include "published/imported.h"

namespace mmim {

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all{
      {"tfn", {"hidden.text=6", "hidden.visual=5", "hidden.acoustic=3", "text_out=7", "post_fusion=9"}, {}},
      {"lmf", {"hidden.text=6", "hidden.visual=5", "hidden.acoustic=4", "text_out=7", "rank=3"}, {}},
      {"mfm",
       {"fusion.hidden.text=7", "fusion.hidden.visual=5", "fusion.hidden.acoustic=3", "fusion.memory=4",
        "fusion.attention.units=8", "fusion.proposal.units=9", "fusion.retain.units=6", "fusion.update.units=10",
        "z.label=6", "z.text=5", "z.visual=3", "z.acoustic=4", "f.label=2", "f.text=7", "f.visual=6", "f.acoustic=3"},
       {}},
      {"iccn",
       {"text_out=6", "conv_channels=3", "conv_kernel=5", "lstm_hidden=7", "image.channels=[2, 3]", "image.kernel=3",
        "image.out=5", "head_hidden=9"},
       {}},
      {"mult",
       {"width=6", "layers=2", "kernel.text=3", "kernel.visual=1", "kernel.acoustic=2"},
       {"heads=2", "positions=true"}},
      {"misa", {"hidden=6", "fusion.inner=10", "fusion.layers=2", "similarity=adversarial"}, {}},
      {"mag-bert", {}, {"gate.beta=0.5"}},
      {"self-mm",
       {"visual.hidden=5", "visual.out=4", "acoustic.hidden=6", "acoustic.out=3", "width.fusion=7", "width.text=6",
        "width.visual=5", "width.acoustic=4"},
       {}},
      {"mmim",
       {"visual.hidden=5", "visual.out=6", "visual.bidirectional=true", "acoustic.hidden=4", "acoustic.out=5",
        "acoustic.layers=2", "fusion_width=7", "predictor_layers=3", "pairs=text-visual,visual-acoustic",
        "fusion_order=text-acoustic-visual", "visual.take=first", "acoustic.take=first", "bound.rows=projected"},
       {}},
  };
  return all;
}

}  // namespace mmim
