#include "predict/config.h"
#include "support/mutate.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

void resolve(const fs::path& file) { RunConfig::resolve(read_toml(file), file.string(), {}).to_json(); }

TEST(DamagedConfiguration, IsTakenOrRefusedInOneSentence) {
  const std::string by_hand = read_file(fs::path(MMIM_SOURCE_DIR) / "configs/demo.toml");
  const std::string resolved = to_toml(RunConfig("mmim", "mmim-code").to_json());
  for (const std::string& seed : {by_hand, resolved}) {
    const MutationCount count = try_mutations(seed, ".toml", 400, resolve, {2});
    EXPECT_EQ(count.read + count.refused, 400);
    EXPECT_GT(count.refused, 100);
    EXPECT_GT(count.read, 4) << "few characters of a configuration change nothing";
  }
}

TEST(DamagedConfiguration, OfOddShapeIsRefusedInOneSentence) {
  for (const std::string text :
       {"train = 3", "train = [1]", "[[train]]\nepochs = 3", "model = 3", "[model]\na = 1", "preset = [\"mmim-paper\"]",
        "seed = 1e300", "seed = 2026-11-24", "seed = nan", "[train.epochs]\na = 1", "[mmim]\npairs = [[\"text\"]]",
        "[mmim]\npairs = [1, \"text-visual\"]", "\xff\xfe", "[text.random]\nwidth = inf"}) {
    const auto path = scratch("odd.toml", text);
    try {
      resolve(path);
      ADD_FAILURE() << "taken: " << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), 2) << text << ": " << error.what();
      EXPECT_NE(std::string(error.what()).find("odd.toml"), std::string::npos) << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace mmim
