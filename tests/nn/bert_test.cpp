#include "nn/bert.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"
#include "formats/safetensors.h"
#include "nn/weights/arrays.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

BertOptions tiny() { return {.vocabulary = 50, .width = 16, .layers = 2, .heads = 4, .inner = 32, .positions = 16}; }

Ragged tokens(const std::vector<std::vector<int64_t>>& texts, std::vector<int64_t> rows = {}) {
  std::vector<int64_t> ids, lengths;
  for (const auto& text : texts) {
    ids.insert(ids.end(), text.begin(), text.end());
    lengths.push_back(static_cast<int64_t>(text.size()));
  }
  return {at::tensor(ids, at::kLong), make_layout(lengths, std::move(rows))};
}

TEST(Bert, RefusesHeadsThatDoNotDivideItsWidth) {
  BertOptions options;
  options.vocabulary = 10, options.width = 128, options.heads = 3;
  EXPECT_THROW(Bert(options, {}), ConfigError);
}

TEST(Bert, OfATextDoesNotDependOnItsBatch) {
  torch::NoGradGuard no_gradient;
  for (const EncoderKind& kind : encoder_kinds()) {
    BertOptions options = tiny();
    options.type = kind.model_type;
    Bert bert(options);
    for (const Tensor& parameter : bert.parameters()) parameter.mul_(10);  // so that places and distances matter
    const auto difference = [&] {
      const Tensor alone = bert.cls(tokens({{4, 7, 1, 9, 2}})),
                   among = bert.cls(tokens({{4, 2}, {4, 7, 1, 9, 2}, {1, 3, 3, 4, 5, 6, 2}}));
      return (alone[0] - among[1]).abs().max().item<double>();
    };
    EXPECT_LT(difference(), 5e-3) << kind.model_type;  // such weights enlarge the rounding of the fused kernels
    bert.to(at::kDouble);
    EXPECT_LT(difference(), 1e-9) << kind.model_type;
  }
}

TEST(Bert, OfFamiliesThatCountFromPaddingHasFewerPlacesThanRows) {
  BertOptions options = tiny();
  options.type = "mpnet";
  EXPECT_EQ(options.longest(), options.positions - 2);
  const Bert bert(options);
  const std::vector<int64_t> longest(14, 5), longer(15, 5);
  EXPECT_NO_THROW(bert.embed(tokens({longest})));
  EXPECT_THROW(bert.embed(tokens({longer})), ConfigError);
}

TEST(BertOptions, AreReadBackOfEveryFamily) {
  for (const EncoderKind& kind : encoder_kinds()) {
    BertOptions options = tiny();
    options.type = kind.model_type;
    options.dropout = 0.2;
    const Json json = options.to_json();
    EXPECT_EQ(BertOptions::from_json(json, "config.json").to_json(), json) << json;
  }
}

