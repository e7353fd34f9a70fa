#include <gtest/gtest.h>

#include <cmath>

#include "nn/adaptation_gate.h"
#include "nn/bert.h"
#include "nn/crossmodal_encoder.h"
#include "nn/memory_fusion.h"
#include "support/by_hand.h"

namespace mmim {
namespace {

constexpr double kHalf = 0.5;
const Draws kDraws{true, 77};

Tensor numbers(std::vector<int64_t> shape, double phase = 0) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return (at::arange(count, at::kDouble) * 0.731 + phase).sin().view(shape);
}

/// In float64, with values far from 0 and 1, so that every part matters.
template <class M>
M& in_waves(M& module) {
  const torch::NoGradGuard no_gradient;
  module.to(at::kDouble);
  double phase = 0;
  for (auto& parameter : module.named_parameters())
    parameter.value().copy_(numbers(parameter.value().sizes().vec(), phase += 0.3) * 0.8);
  return module;
}

void expect_dropped(const Tensor& got, const Tensor& wanted, const Tensor& without, double tolerance = 1e-12) {
  ASSERT_EQ(got.sizes(), wanted.sizes());
  EXPECT_LT((got - wanted).abs().max().item<double>(), tolerance);
  EXPECT_GT((wanted - without).abs().max().item<double>(), 1e-3) << "this dropout changes nothing";
}

TEST(DropoutPlaces, OfAnMlpAreBehindTheActivationsOfItsHiddenLayers) {
  const torch::NoGradGuard no_gradient;
  const Tensor x = numbers({6, 3}), rows = at::arange(6, at::kLong) * 7 + 3;
  for (const auto where : {Mlp::Activate::hidden, Mlp::Activate::first}) {
    Mlp net({3, 4, 5, 2}, Activation::tanh, where);
    const PartsOf w(in_waves(net));
    const Tensor first = dropped(w.linear("0", x).tanh(), kHalf, rows, kDraws.stream(0)), second = w.linear("1", first);
    const Tensor behind =
        where == Mlp::Activate::first ? second : dropped(second.tanh(), kHalf, rows, kDraws.stream(1));
    expect_dropped(net.forward(x, kHalf, rows, kDraws), w.linear("2", behind), net.forward(x));
  }
}

/// Multi-head attention of one utterance: queries at places 0, 1, ... of utterance `utterance` read `keys`.
Tensor attended_by_hand(const Tensor& q, const Tensor& k, const Tensor& v, int64_t heads, double p, int64_t utterance,
                        const Draws& draws) {
  const auto split = [&](const Tensor& x) { return x.view({x.size(0), heads, -1}).transpose(0, 1); };
  const Tensor scores = at::matmul(split(q), split(k).transpose(1, 2)) /
                        std::sqrt(static_cast<double>(q.size(1)) / static_cast<double>(heads));
  const Tensor kept = at::softmax(scores, -1) * probability_scales_of(utterance, at::arange(q.size(0), at::kLong),
                                                                      k.size(0), heads, p, draws, q.scalar_type());
  return at::matmul(kept, split(v)).transpose(0, 1).reshape({q.size(0), -1});
}

/// TransformerBlock for one utterance whose rows x (T, d) read keys and values (S, d).
Tensor block_by_hand(const TransformerBlock& block, const BlockOptions& o, const Tensor& x, const Tensor& keys,
                     const Tensor& values, int64_t utterance) {
  const PartsOf w(block);
  const bool before = o.norm == BlockOptions::Norm::before;
  const auto normed = [&](const std::string& name, bool here, const Tensor& rows) {
    return here ? w.normal(name, rows) : rows;
  };
  const auto part = [&](const Tensor& rows, int64_t i) {
    const Tensor in = normed("norm0", before, rows);
    return at::linear(in, w["attention.in_proj_weight"].narrow(0, i * o.width, o.width),
                      w["attention.in_proj_bias"].narrow(0, i * o.width, o.width));
  };
  const Tensor rows = at::arange(x.size(0), at::kLong) + (utterance << 20);
  const Tensor read = attended_by_hand(part(x, 0), part(keys, 1), part(values, 2), o.heads, o.attention_dropout,
                                       utterance, kDraws.stream("attention"));
  const Tensor mixed = dropped(w.linear("attention.out_proj", read), o.residual_dropout, rows, kDraws.stream("mixed"));
  const Tensor y = normed("norm0", !before, x + mixed);
  const Tensor inner =
      dropped(w.linear("inner", normed("norm1", before, y)).relu(), o.inner_dropout, rows, kDraws.stream("inner"));
  return normed("norm1", !before,
                y + dropped(w.linear("outer", inner), o.residual_dropout, rows, kDraws.stream("raised")));
}

TEST(DropoutPlaces, OfATransformerBlockAreProbabilitiesInnerLayerAndBothSums) {
  const torch::NoGradGuard no_gradient;
  const Ragged x{numbers({5, 6}), make_layout({2, 3}, {4, 9})}, source{numbers({6, 6}, 1), make_layout({2, 4}, {4, 9})};
  const Tensor values = numbers({6, 6}, 2);
  for (const auto norm : {BlockOptions::Norm::before, BlockOptions::Norm::after})
    for (double BlockOptions::*place :
         {&BlockOptions::attention_dropout, &BlockOptions::inner_dropout, &BlockOptions::residual_dropout}) {
      BlockOptions o{.width = 6, .heads = 2, .inner = 7, .norm = norm};
      o.*place = kHalf;
      TransformerBlock block(o);
      in_waves(block);
      const auto second = [](const Tensor& rows, int64_t first) { return rows.narrow(0, first, rows.size(0) - first); };
      const Tensor wanted =
          block_by_hand(block, o, second(x.values, 2), second(source.values, 2), second(values, 2), 9);
      expect_dropped(second(block.forward(x, source, values, kDraws).values, 2), wanted,
                     second(block.forward(x, source, values, Draws{}).values, 2));
    }
}

TEST(DropoutPlaces, OfACrossmodalEncoderAreQueriesKeysAndValuesEachByItself) {
  const torch::NoGradGuard no_gradient;
  const CrossmodalOptions o{.block = {.width = 6, .heads = 2, .inner = 8, .norm = BlockOptions::Norm::before},
                            .layers = 2,
                            .embed_dropout = kHalf};
  CrossmodalEncoder encoder(o);
  const PartsOf w(in_waves(encoder));
  const Ragged x{numbers({6, 6}), make_layout({3, 3}, {4, 9})}, source{numbers({8, 6}, 1), make_layout({4, 4}, {4, 9})};
  const auto positioned = [](const Ragged& rows) { return rows.values * std::sqrt(6.0) + sinusoids(rows); };
  const auto kept = [&](const Ragged& rows, const char* stream) {
    return dropped(positioned(rows), kHalf, rows.layout->row_ids(), kDraws.stream(stream));
  };
  const auto layer = [&](int64_t i) -> TransformerBlock& {
    return w.module<TransformerBlock>("layers." + std::to_string(i));
  };
  const Ragged keys = source.with(kept(source, "keys")), queries = x.with(kept(x, "queries"));
  const Tensor cross_mask = future_mask(3, 4, x.values.options()), own_mask = future_mask(3, 3, x.values.options());
  Ragged cross = queries, own = queries;
  for (int64_t i = 0; i < o.layers; ++i) {
    cross = layer(i).forward(cross, keys, kept(source, "values"), kDraws.stream(i), cross_mask);
    own = layer(i).forward(own, kDraws.stream(i), own_mask);
  }
  expect_dropped(encoder.forward(x, source, kDraws).values, w.normal("norm", cross.values),
                 encoder.forward(x, source, Draws{}).values);
  expect_dropped(encoder.forward(x, kDraws).values, w.normal("norm", own.values), encoder.forward(x, Draws{}).values);
}

TEST(DropoutPlaces, OfACrossmodalEncoderAreInEveryLayerAnotherDraw) {
  const torch::NoGradGuard no_gradient;
  const CrossmodalOptions o{
      .block = {.width = 6, .heads = 2, .inner = 8, .norm = BlockOptions::Norm::before, .inner_dropout = kHalf},
      .layers = 2,
      .positions = false,
      .mask = false};
  CrossmodalEncoder encoder(o);
  const PartsOf w(in_waves(encoder));
  const Ragged x{numbers({3, 6}), make_layout({3})};
  Ragged y = x.with(x.values * std::sqrt(6.0));
  for (int64_t i = 0; i < o.layers; ++i)
    y = w.module<TransformerBlock>("layers." + std::to_string(i)).forward(y, kDraws.stream(i));
  expect_dropped(encoder.forward(x, kDraws).values, w.normal("norm", y.values), encoder.forward(x, Draws{}).values);
}

/// MemoryFusion over blocks (B, T, d), its dropout keyed by `rows` (B, T).
Tensor fused_by_hand(const MemoryFusion& fusion, const MemoryFusionOptions& o, const PerModality<Tensor>& x,
                     const Tensor& rows) {
  const PartsOf w(fusion);
  const auto network = [&](const std::string& name, const MemoryFusionOptions::Network& one, const Tensor& in,
                           const Tensor& keys) {
    return w.linear(name + ".1",
                    dropped(w.linear(name + ".0", in).relu(), one.dropout, keys, kDraws.stream(name).stream(0)));
  };
  constexpr std::array<Modality, 3> kCells{Modality::text, Modality::acoustic, Modality::visual};
  const int64_t batch = rows.size(0), steps = rows.size(1);
  PerModality<LstmCell::State> states;
  Tensor memory = at::zeros({batch, o.memory}, at::kDouble), before;
  for (int64_t t = 0; t < steps; ++t) {
    std::vector<Tensor> cells;
    for (const Modality m : kCells) {
      const auto& cell = w.module<LstmCell>("lstm." + word(m));
      if (t == 0) states[m] = cell.start(x[m], batch);
      states[m] = cell.step(cell.project(x[m].select(1, t)), states[m]);
      cells.push_back(states[m].c);
    }
    const Tensor now = at::cat(cells, 1), keys = rows.select(1, t);
    const Tensor window = at::cat({t == 0 ? at::zeros_like(now) : before, now}, 1);
    const Tensor attended = at::softmax(network("attention", o.attention, window, keys), 1) * window;
    const Tensor proposed = network("proposal", o.proposal, attended, keys).tanh();
    const Tensor both = at::cat({attended, memory}, 1);
    memory = network("retain", o.retain, both, keys).sigmoid() * memory +
             network("update", o.update, both, keys).sigmoid() * proposed;
    before = now;
  }
  return at::cat({states.text.h, states.acoustic.h, states.visual.h, memory}, 1);
}

TEST(DropoutPlaces, OfMemoryFusionAreTheHiddenLayersOfItsFourNetworks) {
  const torch::NoGradGuard no_gradient;
  using Networks = MemoryFusionOptions;
  const PerModality<Tensor> x{numbers({2, 3, 4}), numbers({2, 3, 3}, 1), numbers({2, 3, 2}, 2)};
  const Tensor rows = make_layout({3, 3}, {4, 9})->row_ids();
  for (Networks::Network Networks::*place :
       {&Networks::attention, &Networks::proposal, &Networks::retain, &Networks::update}) {
    Networks o{.hidden = {4, 3, 2}, .memory = 5};
    for (Networks::Network Networks::*one :
         {&Networks::attention, &Networks::proposal, &Networks::retain, &Networks::update})
      o.*one = {.units = 6, .dropout = one == place ? kHalf : 0};
    MemoryFusion fusion({4, 3, 2}, o);
    in_waves(fusion);
    expect_dropped(fusion.forward(x, rows, kDraws), fused_by_hand(fusion, o, x, rows.view({2, 3})),
                   fusion.forward(x, rows, Draws{}));
  }
}

TEST(DropoutPlaces, OfTheAdaptationGateAreItsRows) {
  const torch::NoGradGuard no_gradient;
  AdaptationGate gate(6, 3, 2, {.dropout = kHalf});
  in_waves(gate);
  const Ragged text{numbers({5, 6}), make_layout({2, 3}, {4, 9})};
  const Tensor visual = numbers({5, 3}, 1), acoustic = numbers({5, 2}, 2);
  const Tensor whole = gate.forward(text, visual, acoustic, Draws{}).rows;
  expect_dropped(gate.forward(text, visual, acoustic, kDraws).rows,
                 dropped(whole, kHalf, text.layout->row_ids(), kDraws), whole);
}

/// A layer of BERT for one utterance: rows `x` that are keyed by `rows`, at places 0, 1, ..., read those of `source`.
Tensor layer_by_hand(const Bert& bert, int64_t number, const Tensor& x, const Tensor& source, int64_t utterance,
                     const Draws& draws) {
  const PartsOf w(bert);
  const BertOptions& o = bert.options();
  const std::string layer = "encoder.layer." + std::to_string(number) + ".";
  const Tensor rows = at::arange(x.size(0), at::kLong) + (utterance << 20);
  const auto linear = [&](const std::string& name, const Tensor& in) { return w.linear(layer + name, in); };
  const Tensor read = attended_by_hand(linear("attention.self.query", x), linear("attention.self.key", source),
                                       linear("attention.self.value", source), o.heads, o.attention_dropout, utterance,
                                       draws.stream("attention"));
  const Tensor mixed = dropped(linear("attention.output.dense", read), o.dropout, rows, draws.stream("mixed"));
  const Tensor y = w.normal(layer + "attention.output.LayerNorm", x + mixed, o.epsilon);
  const Tensor raised = linear("output.dense", at::gelu(linear("intermediate.dense", y)));
  return w.normal(layer + "output.LayerNorm", y + dropped(raised, o.dropout, rows, draws.stream("raised")), o.epsilon);
}

/// BERT's rows of one text, and behind them those of the padding that fills it up to `length`.
Tensor bert_by_hand(const Bert& bert, const std::vector<int64_t>& ids, int64_t utterance, int64_t length) {
  const PartsOf w(bert);
  const BertOptions& o = bert.options();
  const auto own = static_cast<int64_t>(ids.size());
  const auto embedded = [&](const Tensor& words, int64_t first) {
    const Tensor places = w["embeddings.position_embeddings.weight"].narrow(0, first, words.size(0));
    return w.normal("embeddings.LayerNorm", words + places + w["embeddings.token_type_embeddings.weight"][0],
                    o.epsilon);
  };
  const Tensor& table = w["embeddings.word_embeddings.weight"];
  Tensor x = dropped(embedded(table.index_select(0, at::tensor(ids, at::kLong)), 0), o.dropout,
                     at::arange(own, at::kLong) + (utterance << 20), kDraws.stream("embedding"));
  Tensor padding = embedded(table.narrow(0, 0, 1).expand({length - own, -1}), own);
  for (int64_t i = 0; i < o.layers; ++i) {
    const Tensor behind = layer_by_hand(bert, i, padding, x, utterance, kDraws.stream(i).stream("padding"));
    x = layer_by_hand(bert, i, x, x, utterance, kDraws.stream(i));
    padding = behind;
  }
  return at::cat({x, padding});
}

TEST(DropoutPlaces, OfBertAreEmbeddingsProbabilitiesAndBothSumsOfALayer) {
  const torch::NoGradGuard no_gradient;
  const std::vector<int64_t> ids{1, 7, 9, 2};
  constexpr int64_t kUtterance = 42, kLength = 6;
  const Ragged tokens{at::tensor({1, 2, 1, 7, 9, 2}, at::kLong), make_layout({2, 4}, {8, kUtterance})};
  for (const Route route : {Route::reference, Route::fused})
    for (double BertOptions::*place : {&BertOptions::dropout, &BertOptions::attention_dropout}) {
      BertOptions o{.vocabulary = 12, .width = 16, .layers = 2, .heads = 2, .inner = 24, .positions = 8};
      o.dropout = o.attention_dropout = 0;
      o.*place = kHalf;
      Bert bert(o, {.route = route});
      in_waves(bert);
      if (route == Route::fused) bert.to(at::kFloat);
      const double tolerance = route == Route::fused ? 1e-4 : 1e-12;
      const Tensor wanted = bert_by_hand(bert, ids, kUtterance, kLength);
      const Ragged plain = bert.encode(bert.embed(tokens), 0, Rows::all);
      expect_dropped(bert.encode(bert.embed(tokens, kDraws), 0, Rows::all, kDraws).values.narrow(0, 2, 4),
                     wanted.narrow(0, 0, 4), plain.values.narrow(0, 2, 4), tolerance);
      expect_dropped(bert.cls(tokens, kDraws)[1], wanted[0], bert.cls(tokens)[1], tolerance);
      expect_dropped(bert.encode_padded(tokens, kLength, kDraws).values.narrow(0, kLength, kLength), wanted,
                     bert.encode_padded(tokens, kLength).values.narrow(0, kLength, kLength), tolerance);
    }
}

}  // namespace
}  // namespace mmim
