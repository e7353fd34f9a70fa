#include "nn/bert.h"
#include "support/mutate.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

TEST(DamagedBertConfig, IsReadOrRefusedInOneSentence) {
  const std::string ours = BertOptions{}.to_json().dump(2);
  const std::string published = R"({
  "architectures": ["BertForMaskedLM"], "attention_probs_dropout_prob": 0.1, "gradient_checkpointing": false,
  "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02,
  "intermediate_size": 3072, "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "model_type": "bert",
  "num_attention_heads": 12, "num_hidden_layers": 12, "pad_token_id": 0, "position_embedding_type": "absolute",
  "transformers_version": "4.6.0.dev0", "type_vocab_size": 2, "use_cache": true, "vocab_size": 30522
})";
  for (const std::string& seed : {ours, published}) {
    const MutationCount count = try_mutations(seed, ".json", 400, [](const fs::path& mutated) {
      const BertOptions options = BertOptions::from_json(read_json(mutated), mutated.string());
      EXPECT_EQ(options.width % options.heads, 0);
    });
    EXPECT_EQ(count.read + count.refused, 400);
    EXPECT_GT(count.refused, 40);
  }
}

TEST(DamagedTorchWeights, AreReadOrRefusedInOneSentence) {
  const fs::path folder = scratch("damaged_bert");
  fs::create_directories(folder);
  const std::string seed = read_file(fs::path(MMIM_SOURCE_DIR) / "tests/nn/fixtures/pytorch_model.bin");
  const MutationCount count = try_mutations(seed, ".bin", 300, [&](const fs::path& mutated) {
    fs::copy_file(mutated, folder / "pytorch_model.bin", fs::copy_options::overwrite_existing);
    Bert bert({.vocabulary = 6, .width = 4, .layers = 1, .heads = 2, .inner = 8, .positions = 5});
    load_bert_weights(bert, folder);
  });
  EXPECT_EQ(count.read + count.refused, 300);
  EXPECT_GT(count.refused, 40);
}

}  // namespace
}  // namespace mmim