/// The sentence with which a config.json is refused.
std::string refusal(const Json& change) {
  Json json = BertOptions{.type = "mpnet"}.to_json();
  json.merge_patch(change);
  try {
    BertOptions::from_json(json, "config.json");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(BertOptions, OfWhatIsNotReadAreRefusedByName) {
  EXPECT_EQ(refusal({{"model_type", "deberta-v2"}}),
            "config.json: `model_type` is \"deberta-v2\", and such a model is not read; `bert`, `mpnet`, "
            "`distilbert`, `electra` and `roberta` are");
  EXPECT_EQ(refusal({{"relative_attention_num_buckets", 64}}),
            "config.json: `relative_attention_num_buckets` 64 is not supported, MPNet's is 32");
  EXPECT_EQ(refusal({{"pad_token_id", 0}}), "config.json: `pad_token_id` 0 is not supported, MPNet's is 1");
  EXPECT_EQ(refusal({{"max_position_embeddings", 514}}), "");
}

TEST(Bert, WithDropoutOfATextDoesNotDependOnItsBatchEither) {
  torch::NoGradGuard no_gradient;
  Bert bert(tiny());
  const Draws draws{true, 3};
  const Tensor alone = bert.cls(tokens({{1, 7, 9, 2}}, {42}), draws);
  const Tensor among = bert.cls(tokens({{1, 2}, {1, 7, 9, 2}}, {8, 42}), draws);
  EXPECT_LT((alone[0] - among[1]).abs().max().item<double>(), 1e-5);
  EXPECT_GT((alone[0] - bert.cls(tokens({{1, 7, 9, 2}}, {43}), draws)[0]).abs().max().item<double>(), 1e-3);
}

TEST(Bert, LastLayerForClsAloneEqualsThatForAllRows) {
  torch::NoGradGuard no_gradient;
  Bert bert(tiny());
  const Ragged given = tokens({{1, 7, 9, 2}, {1, 2}});
  const Ragged all = bert.encode(bert.embed(given), 0, Rows::all);
  EXPECT_LT((firsts(all).values - bert.cls(given)).abs().max().item<double>(), 1e-5);
}

/// A BERT over one text with `length` rows as it is published: padding is masked as a key, and has a row all the same.
Tensor masked_bert(const Bert& bert, const std::vector<int64_t>& text, int64_t length) {
  const auto weights = bert.named_parameters();
  const auto linear = [&](const std::string& name, const Tensor& x) {
    return at::linear(x, weights[name + ".weight"], weights[name + ".bias"]);
  };
  const auto normal = [&](const std::string& name, const Tensor& x) {
    return at::layer_norm(x, {x.size(-1)}, weights[name + ".weight"], weights[name + ".bias"], bert.options().epsilon);
  };
  std::vector<int64_t> ids = text;
  ids.resize(static_cast<size_t>(length), 0);
  const auto own = static_cast<int64_t>(text.size()), heads = bert.options().heads;
  Tensor x = weights["embeddings.word_embeddings.weight"].index_select(0, at::tensor(ids, at::kLong)) +
             weights["embeddings.position_embeddings.weight"].narrow(0, 0, length) +
             weights["embeddings.token_type_embeddings.weight"][0];
  x = normal("embeddings.LayerNorm", x);
  for (int64_t i = 0; i < bert.options().layers; ++i) {
    const std::string layer = "encoder.layer." + std::to_string(i) + ".";
    const auto split = [&](const std::string& name) {
      return linear(layer + "attention.self." + name, x).view({length, heads, -1}).transpose(0, 1);
    };
    Tensor scores = at::matmul(split("query"), split("key").transpose(1, 2)) /
                    std::sqrt(static_cast<double>(bert.options().width / heads));
    scores.narrow(2, own, length - own).fill_(-std::numeric_limits<double>::infinity());
    const Tensor attention_output =
        at::matmul(at::softmax(scores, -1), split("value")).transpose(0, 1).reshape({length, -1});
    const Tensor attended =
        normal(layer + "attention.output.LayerNorm", x + linear(layer + "attention.output.dense", attention_output));
    x = normal(layer + "output.LayerNorm",
               attended + linear(layer + "output.dense", at::gelu(linear(layer + "intermediate.dense", attended))));
  }
  return x;
}

TEST(Bert, GivesPaddingTheRowsOfAMaskedBert) {
  torch::NoGradGuard no_gradient;
  Bert bert(tiny());
  bert.to(torch::kDouble);
  const std::vector<std::vector<int64_t>> texts{{1, 7, 9, 2}, {1, 3, 3, 4, 5, 6, 8, 2}, {1, 2}};
  const Ragged rows = bert.encode_padded(tokens(texts, {5, 3, 9}), 8);
  EXPECT_EQ(rows.layout->offsets, (std::vector<int64_t>{0, 8, 16, 24}));
  EXPECT_EQ(rows.layout->utterance_ids, (std::vector<int64_t>{5, 3, 9}));
  for (size_t i = 0; i < texts.size(); ++i) {
    const Tensor difference = rows.values.narrow(0, static_cast<int64_t>(8 * i), 8) - masked_bert(bert, texts[i], 8);
    EXPECT_LT(difference.abs().max().item<double>(), 1e-12) << i;
  }
}

TEST(Bert, CutsWhatIsLongerThanThePaddedLength) {
  torch::NoGradGuard no_gradient;
  Bert bert(tiny());
  const Ragged given = tokens({{1, 3, 3, 4, 2}, {1, 2}});
  const Ragged rows = bert.encode_padded(given, 3), all = bert.encode(bert.embed(given), 0, Rows::all);
  EXPECT_LT((rows.values.narrow(0, 0, 3) - all.values.narrow(0, 0, 3)).abs().max().item<double>(), 1e-6);
  EXPECT_LT((rows.values.narrow(0, 3, 2) - all.values.narrow(0, 5, 2)).abs().max().item<double>(), 1e-6);
}

/// Writes `bert`'s tensors as another program would name them.
void write_weights(const Bert& bert, const std::filesystem::path& folder, const std::string& prefix, bool gamma_beta) {
  NamedArrays stored;
  for (const auto& parameter : bert.named_parameters()) {
    std::string name = prefix + bert.options().kind().their_name(parameter.key());
    const auto rename = [&](const std::string& from, const std::string& to) {
      if (gamma_beta && name.ends_with(from)) name = name.substr(0, name.size() - from.size()) + to;
    };
    rename("LayerNorm.weight", "LayerNorm.gamma");
    rename("LayerNorm.bias", "LayerNorm.beta");
    stored.arrays.emplace_back(name, to_array(parameter.value()));
  }
  stored.arrays.emplace_back("cls.predictions.bias", to_array(at::zeros({50})));
  write_safetensors(folder / "model.safetensors", stored);
}

TEST(BertWeights, LoadWithOrWithoutPrefixAndWithOldNames) {
  torch::NoGradGuard no_gradient;
  Bert source(tiny());
  const Ragged given = tokens({{1, 7, 9, 2}});
  for (const std::string prefix : {"", "bert."})
    for (const bool gamma_beta : {false, true}) {
      const ScratchFolder scratch;
      write_weights(source, scratch.path, prefix, gamma_beta);
      Bert loaded(tiny());
      load_bert_weights(loaded, scratch.path);
      EXPECT_TRUE(at::equal(loaded.cls(given), source.cls(given)));
    }
}

TEST(BertWeights, OfEveryFamilyLoadInHalfPrecisionAndWithoutAPooler) {
  torch::NoGradGuard no_gradient;
  for (const EncoderKind& kind : encoder_kinds())
    for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
      SCOPED_TRACE(kind.model_type);
      BertOptions options = tiny();
      options.type = kind.model_type;
      if (kind.narrow_embeddings) options.embedding_width = 8;
      Bert source(options), loaded(options);
      for (const Tensor& parameter : source.parameters()) parameter.copy_(parameter.to(type));
      NamedArrays stored;
      for (const auto& parameter : source.named_parameters())
        if (!parameter.key().starts_with("pooler."))
          stored.arrays.emplace_back(kind.model_type + "." + kind.their_name(parameter.key()),
                                     to_array(parameter.value().to(type)));
      const ScratchFolder scratch;
      write_safetensors(scratch.path / "model.safetensors", stored);
      const LoadedWeights done = load_bert_weights(loaded, scratch.path);
      EXPECT_EQ(done.left_out, std::vector<std::string>{});
      EXPECT_FALSE(done.pooler);
      const Ragged given = tokens({{2, 7, 9, 3}});
      EXPECT_TRUE(at::equal(loaded.cls(given), source.cls(given)));
    }
}

TEST(BertWeights, NameTheTensorThatDoesNotFit) {
  const ScratchFolder scratch;
  write_weights(Bert(tiny()), scratch.path, "", false);
  BertOptions wider = tiny(), deeper = tiny(), shallower = tiny();
  wider.inner = 64;
  deeper.layers = 3;
  shallower.layers = 1;
  const auto complaint = [&](const BertOptions& options) -> std::string {
    Bert bert(options);
    try {
      load_bert_weights(bert, scratch.path);
    } catch (const DataError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(complaint(wider).find("intermediate.dense.bias` has shape (32,), config.json asks for (64,)"),
            std::string::npos)
      << complaint(wider);
  EXPECT_NE(complaint(deeper).find("encoder.layer.2"), std::string::npos);
  EXPECT_NE(complaint(deeper).find("is missing"), std::string::npos);
  EXPECT_NE(complaint(shallower).find("has no place in a BERT of 1 layers"), std::string::npos);
}

}  // namespace
}  // namespace mmim
