#include "models/dropouts/dropping.h"
#include "models/iccn.h"
#include "models/lmf.h"
#include "models/mfm.h"
#include "models/mult.h"
#include "models/tfn.h"

namespace mmim::by_hand {

namespace {

/// The vectors that TFN and LMF fuse.
PerModality<Tensor> subnets(const Dropping& d) {
  const auto& language = d.parts->module<LstmEncoder>("language");
  PerModality<Tensor> h;
  h.text = language.project(d.drop("dropout.text", language.final_state(d.padded_text()), "language"));
  for (const Modality m : kRowStreams) {
    const Tensor mean = block_of(padded(d.batch.streams[m], d.inputs.padded[m])).mean(1);
    const Tensor normal = d.parts->module<BatchNorm>(word(m) + ".norm").train_forward(mean);
    const Tensor kept = d.drop("dropout." + word(m), normal, word(m));
    h[m] = d.parts->module<Mlp>(word(m) + ".layers").forward(kept).relu();
  }
  return h;
}

Expected tfn(const Dropping& d) {
  const Tensor kept = d.drop("post_fusion_dropout", Tfn::fuse(subnets(d)), "fusion");
  return {d.parts->module<Mlp>("head").forward(kept).squeeze(1).sigmoid() * 6 - 3};
}

Expected lmf(const Dropping& d) {
  const auto& model = dynamic_cast<const Lmf&>(*d.model);
  return {model.read(Lmf::fuse(model.project(subnets(d))))};
}

Expected mfm(const Dropping& d) {
  PerModality<Ragged> x{d.padded_text(), {}, {}};
  for (const Modality m : kRowStreams) x[m] = padded(aligned(d.batch, m), d.inputs.padded.text);
  const auto network = [&](const std::string& name) -> MemoryFusionOptions::Network {
    return {d.value("fusion." + name + ".units"), d.p("fusion." + name + ".dropout")};
  };
  const MemoryFusionOptions o{
      {d.value("fusion.hidden.text"), d.value("fusion.hidden.visual"), d.value("fusion.hidden.acoustic")},
      d.value("fusion.memory"),
      network("attention"),
      network("proposal"),
      network("retain"),
      network("update")};
  const auto fusion = with_values_of(
      d.parts->module<MemoryFusion>("fusion"),
      std::make_shared<MemoryFusion>(PerModality<int64_t>{8, d.inputs.widths.visual, d.inputs.widths.acoustic}, o));
  const Tensor fused = fusion->forward({block_of(x.text), block_of(x.visual), block_of(x.acoustic)},
                                       x.text.layout->row_ids(), d.stream("fusion"));
  const auto factor = [&](const std::string& which, const Tensor& z) {
    return d.two_layers("factor." + which, "dropout." + which, z, d.stream("factor " + which)).relu();
  };
  const Tensor f = factor("label", d.parts->linear("label_code", fused));
  Expected expected{d.two_layers("head", "head_dropout", f, d.stream("head")).squeeze(1)};
  for (const Modality m : kModalities) {
    const Tensor own = factor(word(m), d.parts->module<LstmEncoder>("encoder." + word(m)).forward(x[m]));
    const Tensor decoded =
        d.parts->module<LstmDecoder>("decoder." + word(m)).forward(at::cat({f, own}, 1), d.inputs.padded.text.length);
    expected.terms["reconstruction/" + word(m)] = at::mse_loss(decoded, block_of(x[m]));
  }
  return expected;
}

Expected mult(const Dropping& d) {
  constexpr std::array<Modality, 3> kTargets{Modality::text, Modality::acoustic, Modality::visual};
  const auto encoder = [&](const std::string& name, int64_t width, int64_t layers, const std::string& attention) {
    const CrossmodalOptions o{.block = {.width = width,
                                        .heads = d.value("heads"),
                                        .inner = 4 * width,
                                        .norm = BlockOptions::Norm::before,
                                        .attention_dropout = d.p("attention_dropout." + attention),
                                        .inner_dropout = d.p("relu_dropout"),
                                        .residual_dropout = d.p("residual_dropout")},
                              .layers = layers,
                              .embed_dropout = d.p("embed_dropout")};
    return with_values_of(d.parts->module<CrossmodalEncoder>(name), std::make_shared<CrossmodalEncoder>(o));
  };
  PerModality<Ragged> x;
  for (const Modality m : kTargets) {
    FixedLength fixed = d.inputs.padded[m];
    fixed.side = Side::front;
    Ragged rows = padded(m == Modality::text ? d.text_rows() : d.batch.streams[m], fixed);
    if (m == Modality::text)
      rows.values = dropped(rows.values, d.p("text_dropout"), rows.layout->row_ids(), d.stream("text rows"));
    x[m] = d.parts->module<Convolution>("convolution." + word(m)).forward(rows);
  }
  const int64_t width = d.value("width"), layers = d.value("layers");
  std::vector<Tensor> last;
  for (const Modality target : kTargets) {
    std::vector<Tensor> both;
    for (const Modality source : kTargets) {
      if (source == target) continue;
      const std::string pair = word(target) + "-" + word(source);
      both.push_back(
          encoder("cross." + pair, width, layers, word(source))->forward(x[target], x[source], d.stream(pair)).values);
    }
    const auto memory = encoder("memory." + word(target), 2 * width, std::max<int64_t>(layers, 3), "text");
    const Ragged rows = memory->forward(x[target].with(at::cat(both, 1)), d.stream("memory " + word(target)));
    last.push_back(block_of(rows).select(1, -1));
  }
  const Tensor h = at::cat(last, 1);
  return {d.parts->linear("head", h + d.two_layers("residual", "output_dropout", h, d.stream("output"))).squeeze(1)};
}

Expected iccn(const Dropping& d) {
  const Tensor text = d.parts->linear("language", d.text_vector(Pool::cls));
  PerModality<Tensor> image;
  for (const Modality m : kRowStreams) {
    const Ragged rows = d.parts->module<Convolution>("convolution." + word(m)).forward(d.batch.streams[m]);
    const Tensor state = d.parts->module<LstmEncoder>("encoder." + word(m)).final_state(rows.with(rows.values.relu()));
    image[m] = d.parts->module<ImageNetwork>("image." + word(m)).forward(text.unsqueeze(2) * state.unsqueeze(1));
  }
  return {
      d.two_layers("head", "dropout", at::cat({image.acoustic, text, image.visual}, 1), d.stream("head")).squeeze(1)};
}

}  // namespace

Systems fusions_by_hand() {
  return {{"tfn", {tfn, {"hidden.text=6", "hidden.visual=5", "text_out=5", "post_fusion=6"}}},
          {"lmf", {lmf, {"hidden.text=6", "hidden.visual=5", "hidden.acoustic=4", "text_out=5"}}},
          {"mfm",
           {mfm,
            {"fusion.hidden.text=4", "fusion.hidden.visual=3", "fusion.hidden.acoustic=3", "fusion.memory=4",
             "fusion.attention.units=6", "fusion.proposal.units=5", "fusion.retain.units=5", "fusion.update.units=5",
             "z.label=6", "z.text=5", "z.visual=5", "z.acoustic=4", "f.label=8", "f.text=4", "f.visual=8",
             "f.acoustic=3"}}},
          {"iccn", {iccn, {"lstm_hidden=8", "text_out=8", "image.out=8", "head_hidden=6"}}},
          {"mult", {mult, {"width=6", "heads=2", "layers=2"}}}};
}

}  // namespace mmim::by_hand
