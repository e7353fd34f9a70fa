#include <gtest/gtest.h>

#include <numeric>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "formats/safetensors.h"
#include "nn/bert.h"
#include "nn/weights/arrays.h"
#include "nn/weights/wrapper_prefix.h"
#include "support/packed.h"
#include "support/places.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// What make_fixtures.py writes.
BertOptions published() { return {.vocabulary = 6, .width = 4, .layers = 1, .heads = 2, .inner = 8, .positions = 5}; }

fs::path committed(const std::string& name) { return fs::path(MMIM_SOURCE_DIR) / "tests/nn/fixtures" / name; }

/// A Hugging Face folder whose pytorch_model.bin is `file`.
struct HubFolder : ScratchFolder {
  explicit HubFolder(const fs::path& file) { fs::copy_file(file, path / "pytorch_model.bin"); }
};

/// The sentence with which the folder is refused, without the path before it.
std::string complaint(const fs::path& folder) {
  Bert bert(published());
  try {
    load_bert_weights(bert, folder);
  } catch (const DataError& error) {
    const std::string sentence = error.what(), file = (folder / "pytorch_model.bin").string() + ": ";
    EXPECT_TRUE(sentence.starts_with(file)) << sentence;
    EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    return sentence.substr(file.size());
  }
  return "";
}

/// The values that make_fixtures.py gives a tensor of that name.
Tensor values_of(const std::string& name, at::IntArrayRef shape) {
  const int64_t letters = std::accumulate(name.begin(), name.end(), int64_t{0});
  const int64_t count = std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
  std::vector<double> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(static_cast<double>((7 * i + letters) % 101) / 100 - 0.5);
  return at::tensor(values, at::kDouble).to(at::kFloat).view(shape);
}

std::string published_name(std::string name) {
  const std::vector<std::pair<std::string, std::string>> old{{"LayerNorm.weight", "LayerNorm.gamma"},
                                                             {"LayerNorm.bias", "LayerNorm.beta"}};
  for (const auto& [now, then] : old)
    if (name.ends_with(now)) name = name.substr(0, name.size() - now.size()) + then;
  return "bert." + name;
}

TEST(TorchWeights, OfAPretrainedBertAreReadWithoutTorchsHelp) {
  const HubFolder hub(committed("pytorch_model.bin"));
  Bert bert(published());
  load_bert_weights(bert, hub.path);
  for (const auto& parameter : bert.named_parameters())
    EXPECT_TRUE(at::equal(parameter.value(), values_of(published_name(parameter.key()), parameter.value().sizes())))
        << parameter.key();
}

TEST(TorchWeights, StandBackBehindModelSafetensors) {
  const HubFolder hub(committed("pytorch_model.bin"));
  NamedArrays arrays;
  Bert other(published()), bert(published());
  for (const auto& parameter : other.named_parameters())
    arrays.arrays.emplace_back(parameter.key(), to_array(parameter.value()));
  write_safetensors(hub.path / "model.safetensors", arrays);
  load_bert_weights(bert, hub.path);
  for (const auto& parameter : bert.named_parameters())
    EXPECT_TRUE(at::equal(parameter.value(), other.named_parameters()[parameter.key()])) << parameter.key();
}

TEST(TorchWeights, OfAnotherGeometryNameTheTensor) {
  const HubFolder hub(committed("pytorch_model.bin"));
  BertOptions deeper = published();
  deeper.layers = 2;
  Bert bert(deeper);
  try {
    load_bert_weights(bert, hub.path);
    ADD_FAILURE() << "a layer is missing";
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("encoder.layer.1."), std::string::npos) << error.what();
  }
}

TEST(TorchWeights, FromBeforeTheZipFormatAreRead) {
  const HubFolder hub(fixture("old.bin"));
  EXPECT_EQ(complaint(hub.path), "tensor `embeddings.LayerNorm.bias` is missing (and 20 more)");
}

TEST(TorchWeights, InsideACheckpointAreFound) {
  EXPECT_EQ(complaint(HubFolder(committed("checkpoint.bin")).path),
            "tensor `embeddings.LayerNorm.bias` is missing (and 20 more)");
  EXPECT_EQ(complaint(HubFolder(committed("numbered.bin")).path),
            "holds no tensors by name, but a dictionary with no keys of text");
}

TEST(TorchWeights, OfNoFileSayWhichFilesAreReadAtAll) {
  const ScratchFolder empty;
  const auto said = [&]() -> std::string {
    Bert bert(published());
    try {
      load_bert_weights(bert, empty.path);
    } catch (const DataError& error) {
      return error.what();
    }
    return "";
  };
  const std::string neither = empty.path.string() + ": holds neither model.safetensors nor pytorch_model.bin";
  EXPECT_EQ(said(), neither);
  write_file_atomically(empty.path / "tf_model.h5", "?");
  EXPECT_EQ(said(), neither +
                        ", but tf_model.h5 of TensorFlow or Flax; in Python, "
                        "transformers.BertModel.from_pretrained(folder, from_tf=True).save_pretrained(folder) "
                        "adds one");
  for (const char* name : {"a.bin", "b.bin"}) write_file_atomically(empty.path / name, "?");
  EXPECT_EQ(said(), neither + ", but a.bin and b.bin; give the one that is meant one of these names");
}

