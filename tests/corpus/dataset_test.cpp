#include "corpus/dataset.h"

#include <sys/resource.h>
#include <cstring>

#include <cmath>
#include <csignal>

#include "core/files.h"
#include "core/json.h"
#include "corpus/helpers.h"
#include "corpus/synthetic.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

Dataset small(const fs::path& folder) {
  SyntheticOptions options;
  options.utterances = 40;
  return import_dataset(*synthetic_source(options), {}, folder);
}

TEST(Dataset, OpensAsItWasWritten) {
  SyntheticOptions options;
  options.utterances = 40;
  const auto source = synthetic_source(options);
  const Dataset memory = assemble(*source, {}), disk = import_dataset(*source, {}, scratch("written"));
  EXPECT_EQ(memory.info.fingerprint, disk.info.fingerprint);
  EXPECT_EQ(memory.info.to_json(), disk.info.to_json());
  for (const SplitName split : kSplits) {
    ASSERT_EQ(disk.split(split).size(), source->size(split));
    for (int64_t i = 0; i < disk.split(split).size(); ++i) {
      const Utterance utterance = source->read(split, i);
      EXPECT_EQ(disk.split(split).id(i), utterance.id);
      EXPECT_EQ(disk.split(split).text(i), utterance.text);
      EXPECT_EQ(disk.split(split).label(i), utterance.label);
      for (const Modality m : kRowStreams) {
        EXPECT_EQ(rows_of(disk, split, m, i), utterance.streams[m].values);
        EXPECT_EQ(rows_of(memory, split, m, i), utterance.streams[m].values);
        EXPECT_EQ(disk.split(split).length(m, i), utterance.streams[m].rows);
      }
    }
  }
}

TEST(Dataset, ReplacesADataSetAndNothingElse) {
  const auto folder = scratch("replaced");
  small(folder);
  small(folder.string() + "/");
  EXPECT_FALSE(fs::exists(folder.string() + kPartOfFolder));
  const auto other = scratch("photographs");
  make_folder(other);
  write_file_atomically(other / "one.jpg", "x");
  expect_says(sentence_of([&] { small(other); }), "holds one.jpg, so no data set is written there");
  EXPECT_TRUE(fs::exists(other / "one.jpg"));
  expect_says(sentence_of([&] { small(other / "one.jpg"); }), "is a file");
}

TEST(Dataset, AFailedImportLeavesNothing) {
  const auto folder = scratch("failed");
  const HandmadeSource source({.source = "handmade"}, {{.id = "v_1", .label = 3.5f}});
  expect_says(sentence_of([&] { import_dataset(source, {}, folder); }),
              "utterance 0 (v_1): the label 3.5 is outside -3 to 3");
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_FALSE(fs::exists(folder.string() + kPartOfFolder));
}

