#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/sha256.h"
#include "nn/bert.h"
#include "parity/golden.h"
#include "text/word_pieces.h"

namespace mmim::golden::encoders {
namespace {

namespace fs = std::filesystem;

std::vector<Case> encoder_cases() {
  std::vector<Case> cases;
  for (const EncoderKind& kind : encoder_kinds())
    for (Case& one : of_kind(kind.model_type + "_encoder")) cases.push_back(std::move(one));
  return cases;
}

/// A recorded encoder with the texts that it was run on.
struct RecordedEncoder {
  const Case& one;
  std::string type;  ///< "f64" or "f32"
  torch::Dtype dtype;
  Bert bert;
  Ragged tokens;
  Tensor mask;  ///< (B, T)

  RecordedEncoder(const Case& recorded, const std::string& type, const Compute& compute)
      : one(recorded),
        type(type),
        dtype(type == "f64" ? at::kDouble : at::kFloat),
        bert(BertOptions::from_json(read_json(model() / "config.json"), "config.json"), compute) {
    load_bert_weights(bert, model());
    bert.to(dtype);
    const auto batch = one.tensors(file("batch"), dtype);
    mask = batch.at("attention_mask").to(at::kBool);
    const Tensor lengths = mask.sum(1);
    const std::vector<int64_t> list(lengths.const_data_ptr<int64_t>(),
                                    lengths.const_data_ptr<int64_t>() + lengths.numel());
    tokens = {batch.at("input_ids").masked_select(mask), make_layout(list)};
  }

  fs::path model() const { return one.folder / one.settings().at("files").at("model").get<std::string>(); }
  std::string file(const char* name) const { return one.settings().at("files").at(name).get<std::string>(); }
  double limit(const char* quantity) const { return one.settings().at("tolerances").at(type).at(quantity); }

  /// The recorded hidden states, the rows of pieces alone: the embeddings first, the last layer's last.
  std::vector<Tensor> hidden() const {
    const std::string name = one.settings().at("files").at("hidden").at(type).get<std::string>();
    const auto tensors = one.tensors(name, dtype);
    std::vector<Tensor> rows;
    for (size_t i = 0; i < tensors.size(); ++i) rows.push_back(tensors.at("hidden_" + std::to_string(i)).index({mask}));
    return rows;
  }
};

std::set<std::string> names(const Json& list) {
  const auto all = list.get<std::vector<std::string>>();
  return {all.begin(), all.end()};
}

void compare_states(const RecordedEncoder& r) {
  const torch::NoGradGuard no_gradient;
  const auto want = r.hidden();
  const Tolerance near{.abs = r.limit("hidden_abs")};
  const Ragged embedded = r.bert.embed(r.tokens);
  expect_close("embeddings", embedded.values, want.front(), near);
  for (size_t layer = 0; layer + 1 < want.size(); ++layer)
    expect_close(
        "from layer " + std::to_string(layer),
        r.bert.encode(r.tokens.with(layer ? want[layer] : embedded.values), static_cast<int64_t>(layer), Rows::all)
            .values,
        want.back(), near);
}

void compare_gradients(RecordedEncoder& r, Rows rows) {
  r.bert.zero_grad();
  const Tensor weight = r.one.tensors(r.file("batch"), r.dtype).at("r");
  const Ragged last = r.bert.encode(r.bert.embed(r.tokens), 0, rows);
  const Tensor loss = (firsts(last).values * weight).sum();
  expect_close("loss", loss.item<double>(), r.one.json.at("loss_" + r.type).get<double>(),
               {.abs = r.limit("loss_abs")});
  loss.backward();
  const EncoderKind& kind = r.bert.options().kind();
  const Json& settings = r.one.settings();
  const auto skipped = names(settings.at("tolerances").value("skip_gradient", Json::array()));
  const Tolerance near{.rel_to_max = r.limit("gradient_rel_to_max")};
  const auto parameters = r.bert.named_parameters();
  std::set<std::string> seen;
  for (const auto& [name, gradient] : r.one.tensors(r.file("gradients"), r.dtype)) {
    const Tensor* parameter = parameters.find(kind.our_name(name));
    ASSERT_TRUE(parameter) << name << " is no parameter";
    seen.insert(kind.our_name(name));
    if (!skipped.contains(name)) expect_close("gradient of " + name, parameter->grad(), gradient, near);
  }
  for (const auto& parameter : parameters) {
    const bool pooler = parameter.key().starts_with("pooler.");
    EXPECT_EQ(seen.contains(parameter.key()), !pooler) << parameter.key();
    EXPECT_EQ(parameter.value().grad().defined(), !pooler) << parameter.key();
  }
}

TEST(GoldenEncoders, EveryHiddenStateOfBothRoutes) {
  const auto cases = encoder_cases();
  ASSERT_FALSE(cases.empty());
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name());
    compare_states(RecordedEncoder(one, "f64", {.route = Route::reference}));
    compare_states(RecordedEncoder(one, "f32", {.route = Route::reference}));
    compare_states(RecordedEncoder(one, "f32", {.route = Route::fused}));
  }
}

