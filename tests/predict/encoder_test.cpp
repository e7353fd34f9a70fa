#include "predict/encoder.h"

#include "predict/vocabulary.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <set>

#include "core/error.h"
#include "core/files.h"
#include "support/packed.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

Dataset small_dataset() {
  SyntheticOptions options;
  options.utterances = 40;
  return assemble(*synthetic_source(options), {});
}

/// Sets an environment variable and puts the old value back.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name), before_(getenv(name) ? getenv(name) : "") {
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { before_.empty() ? unsetenv(name_) : setenv(name_, before_.c_str(), 1); }

 private:
  const char* name_;
  std::string before_;
};

TEST(Encoder, WithoutOneIsRandomAndKnowsEveryWordOfTheData) {
  const Dataset dataset = small_dataset();
  const EncoderSource source = find_encoder({}, dataset);
  EXPECT_TRUE(source.weights.empty());
  EXPECT_EQ(source.name, "random");
  EXPECT_EQ(source.geometry.vocabulary, source.pieces->size());
  const Split& train = dataset.split(SplitName::train);
  for (int64_t i = 0; i < train.size(); ++i)
    for (const int64_t id : source.pieces->encode(train.text(i), 512).ids) EXPECT_NE(id, 1) << train.text(i);
}

TEST(Encoder, AVocabularyFromWordsSpellsWhatItNeverSaw) {
  const Dataset dataset = small_dataset();
  const std::vector<std::string> tokens = vocabulary_of(dataset.split(SplitName::train));
  EXPECT_EQ(std::set<std::string>(tokens.begin(), tokens.end()).size(), tokens.size()) << "a token stands twice";
  const WordPieces pieces(tokens);
  for (const int64_t id : pieces.encode("zyzzyva, 42 Qux!", 64).ids) EXPECT_NE(id, 1);
  EXPECT_EQ(pieces.encode("film", 64).ids.size() > 2, true);
}

TEST(Encoder, OfPackedFilesIsThatOfTheFiles) {
  const ScratchFolder scratch;
  const std::string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nfilm\n";
  BertOptions geometry{.vocabulary = 6, .width = 4, .layers = 1, .heads = 2, .inner = 8, .positions = 50};
  for (const char* ending : {".gz", ".xz"}) {
    const auto packed = [&](const std::string& bytes) { return *(ending + 1) == 'g' ? gzipped(bytes) : in_xz(bytes); };
    const fs::path folder = scratch.path / (ending + 1);
    fs::create_directories(folder);
    write_file_atomically(folder / ("config.json" + std::string(ending)), packed(geometry.to_json().dump()));
    write_file_atomically(folder / ("vocab.txt" + std::string(ending)), packed(vocabulary));
    write_file_atomically(folder / ("model.safetensors" + std::string(ending)), packed("not read here"));
    TextOptions options;
    options.encoder = folder.string();
    const EncoderSource source = find_encoder(options, small_dataset());
    EXPECT_EQ(source.geometry.width, 4);
    EXPECT_EQ(source.pieces->size(), 6);
  }
}

TEST(Encoder, AHubNameIsTheSnapshotThatRefsMainNames) {
  const ScratchFolder scratch;
  const fs::path repository = scratch.path / "models--org--tiny";
  for (const char* commit : {"aaa", "bbb"}) fs::create_directories(repository / "snapshots" / commit);
  fs::create_directories(repository / "refs");
  write_file_atomically(repository / "refs" / "main", "bbb\n");
  const Environment cache("HF_HUB_CACHE", scratch.path.string());
  std::vector<std::string> looked;
  EXPECT_EQ(hub_snapshot("org/tiny", looked), repository / "snapshots" / "bbb");
}

TEST(Encoder, AnUnknownNameSaysWhereWasLookedAndHowToGetOne) {
  const ScratchFolder scratch;
  const Environment cache("HF_HUB_CACHE", scratch.path.string());
  try {
    TextOptions options;
    options.encoder = "org/none";
    find_encoder(options, small_dataset());
    FAIL();
  } catch (const UsageError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("org/none"), std::string::npos);
    EXPECT_NE(text.find(scratch.path.string()), std::string::npos);
    EXPECT_NE(text.find("./dev encoder"), std::string::npos);
  }
}

}  // namespace
}  // namespace mmim
