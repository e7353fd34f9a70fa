#include "corpus/helpers.h"
#include "corpus/synthetic.h"
#include "support/mutate.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A layout's folder, the file in it to damage, and what to open.
struct Target {
  std::string folder, file, open;
};

std::ostream& operator<<(std::ostream& out, const Target& target) { return out << target.folder << "/" << target.file; }

class EveryDamagedLayout : public testing::TestWithParam<Target> {};

TEST_P(EveryDamagedLayout, IsReadOrRefusedInOneSentence) {
  const Target& target = GetParam();
  const fs::path folder = scratch("damaged_" + target.folder);
  fs::remove_all(folder);
  fs::copy(utterances_in(target.folder), folder);
  const std::string seed = read_file(folder / target.file);
  const MutationCount count = try_mutations(seed, fs::path(target.file).extension(), 200, [&](const fs::path& mutated) {
    fs::copy_file(mutated, folder / target.file, fs::copy_options::overwrite_existing);
    assemble(*open_source(folder / target.open), {});
  });
  EXPECT_EQ(count.read + count.refused, 200);
  EXPECT_GT(count.refused, 20);
}

INSTANTIATE_TEST_SUITE_P(Layouts, EveryDamagedLayout,
                         testing::Values(Target{"mmsa", "aligned_50.pkl", "aligned_50.pkl"},
                                         Target{"mmsa", "unaligned_50.pkl", "unaligned_50.pkl"},
                                         Target{"mult", "mosi_data_noalign.pkl", "mosi_data_noalign.pkl"},
                                         Target{"mult", "mosi_data.pkl", "mosi_data.pkl"},
                                         Target{"mult", "MOSI-label.csv", "mosi_data.pkl"},
                                         Target{"mult", "mosei_senti_data_noalign.pkl", "mosei_senti_data_noalign.pkl"},
                                         Target{"mmim", "train.pkl", ""}, Target{"misa", "train.pkl", ""},
                                         Target{"mag_bert", "mosi.pkl", ""}, Target{"lmf", "mosi.pkl", ""},
                                         Target{"csd", "Labels.csd", ""}, Target{"csd", "Words.csd", ""},
                                         Target{"csd", "COVAREP.csd", ""}, Target{"seq20", "x_unimodal_v_train.h5", ""},
                                         Target{"seq20", "y_train.h5", ""},
                                         Target{"seq20", "invented_utterances.tsv", ""}));

TEST(DamagedDataset, IsReadOrRefusedInOneSentence) {
  const fs::path folder = scratch("damaged_dataset");
  SyntheticOptions options;
  options.utterances = 20;
  options.longest = 4;
  for (const char* file : {"dataset.json", "train.safetensors"}) {
    import_dataset(*synthetic_source(options), {}, folder);
    const MutationCount count = try_mutations(read_file(folder / file), ".part", 300, [&](const fs::path& mutated) {
      fs::copy_file(mutated, folder / file, fs::copy_options::overwrite_existing);
      assemble(*source_of(Dataset::open(folder), folder), {});
    });
    EXPECT_GT(count.refused, 20) << file;
  }
}

}  // namespace
}  // namespace mmim
