#include "models/mult.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void MultOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2, GloVe in the paper");
  o.add("aligned", aligned, {"put visual and acoustic rows on word pieces first", {}, "published in both forms"});
  o.choice(
      "padding", padding, {{"front", Padding::front}, {"stored", Padding::stored}},
      {"where padding goes: in front, so that the last row is a real one, or as the data set has it (text: behind)",
       {},
       "published data: front; MMSA: stored"});
  o.add("width", width,
        {"common width d of the streams", between(1, 4096), "code: 30; paper: 40; MMSA: 50 (MOSI), 30 (MOSEI)"});
  o.add("heads", heads,
        {"attention heads; a divisor of the width", between(1, 256),
         "code: 5; paper: 10 (MOSI), 8 (MOSEI); MMSA: 10, 6"});
  o.add("layers", layers,
        {"layers of a crossmodal encoder; self-attention has as many and at least 3", between(1, 64),
         "code: 5; paper, MMSA: 4"});
  for (const Modality m : kModalities)
    o.add("kernel." + word(m), kernel[m],
          {"rows of the convolution", between(1, 64),
           m == Modality::text     ? "code: 1; paper: 1 (MOSI), 1 or 3 (MOSEI); MMSA: 5"
           : m == Modality::visual ? "code: 1; paper: 3; MMSA: 5 (MOSI), 3 (MOSEI)"
                                   : "code: 1; paper: 3; MMSA: 5 (MOSI), 1 (MOSEI)"});
  o.add("positions", positions, {"add sinusoids to the rows", {}, "paper, code: true; MMSA: false"});
  o.add("mask", mask, {"a row reads ahead by no more than the lengths differ", {}, "code, MMSA: true"});
  for (const Modality m : kModalities)
    o.add("attention_dropout." + word(m), attention_dropout[m],
          {m == Modality::text ? "of attention over text, and of self-attention" : "of attention over this stream",
           between(0, 0.99),
           m == Modality::text     ? "code: .1; MMSA: .3 (MOSI), .4 (MOSEI)"
           : m == Modality::visual ? "code, MMSA: 0"
                                   : "code: 0; MMSA: .2 (MOSI), 0 (MOSEI)"});
  o.add("text_dropout", text_dropout, {"of the text rows", between(0, 0.99), "code: .25; MMSA: .5 (MOSI), .3 (MOSEI)"});
  o.add("embed_dropout", embed_dropout,
        {"of the rows that enter an encoder", between(0, 0.99), "code: .25; MMSA: .2 (MOSI), 0 (MOSEI)"});
  o.add("relu_dropout", relu_dropout, {"inside a block", between(0, 0.99), "code: .1; MMSA: 0"});
  o.add("residual_dropout", residual_dropout, {"before a block's sums", between(0, 0.99), "code: .1; MMSA: 0"});
  o.add("output_dropout", output_dropout,
        {"in the last residual block", between(0, 0.99), "code: 0; paper: .1; MMSA: .5"});
  loss.list(o, "code, MMSA: absolute, mean");
  o.add("learning_rate", learning_rate,
        {"Adam's rate", at_least(0), "paper, code: 1e-3; MMSA: 2e-3 (MOSI), 5e-4 (MOSEI)"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "0; MMSA lists one and does not use it"});
  o.add("accumulate", accumulate,
        {"batches whose gradients are summed for one update", at_least(1), "code: 1; MMSA: 8"});
  o.choice("tail", tail, {{"step", Stage::Tail::step}, {"drop", Stage::Tail::drop}},
           {"what becomes of fewer batches at the end of an epoch", {}, "MMSA: drop"});
  list_clip(o, clip, "code: norm .8; paper: .8 (MOSI), 1 (MOSEI); MMSA: value .6");
  list_clip_when(o, clip, "MMSA: batch");
  list_schedule(o, schedule, "code: plateau, .1 after 20; MMSA: .1 after 5 (MOSI), 20 (MOSEI)");
}

}  // namespace mmim
