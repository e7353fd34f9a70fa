#include "models/dropouts/dropping.h"
#include "models/mag_bert.h"
#include "models/misa.h"
#include "models/mmim.h"

namespace mmim::by_hand {

namespace {

Expected misa(const Dropping& d) {
  const PartsOf& w = *d.parts;
  const PerModality<Tensor> vectors{d.text_vector(Pool::mean),
                                    w.module<LstmPair>("visual").forward(d.batch.streams.visual),
                                    w.module<LstmPair>("acoustic").forward(d.batch.streams.acoustic)};
  std::vector<Tensor> specific, shared, scores;
  for (const Modality m : kModalities) {
    const Tensor u = w.normal("norm." + word(m), w.linear("project." + word(m), vectors[m]).relu());
    specific.push_back(w.linear("specific." + word(m), u).sigmoid());
    shared.push_back(w.linear("shared", u).sigmoid());
    scores.push_back(
        d.two_layers("discriminator", "dropout", shared.back(), d.stream("discriminator").stream(word(m))));
  }
  const double fusion = d.p("fusion.dropout");
  const auto block = with_values_of(w.module<TransformerBlock>("fusion.0"),
                                    std::make_shared<TransformerBlock>(BlockOptions{.width = d.value("hidden"),
                                                                                    .heads = d.value("fusion.heads"),
                                                                                    .inner = d.value("fusion.inner"),
                                                                                    .attention_dropout = fusion,
                                                                                    .inner_dropout = fusion,
                                                                                    .residual_dropout = fusion}));
  const Tensor six = at::stack({specific[0], specific[1], specific[2], shared[0], shared[1], shared[2]}, 1);
  const std::vector<int64_t> lengths(static_cast<size_t>(d.batch.size()), 6);
  const Ragged rows{six.flatten(0, 1), make_layout(lengths, d.batch.tokens.layout->utterance_ids)};
  const Tensor fused = block->forward(rows, d.stream("fusion").stream(0)).values.view({d.batch.size(), -1});
  const Tensor hidden = d.drop("dropout", w.linear("head.0", fused), "head").relu();
  const Tensor modality = at::arange(3, at::kLong).repeat_interleave(d.batch.size());
  return {w.linear("head.1", hidden).squeeze(1), {{"similarity", at::cross_entropy_loss(at::cat(scores), modality)}}};
}

Expected mag_bert(const Dropping& d) {
  const auto& model = dynamic_cast<const MagBert&>(*d.model);
  const Bert& bert = *d.model->text_encoder();
  const Draws text = d.frozen() ? Draws{} : d.stream("text");
  const Ragged z = bert.embed(d.batch.tokens, text);
  const Tensor rows =
      dropped(model.adapt(z, d.batch, {}).rows, d.p("gate.dropout"), z.layout->row_ids(), d.stream("gate"));
  const Tensor pooled = bert.encode_pooled(z.with(rows), 0, Pool::pooler, text);
  return {d.parts->linear("head", d.drop("head_dropout", pooled, "head")).squeeze(1)};
}

Expected self_mm(const Dropping& d) {
  const Tensor t = d.text_vector(Pool::cls), v = d.parts->module<LstmEncoder>("visual").forward(d.batch.streams.visual),
               a = d.parts->module<LstmEncoder>("acoustic").forward(d.batch.streams.acoustic);
  const auto read = [&](const std::string& task, const Tensor& x) {
    const std::string head = "head." + task + ".";
    const Tensor feature = d.parts->linear(head + "0", d.drop("dropout." + task, x, task)).relu();
    return d.parts->linear(head + "2", d.parts->linear(head + "1", feature).relu()).squeeze(1);
  };
  Expected expected{read("fusion", at::cat({t, a, v}, 1))};
  const std::vector<std::pair<std::string, Tensor>> single{{"text", t}, {"visual", v}, {"acoustic", a}};
  const Tensor utterances = utterance_ids(d.batch);
  for (size_t i = 0; i < single.size(); ++i) {
    const Tensor wanted = d.training.columns[i].second.index_select(0, utterances);
    expected.terms[single[i].first] = (read(single[i].first, single[i].second) - wanted).abs().mean();
  }
  return expected;
}

Expected mmim(const Dropping& d) {
  std::vector<Tensor> vectors{d.text_vector(Pool::cls)};
  for (const Modality m : kRowStreams) {
    const auto& encoder = d.parts->module<LstmEncoder>(word(m));
    const Tensor state = encoder.final_state(d.batch.streams[m]);
    const Tensor present =
        d.drop("modality_dropout", at::ones({state.size(0), 1}, state.options()), "modality/" + word(m));
    vectors.push_back(encoder.project(d.drop(word(m) + "_dropout", state, word(m))) * present);
  }
  const Tensor kept = d.drop("fusion_dropout", at::cat(vectors, 1), "fusion");
  const Tensor hidden = d.parts->linear("fusion.0", kept).tanh(), fused = d.parts->linear("fusion.1", hidden).tanh();
  return {d.parts->linear("head", fused).squeeze(1)};
}

Expected text_only(const Dropping& d) { return {d.parts->linear("head", d.text_vector(Pool::cls)).squeeze(1)}; }

Expected late_mlp(const Dropping& d) {
  std::vector<Tensor> vectors;
  for (const Modality m : kModalities) {
    const Tensor mean = m == Modality::text ? d.text_vector(Pool::mean) : means(d.batch.streams[m]);
    const Tensor kept = d.drop("dropout." + word(m), mean, d.stream("mean").stream(word(m)));
    const std::string net = m == Modality::text ? "language" : word(m);
    vectors.push_back(d.parts->linear(net + ".1", d.parts->linear(net + ".0", kept).relu()).relu());
  }
  const Tensor kept = d.drop("fusion_dropout", at::cat(vectors, 1), "fusion");
  return {d.parts->linear("head.1", d.parts->linear("head.0", kept).relu()).squeeze(1)};
}

Expected early_lstm(const Dropping& d) {
  const Ragged text = d.text_rows();
  const Tensor rows =
      at::cat({text.values, aligned(d.batch, Modality::visual).values, aligned(d.batch, Modality::acoustic).values}, 1);
  const Tensor state = d.parts->module<LstmEncoder>("encoder").forward(text.with(rows));
  return {d.parts->linear("head", d.drop("dropout", state, "state")).squeeze(1)};
}

}  // namespace

Systems others_by_hand() {
  return {{"misa", {misa, {"loss.error=absolute", "similarity=adversarial", "hidden=6", "fusion.inner=8"}}},
          {"mag-bert", {mag_bert, {"loss.error=absolute"}}},
          {"self-mm", {self_mm, {"labels.from=columns"}}},
          {"mmim", {mmim, {"visual.out=5", "acoustic.out=4"}}},
          {"text-only", {text_only, {}}},
          {"late-mlp", {late_mlp, {}}},
          {"early-lstm", {early_lstm, {}}}};
}

}  // namespace mmim::by_hand
