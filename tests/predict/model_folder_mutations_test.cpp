#include "data/collate.h"
#include "predict/run.h"
#include "support/mutate.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

class DamagedModelFolder : public testing::TestWithParam<std::string> {
 protected:
  DamagedModelFolder() {
    const auto run = prepare_run(RunConfig::resolve(
        Json::object(), "",
        {"data.synthetic.utterances=40", "text.random.width=16", "text.random.layers=1", "text.random.heads=2",
         "text.random.inner=16", "mmim.visual.hidden=8", "mmim.acoustic.hidden=8", "train.device=cpu"}));
    save_model(folder.path, run->trained());
    dataset = run->dataset;
  }
  ScratchFolder folder;
  Dataset dataset;
};

TEST_P(DamagedModelFolder, IsLoadedAndUsedOrRefusedInOneSentence) {
  const fs::path file = folder.path / GetParam();
  const std::string seed = read_file(file);
  const std::vector<Utterance> utterances{{.text = "a great film"}};
  const MutationCount count = try_mutations(seed, file.extension(), 250, [&](const fs::path& mutated) {
    fs::copy_file(mutated, file, fs::copy_options::overwrite_existing);
    TrainedModel trained = load_model(folder.path, torch::kCPU);
    trained.data.check_widths(dataset.info, "misa");
    const torch::NoGradGuard no_gradient;
    const Batch batch =
        collate(utterances, *trained.pieces, trained.config.text.limit, trained.data.widths(), torch::kCPU);
    EXPECT_EQ(trained.model->predict(batch).sentiment.numel(), 1);
  });
  EXPECT_EQ(count.read + count.refused, 250);
  EXPECT_GT(count.refused, 40);
}

INSTANTIATE_TEST_SUITE_P(Files, DamagedModelFolder,
                         testing::Values("data.json", "encoder.json", "record.json", "vocab.txt",
                                         "tokenizer_config.json", "model.safetensors"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name)
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           return name;
                         });

}  // namespace
}  // namespace mmim