TEST(Dataset, AFileSizeLimitHitWhileWritingLeavesTheOldSet) {
  const auto folder = scratch("limited");
  const std::string before = small(folder).info.fingerprint;
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit tight{20000, limit.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  const std::string sentence = sentence_of([&] { small(folder); });
  setrlimit(RLIMIT_FSIZE, &limit);
  expect_says(sentence, "writing failed (File too large)");
  EXPECT_EQ(Dataset::open(folder).info.fingerprint, before);
  EXPECT_FALSE(fs::exists(folder.string() + kPartOfFolder));
}

TEST(Dataset, AnUnwritablePlaceIsOneSentence) {
  expect_says(sentence_of([&] { small("/proc/nowhere/set"); }), "/proc/nowhere/set.mmim.part: cannot make this folder");
}

class Damaged : public testing::Test {
 protected:
  Damaged() : folder_(scratch("damaged")) {
    fs::remove_all(folder_);
    small(folder_);
  }
  std::string refusal() const {
    return sentence_of([&] { Dataset::open(folder_); });
  }
  void change_description(const std::function<void(Json&)>& change) {
    Json json = read_json(folder_ / "dataset.json");
    change(json);
    write_json(folder_ / "dataset.json", json);
  }
  void change_train(const std::string& name, const std::function<void(Array&)>& change) {
    NamedArrays arrays = read_safetensors(folder_ / "train.safetensors");
    for (auto& [known, array] : arrays.arrays)
      if (known == name) change(array);
    write_safetensors(folder_ / "changed", arrays);
    fs::rename(folder_ / "changed", folder_ / "train.safetensors");
  }
  fs::path folder_;
};

TEST_F(Damaged, WithoutDescription) {
  fs::remove(folder_ / "dataset.json");
  expect_says(refusal(), "is no data set (dataset.json is not there");
}

TEST_F(Damaged, WithoutASplit) {
  fs::remove(folder_ / "valid.safetensors");
  expect_says(refusal(), "valid.safetensors: No such file");
}

TEST_F(Damaged, CutShort) {
  fs::resize_file(folder_ / "train.safetensors", fs::file_size(folder_ / "train.safetensors") - 100);
  expect_says(refusal(), "train.safetensors: ");
}

TEST_F(Damaged, OfAnotherVersion) {
  change_description([](Json& json) { json["version"] = 2; });
  expect_says(refusal(), "is of version 2, this program reads version 1");
}

TEST_F(Damaged, WithAKeyOfTheWrongType) {
  change_description([](Json& json) { json["streams"]["visual"]["width"] = "wide"; });
  expect_says(refusal(), "streams.visual: key `width` is not a whole number");
  change_description([](Json& json) { json["streams"]["visual"] = 3; });
  expect_says(refusal(), "streams.visual: is no JSON object");
}

TEST_F(Damaged, WithAnotherNumberOfUtterances) {
  change_description([](Json& json) { json["splits"]["test"] = 7; });
  expect_says(refusal(), "key `splits.test` does not state the 6 utterances");
}

TEST_F(Damaged, WithAnotherWidth) {
  change_description([](Json& json) { json["streams"]["visual"]["width"] = 21; });
  expect_says(refusal(), "`visual.values` has rows of 20, dataset.json says 21");
}

TEST_F(Damaged, WithOffsetsThatFallOrRunPastTheEnd) {
  const auto offsets = [](int64_t at, int64_t value) {
    return [at, value](Array& array) {
      auto whole = array.to_integers();
      whole[static_cast<size_t>(at)] = value;
      array = make_array(whole, array.shape);
    };
  };
  change_train("visual.offsets", offsets(2, 1 << 30));
  expect_says(refusal(), "array `visual.offsets`: offset 2 is negative or above the next");
  small(folder_);
  change_train("text.offsets", offsets(28, 1 << 30));
  expect_says(refusal(), "array `text.offsets` does not run from 0 to the");
  small(folder_);
  change_train("acoustic.offsets", offsets(0, -1));
  expect_says(refusal(), "array `acoustic.offsets`: offset 0 is negative");
}

TEST_F(Damaged, WithArraysOfTheWrongType) {
  change_train("labels", [](Array& array) { array = make_array(array.to_integers(), array.shape); });
  expect_says(refusal(), "array `labels` is a int64 array (28,), float32 of 1 dimension was expected");
}

TEST_F(Damaged, WithALabelThatIsNotFinite) {
  change_train("labels", [](Array& array) {
    auto labels = array.to_floats();
    labels[3] = NAN;
    array = make_array(labels, array.shape);
  });
  expect_says(refusal(), "label 3 is not a finite number");
}

TEST(Dataset, WithCountsThatNoImportMakesIsRefusedWithTheKey) {
  const auto folder = scratch("counts");
  small(folder);
  const Json whole = read_json(folder / "dataset.json");
  const auto refusal = [&](const Json& counts) {
    Json changed = whole;
    changed["counts"] = counts;
    write_json(folder / "dataset.json", changed);
    return sentence_of([&] { Dataset::open(folder); });
  };
  expect_says(refusal({{"train", {{"visual", Json::object()}}}}),
              "dataset.json: counts: `train.visual.rows` is missing");
  Json counts = whole.at("counts");
  counts["train"]["visual"]["non_finite"] = 3;
  expect_says(refusal(counts), "counts: `train.visual.non_finite` is no JSON object");
}

}  // namespace
}  // namespace mmim
