#include "corpus/helpers.h"
#include "corpus/layouts/folds.h"
#include "support/mutate.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

TEST(DamagedFolds, AreReadOrRefusedInOneSentence) {
  const std::string json = read_file(utterances_in("csd/folds.json"));
  const std::string python =
      "# of the SDK: cmu_mosi_std_folds.py\n"
      "standard_train_fold = ['2iD-tVS8NPw', '8d-gEyoeBzc', 'Qr1Ca94K55A',\n    'Ci-AH39fi3Y']\n\n"
      "standard_valid_fold=['8qrpnFRGt2A', 'Njd1F0vZSm4']\nstandard_test_fold=[\"7JsX8y1ysxY\", \"_dI--eQ6qVU\"]\n";
  for (const auto& [seed, extension] : {std::pair(json, ".json"), std::pair(python, ".py")}) {
    const MutationCount count =
        try_mutations(seed, extension, 400, [](const fs::path& mutated) { EXPECT_FALSE(read_folds(mutated).empty()); });
    EXPECT_EQ(count.read + count.refused, 400);
    EXPECT_GT(count.refused, 20) << extension;
    EXPECT_GT(count.read, 20) << extension;
  }
}

TEST(DamagedFolds, NameAVideoThatStandsInTwoInOneSentenceWhateverItIs) {
  const auto path = scratch("odd.py", "train = ['a\n\x01'] test = ['a\n\x01']");
  expect_says(sentence_of([&] { read_folds(path); }), "odd.py: video a?? stands in two folds, train and test");
}

TEST(DamagedFolds, OfAWholeFolderAreReadOrRefusedInOneSentence) {
  const fs::path folder = scratch("damaged_folds");
  fs::remove_all(folder);
  fs::copy(utterances_in("csd"), folder);
  const std::string seed = read_file(folder / "folds.json");
  const MutationCount count = try_mutations(seed, ".json", 200, [&](const fs::path& mutated) {
    fs::copy_file(mutated, folder / "folds.json", fs::copy_options::overwrite_existing);
    assemble(*open_source(folder), {});
  });
  EXPECT_EQ(count.read + count.refused, 200);
}

}  // namespace
}  // namespace mmim
