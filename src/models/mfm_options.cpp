#include "models/mfm.h"
#include "models/parts/stage_parts.h"

namespace mmim {

namespace {

struct Published {
  std::string z, f, dropout, weight;
};

const PerModality<Published> kOwn{{"code: 32; MMSA: 64 (MOSI), 256 (MOSEI)", "code: 88; MMSA: 32",
                                   "code: .2; MMSA: .5 (MOSI), .7 (MOSEI)", "code: 1; MMSA: .5 (MOSI), 5 (MOSEI)"},
                                  {"80", "code: 8; MMSA: 64 (MOSI), 32 (MOSEI)",
                                   "code: .7; MMSA: .5 (MOSI), .7 (MOSEI)", "code: .5; MMSA: .5 (MOSI), 5 (MOSEI)"},
                                  {"code: 8; MMSA: 80", "code: 8; MMSA: 16 (MOSI), 80 (MOSEI)", "code: .2; MMSA: .7",
                                   "code: .01; MMSA: .01 (MOSI), 2 (MOSEI)"}};

}  // namespace

void MfmOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2, GloVe in the paper");
  o.section("fusion", fusion);
  o.add("z.label", z.label, {"width of Z_y", between(1, 4096), "code: 32; MMSA: 80 (MOSI), 32 (MOSEI)"});
  o.add("f.label", f.label, {"width of F_y", between(1, 4096), "code: 16; MMSA: 64 (MOSI), 16 (MOSEI)"});
  o.add("dropout.label", dropout.label,
        {"between Z_y and F_y", between(0, 0.99), "code: 0; MMSA: .5 (MOSI), .2 (MOSEI)"});
  for (const Modality m : kModalities) {
    const std::string which = word(m);
    o.add("z." + which, z.own[m], {"width of Z of this modality", between(1, 4096), kOwn[m].z});
    o.add("f." + which, f.own[m], {"width of F of this modality", between(1, 4096), kOwn[m].f});
    o.add("dropout." + which, dropout.own[m], {"between Z and F", between(0, 0.99), kOwn[m].dropout});
    o.add("reconstruction_weight." + which, reconstruction_weight[m],
          {"weight of the reconstruction", at_least(0), kOwn[m].weight});
  }
  o.add("head_dropout", head_dropout,
        {"between F_y and the label", between(0, 0.99), "code: 0; MMSA: 0 (MOSI), .2 (MOSEI)"});
  o.add("mmd_weight", mmd_weight, {"weight of each MMD", at_least(0), "code: 1; MMSA: 100 (MOSI), 10 (MOSEI)"});
  loss.list(o, "code, MMSA: absolute, mean");
  o.add("learning_rate", learning_rate,
        {"Adam's rate", at_least(0), "code, MMSA: 1e-3; both list another and do not use it"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "code: 0; MMSA: 1e-3 (MOSI), 5e-4 (MOSEI)"});
  list_clip(o, clip, "none");
  list_schedule(o, schedule, "code: plateau, .1 after 10; MMSA: none");
}

}  // namespace mmim