TEST(GoldenEncoders, EveryGradientOfBothRoutes) {
  for (const Case& one : encoder_cases())
    for (const Rows rows : {Rows::cls, Rows::all}) {
      SCOPED_TRACE(one.name());
      RecordedEncoder exact(one, "f64", {.route = Route::reference}), fused(one, "f32", {.route = Route::fused});
      compare_gradients(exact, rows);
      compare_gradients(fused, rows);
    }
}

TEST(GoldenEncoders, PaddingHasTheRowsThatTransformersComputes) {
  if (std::getenv("MMIM_GOLDEN")) GTEST_SKIP() << "only the committed cases promise what stands at padding";
  const torch::NoGradGuard no_gradient;
  for (const Case& one : encoder_cases()) {
    SCOPED_TRACE(one.name());
    const RecordedEncoder r(one, "f64", {.route = Route::reference});
    const std::string file = one.settings().at("files").at("hidden").at("f64").get<std::string>();
    const auto recorded = one.tensors(file, at::kDouble);
    const int64_t length = r.mask.size(1);
    const Tensor want = recorded.at("hidden_" + std::to_string(recorded.size() - 1)).flatten(0, 1);
    expect_close("padded rows", r.bert.encode_padded(r.tokens, length).values, want, {.abs = r.limit("hidden_abs")});
  }
}

TEST(GoldenEncoders, TheVocabularyCutsTheTextsIntoTheRecordedIds) {
  for (const Case& one : encoder_cases()) {
    SCOPED_TRACE(one.name());
    const RecordedEncoder r(one, "f64", {.route = Route::reference});
    const WordPieces pieces = WordPieces::load(r.model());
    const auto texts = one.json.at("texts").get<std::vector<std::string>>();
    const auto ids = one.json.at("token_ids_unpadded").get<std::vector<std::vector<int64_t>>>();
    ASSERT_EQ(texts.size(), ids.size());
    for (size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(pieces.encode(texts[i], 512).ids, ids[i]) << texts[i];
  }
}

/// Where a folder with the real weights of tokens.json may lie.
fs::path real_encoder() {
  const char* named = std::getenv("MMIM_ENCODER_BASE");
  return named ? fs::path(named) : fs::path(MMIM_SOURCE_DIR) / ".cache/encoder-base";
}

TEST(AllMpnetBase, GivesTheRecordedFirstValues) {
  const fs::path recorded = golden::folder() / "encoders/tokens.json", model = real_encoder();
  if (!fs::exists(recorded)) GTEST_SKIP() << "the golden folder has no encoders/tokens.json";
  if (!fs::exists(model / "model.safetensors"))
    GTEST_SKIP() << model << " has no model.safetensors: `./dev encoder --base` brings it";
  const Json real = read_json(recorded).at("real_model");
  if (sha256_of_file(model / "model.safetensors") != real.at("model_safetensors_sha256").get<std::string>())
    GTEST_SKIP() << model << " holds another model";
  const torch::NoGradGuard no_gradient;
  Bert bert(BertOptions::from_json(read_json(model / "config.json"), "config.json"), {.route = Route::fused});
  EXPECT_EQ(load_bert_weights(bert, model).left_out, std::vector<std::string>{});
  const WordPieces pieces = WordPieces::load(model);
  const Tolerance near{.abs = real.at("tolerance_abs").get<double>()};
  for (const Json& sentence : real.at("sentences")) {
    const auto ids = pieces.encode(sentence.at("text").get<std::string>(), 512).ids;
    EXPECT_EQ(static_cast<int64_t>(ids.size()), sentence.at("n_ids").get<int64_t>());
    const Ragged tokens{at::tensor(ids, at::kLong), make_layout({static_cast<int64_t>(ids.size())})};
    const Ragged rows = bert.encode(bert.embed(tokens), 0, Rows::all);
    const Tensor first = firsts(rows).values[0].to(at::kDouble), mean = means(rows)[0].to(at::kDouble);
    const auto numbers = [&](const char* key) { return at::tensor(sentence.at(key).get<std::vector<double>>()); };
    expect_close("first", first.narrow(0, 0, 8), numbers("first_8"), near);
    expect_close("mean", mean.narrow(0, 0, 8), numbers("mean_8"), near);
    const Tolerance share{.rel = real.at("norm_tolerance_rel").get<double>()};
    expect_close("norm of first", first.norm().item<double>(), sentence.at("first_norm").get<double>(), share);
    expect_close("norm of mean", mean.norm().item<double>(), sentence.at("mean_norm").get<double>(), share);
  }
}

}  // namespace
}  // namespace mmim::golden::encoders
