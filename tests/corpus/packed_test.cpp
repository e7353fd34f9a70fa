#include "support/packed.h"

#include "corpus/helpers.h"
#include "corpus/inspect.h"
#include "formats/plain_file.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A fixture, and what of it a person names.
struct Whole {
  std::string folder, named, labels;
};

std::ostream& operator<<(std::ostream& out, const Whole& whole) { return out << whole.folder << "/" << whole.named; }

struct Packing {
  const char* ending;
  std::string (*pack)(const std::string&);
};

std::ostream& operator<<(std::ostream& out, const Packing& packing) { return out << packing.ending; }

class EveryPackedLayout : public testing::TestWithParam<std::tuple<Whole, Packing>> {
 protected:
  EveryPackedLayout() {
    const auto& [whole, packing] = GetParam();
    const fs::path folder = utterances_in(whole.folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const fs::path file = packed(fs::relative(entry.path(), folder));
      fs::create_directories(file.parent_path());
      write_file_atomically(file, packing.pack(read_file(entry.path())));
    }
  }
  /// Where the file of that name lies; the folder for "".
  fs::path packed(const fs::path& name) const {
    return name.empty() ? folder_.path : folder_.path / (name.string() + std::get<1>(GetParam()).ending);
  }
  ScratchFolder folder_;
};

TEST_P(EveryPackedLayout, IsReadAsIfItWereUnpacked) {
  const Whole& whole = std::get<0>(GetParam());
  const fs::path plain = utterances_in(whole.folder);
  const fs::path labels = whole.labels.empty() ? fs::path() : plain / whole.labels;
  const Dataset expected = assemble(*open_source(plain / whole.named, "", labels), {});
  const fs::path packed_labels = whole.labels.empty() ? fs::path() : packed(whole.labels);
  const Dataset found = assemble(*open_source(packed(whole.named), "", packed_labels), {});
  EXPECT_EQ(found.info.layout, expected.info.layout);
  EXPECT_EQ(found.info.fingerprint, expected.info.fingerprint);
  EXPECT_EQ(found.info.streams.visual.published_length, expected.info.streams.visual.published_length);
  EXPECT_EQ(inspect(packed(whole.named), "", packed_labels).at("counts"),
            inspect(plain / whole.named, "", labels).at("counts"));
}

INSTANTIATE_TEST_SUITE_P(
    Layouts, EveryPackedLayout,
    testing::Combine(testing::Values(Whole{"mmsa", "aligned_50.pkl", ""}, Whole{"mmsa", "unaligned_50.pkl", ""},
                                     Whole{"mmsa", "sims.pkl", ""}, Whole{"mult", "mosi_data.pkl", ""},
                                     Whole{"mult", "mosi_data_noalign.pkl", "MOSI-label.csv"},
                                     Whole{"mult", "mosei_senti_data_noalign.pkl", ""}, Whole{"lmf", "mosi.pkl", ""},
                                     Whole{"mag_bert", "mosi.pkl", ""}, Whole{"mmim", "", ""}, Whole{"misa", "", ""},
                                     Whole{"emotions", "", ""}, Whole{"csd", "", ""}, Whole{"csd_emotions", "", ""},
                                     Whole{"csd", "", "folds.json"}, Whole{"seq20", "", ""},
                                     Whole{"sims_table", "unaligned_39.pkl", ""},
                                     Whole{"sims_table", "unaligned_39.pkl", "label.csv"}, Whole{"table", "", ""},
                                     Whole{"table", "labels.csv", ""}, Whole{"tools", "", ""},
                                     Whole{"fet", "feature.pkl", ""}, Whole{"fet_clips", "", ""},
                                     Whole{"people", "one_beyond.pkl", ""}, Whole{"people", "no_time.pkl", ""},
                                     Whole{"people/MOSI", "", ""},
                                     Whole{"people/MOSI", "Processed/aligned.pkl", "label.csv"}),
                     testing::Values(Packing{".gz", gzipped}, Packing{".xz", in_xz})));

TEST(PackedFixtures, AreAllThatThereAre) {
  std::set<std::string> folders;
  for (const auto& entry : fs::directory_iterator(utterances_in("."))) folders.insert(entry.path().filename());
  folders.erase("refused");
  EXPECT_EQ(folders,
            (std::set<std::string>{"csd", "csd_emotions", "emotions", "fet", "fet_clips", "lmf", "mag_bert", "misa",
                                   "mmim", "mmsa", "mult", "people", "seq20", "sims_table", "table", "tools"}))
      << "a new fixture is packed above, too";
}

}  // namespace
}  // namespace mmim