/// The tensors of a BERT with other names, and others beside them.
void write_renamed(const fs::path& file, const Bert& bert, const std::string& prefix,
                   const std::vector<std::string>& others = {}) {
  NamedArrays stored;
  for (const auto& parameter : bert.named_parameters())
    stored.arrays.emplace_back(prefix + parameter.key(), to_array(parameter.value()));
  for (const std::string& name : others) stored.arrays.emplace_back(name, to_array(at::zeros({3})));
  write_safetensors(file, stored);
}

bool equal(const Bert& a, const Bert& b) {
  for (const auto& parameter : a.named_parameters())
    if (!at::equal(parameter.value(), b.named_parameters()[parameter.key()])) return false;
  return true;
}

TEST(BertWeights, StandBehindAnyPrefix) {
  const Bert source(published());
  for (const char* prefix :
       {"", "bert.", "0.auto_model.", "module.bert.", "_orig_mod.module.model.bert.", "encoder."}) {
    const ScratchFolder folder;
    write_renamed(folder.path / "model.safetensors", source, prefix);
    Bert loaded(published());
    EXPECT_TRUE(load_bert_weights(loaded, folder.path).left_out.empty()) << prefix;
    EXPECT_TRUE(equal(source, loaded)) << prefix;
  }
}

TEST(BertWeights, LeaveOutWhatIsNoBertButBuffersWithoutAWord) {
  const ScratchFolder folder;
  const Bert source(published());
  write_renamed(folder.path / "model.safetensors", source, "bert.",
                {"linear.weight", "linear.bias", "bert.embeddings.position_ids", "bert.embeddings.token_type_ids"});
  Bert loaded(published());
  EXPECT_EQ(load_bert_weights(loaded, folder.path).left_out,
            (std::vector<std::string>{"linear.bias", "linear.weight"}));
  EXPECT_TRUE(equal(source, loaded));
}

TEST(BertWeights, OfTwoTowersAreAmbiguous) {
  const ScratchFolder folder;
  const Bert source(published());
  NamedArrays stored;
  for (const char* prefix : {"query.", "passage."})
    for (const auto& parameter : source.named_parameters())
      stored.arrays.emplace_back(prefix + parameter.key(), to_array(parameter.value()));
  write_safetensors(folder.path / "model.safetensors", stored);
  Bert loaded(published());
  try {
    load_bert_weights(loaded, folder.path);
    ADD_FAILURE() << "one of two was taken";
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("`passage.` and `query.`"), std::string::npos) << error.what();
  }
}

TEST(BertWeights, LieInShardsPackedOrUnderAnotherName) {
  const Bert source(published());
  const auto loads = [&](const fs::path& folder) {
    Bert loaded(published());
    load_bert_weights(loaded, folder);
    return equal(source, loaded);
  };
  const ScratchFolder shards, packed, other;
  NamedArrays first, second;
  Json map;
  for (const auto& parameter : source.named_parameters()) {
    const bool early = parameter.key().starts_with("embeddings.");
    (early ? first : second).arrays.emplace_back(parameter.key(), to_array(parameter.value()));
    map[parameter.key()] = early ? "model-00001-of-00002.safetensors" : "model-00002-of-00002.safetensors";
  }
  write_safetensors(shards.path / "model-00001-of-00002.safetensors", first);
  write_safetensors(shards.path / "model-00002-of-00002.safetensors", second);
  write_json(shards.path / "model.safetensors.index.json", {{"weight_map", map}});
  EXPECT_TRUE(loads(shards.path));
  write_renamed(other.path / "best.safetensors", source, "");
  EXPECT_TRUE(loads(other.path));
  write_file_atomically(packed.path / "model.safetensors.gz", gzipped(read_file(other.path / "best.safetensors")));
  EXPECT_TRUE(loads(packed.path));
}

TEST(WrapperPrefixes, AreFoundByAnchorsAndTakenFromWithin) {
  const std::vector<std::string> names{"model.a.w", "model.b.w", "other.w"};
  EXPECT_EQ(wrapper_prefixes(names, {"a.w"}), std::vector<std::string>{"model."});
  EXPECT_EQ(wrapper_prefixes(names, {"w"}), (std::vector<std::string>{"model.a.", "model.b.", "other."}));
  EXPECT_TRUE(wrapper_prefixes(names, {"el.a.w"}).empty()) << "part of a word is no prefix";
  EXPECT_EQ(without_inner_wrappers("_orig_mod.a._orig_mod.b_orig_mod.w"), "a.b_orig_mod.w");
  EXPECT_EQ(without_inner_wrappers("a._fsdp_wrapped_module.b.w"), "a.b.w");
}

}  // namespace
}  // namespace mmim
