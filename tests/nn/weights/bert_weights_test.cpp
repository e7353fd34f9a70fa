#include <gtest/gtest.h>

#include <numeric>

#include "core/error.h"
#include "formats/safetensors.h"
#include "nn/bert.h"
#include "nn/weights/arrays.h"
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
    EXPECT_NE(std::string(error.what()).find("tensor `encoder.layer.1."), std::string::npos) << error.what();
  }
}

TEST(TorchWeights, FromBeforeTheZipFormatSayHowToRewriteThem) {
  const HubFolder hub(fixture("old.bin"));
  EXPECT_EQ(complaint(hub.path),
            "is in the format of torch.save from before 2020; in Python, torch.save(torch.load(\"old\"), \"new\") with "
            "torch 1.6 or later writes one that can be read");
}

TEST(TorchWeights, AreNotFoundInsideACheckpointOfSomethingElse) {
  EXPECT_EQ(complaint(HubFolder(committed("checkpoint.bin")).path),
            "entry `model` is a dictionary of 1 entries, a tensor was expected");
  EXPECT_EQ(complaint(HubFolder(committed("numbered.bin")).path),
            "holds the key a whole number, names of tensors were expected");
}

TEST(TorchWeights, OfNoFileSayWhichFilesAreReadAtAll) {
  const ScratchFolder empty;
  Bert bert(published());
  try {
    load_bert_weights(bert, empty.path);
    ADD_FAILURE() << "nothing was refused";
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()),
              empty.path.string() + ": holds neither model.safetensors nor pytorch_model.bin");
  }
}

}  // namespace
}  // namespace mmim
