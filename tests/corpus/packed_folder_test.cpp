#include "corpus/packed_folder.h"

#include "core/process.h"
#include "corpus/helpers.h"
#include "corpus/inspect.h"
#include "corpus/synthetic.h"
#include "support/packed.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A data set, and the archives that people make of it.
class PackedDataset : public testing::Test {
 protected:
  PackedDataset() {
    SyntheticOptions options;
    options.utterances = 20;
    options.longest = 3;
    import_dataset(*synthetic_source(options), {}, folder_.path / "my set");
  }
  void shell(const std::string& command) const {
    const ProcessResult result = run_to_end({"sh", "-c", "cd '" + folder_.path.string() + "' && " + command});
    ASSERT_EQ(result.code, 0) << command << "\n" << result.errors;
  }
  /// Follows the command of the refusal; returns the folder that it says is read then.
  fs::path followed(const std::string& refusal) const {
    const size_t command = refusal.find('`') + 1, end = refusal.find('`', command);
    const std::string before = "its folder ", after = " is read";
    const size_t name = refusal.find(before) + before.size();
    shell("mkdir -p out && cd out && " + refusal.substr(command, end - command));
    return folder_.path / "out" / refusal.substr(name, refusal.find(after, name) - name);
  }
  void expect_refused(const std::string& pack, const std::string& archive) const {
    shell(pack);
    const std::string refusal = sentence_of([&] { Dataset::open(folder_.path / archive); });
    expect_says(refusal, archive + ": is a folder packed into a ");
    EXPECT_EQ(sentence_of([&] { inspect(folder_.path / archive); }), refusal);
    EXPECT_EQ(Dataset::open(followed(refusal)).split(SplitName::train).size(),
              Dataset::open(folder_.path / "my set").split(SplitName::train).size());
    fs::remove_all(folder_.path / "out");
  }
  ScratchFolder folder_;
};

TEST_F(PackedDataset, InATarArchiveIsRefusedWithTheCommandThatUnpacksIt) {
  expect_refused("tar cf set.tar 'my set'", "set.tar");
  expect_refused("tar czf 'the set.tgz' 'my set'", "the set.tgz");
  expect_refused("tar cJf set.tar.xz 'my set'", "set.tar.xz");
  expect_refused("tar czf plain.tar.gz -C 'my set' .", "plain.tar.gz");
  expect_refused("tar czf files.tar.gz -C 'my set' dataset.json train.safetensors valid.safetensors test.safetensors",
                 "files.tar.gz");
  expect_refused("tar -c -z --format=pax -f pax.tgz 'my set'", "pax.tgz");
}

TEST_F(PackedDataset, InAZipArchiveIsRefusedWithTheCommandThatUnpacksIt) {
  if (run_to_end({"sh", "-c", "command -v unzip && command -v python3"}).code != 0)
    GTEST_SKIP() << "unzip and python3 are not installed";
  const std::string zip = "python3 -m zipfile -c ";
  expect_refused(zip + "set.zip 'my set'", "set.zip");
  expect_refused("cd 'my set' && " + zip + "../flat.zip * ", "flat.zip");
}

TEST(PackedFolder, OtherFilesAreLeftToTheirReaders) {
  refuse_packed_folder(scratch("rows.csv.gz", gzipped("a,b\n1,2\n")));
  refuse_packed_folder(scratch("rows.csv", "a,b\n1,2\n"));
  refuse_packed_folder(scratch("cut.gz", gzipped("a,b\n1,2\n").substr(0, 12)));
  refuse_packed_folder(scratch("empty", ""));
}

}  // namespace
}  // namespace mmim
