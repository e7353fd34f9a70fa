#include "formats/torch_file.h"

#include <gtest/gtest.h>
#include <zip.h>

#include "core/error.h"
#include "core/keys.h"
#include "support/mutate.h"
#include "support/places.h"

namespace mmim {
namespace {

std::vector<float> counting(size_t count) {
  std::vector<float> values;
  for (size_t i = 0; i < count; ++i) values.push_back(static_cast<float>(i));
  return values;
}

std::string refusal(const std::filesystem::path& path) {
  try {
    read_torch_file(path);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(TorchFile, HonoursStridesOverOneStorage) {
  for (const char* name : {"tensors.bin", "by_hand.bin"}) {
    const Value all = read_torch_file(fixture(name));
    const Array &plain = *all.find("plain")->array(), &turned = *all.find("turned")->array();
    EXPECT_EQ(plain.to_floats(), counting(static_cast<size_t>(plain.count()))) << name;
    ASSERT_EQ(turned.shape, (std::vector<int64_t>{plain.shape[1], plain.shape[0]}));
    for (int64_t i = 0; i < turned.shape[0]; ++i)
      for (int64_t j = 0; j < turned.shape[1]; ++j)
        EXPECT_EQ(turned.at(i * turned.shape[1] + j), plain.at(j * turned.shape[0] + i));
  }
  EXPECT_EQ(read_torch_file(fixture("by_hand.bin")).find("row")->array()->to_floats(), (std::vector<float>{3, 4, 5}));
}

TEST(TorchFile, ReadsEveryTypeOfNumber) {
  const Value all = read_torch_file(fixture("tensors.bin"));
  for (const auto& [name, type] : std::vector<std::pair<const char*, Type>>{{"half", Type::f16},
                                                                            {"brain", Type::bf16},
                                                                            {"double", Type::f64},
                                                                            {"long", Type::i64},
                                                                            {"int", Type::i32},
                                                                            {"short", Type::i16},
                                                                            {"char", Type::i8},
                                                                            {"byte", Type::u8}}) {
    EXPECT_EQ(all.find(name)->array()->type, type);
    EXPECT_EQ(all.find(name)->array()->to_floats(), counting(12)) << name;
  }
  EXPECT_EQ(all.find("bool")->array()->to_integers(), (std::vector<int64_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(all.find("column")->array()->to_floats(), (std::vector<float>{1, 5, 9}));
  EXPECT_EQ(all.find("spread")->array()->to_floats(), std::vector<float>(6, 7));
  EXPECT_EQ(all.find("parameter")->array()->to_floats(), counting(4));
  EXPECT_EQ(all.find("scalar")->array()->shape, (std::vector<int64_t>{}));
  EXPECT_EQ(all.find("empty")->array()->shape, (std::vector<int64_t>{0, 4}));
  EXPECT_EQ(all.find("tied")->array()->bytes.data(), all.find("plain")->array()->bytes.data());
}

TEST(TorchFile, ReadsAStateDictWithItsMetadata) {
  const Value state = read_torch_file(fixture("linear.bin"));
  EXPECT_EQ(state.keys(), (std::vector<std::string>{"weight", "bias"}));
  EXPECT_EQ(state.find("weight")->array()->shape, (std::vector<int64_t>{3, 2}));
}

TEST(TorchFile, ReadsTheFormOfBeforeTorch16) {
  const Value old = read_torch_file(fixture("old.bin"));
  EXPECT_EQ(old.find("a")->array()->to_floats(), counting(12));
  EXPECT_EQ(old.find("a")->array()->shape, (std::vector<int64_t>{3, 4}));
}

TEST(TorchFile, SaysWhatAForeignFileIs) {
  EXPECT_NE(refusal(fixture("f4.npy")).find("is one array of numpy.save (.npy); a file of torch.save was expected"),
            std::string::npos);
  EXPECT_NE(refusal(scratch("empty.bin", "")).find("is empty"), std::string::npos);
  EXPECT_NE(
      refusal(scratch("short.bin", read_file(fixture("by_hand.bin")).substr(0, 500))).find("damaged or cut short"),
      std::string::npos);
}

struct Entry {
  std::string name, data;
  bool compressed = false;
};

std::filesystem::path zipped(const std::string& file, const std::vector<Entry>& entries) {
  const auto path = scratch(file);
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const Entry& entry : entries) {
    zip_source_t* source = zip_source_buffer(archive, entry.data.data(), entry.data.size(), 0);
    const zip_int64_t index = zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_OVERWRITE);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                             entry.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  return path;
}

std::string entry_of(const std::filesystem::path& path, const std::string& name) {
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
  zip_file_t* file = zip_fopen(archive, name.c_str(), 0);
  std::string data(1 << 20, '\0');
  data.resize(static_cast<size_t>(zip_fread(file, data.data(), data.size())));
  zip_fclose(file);
  zip_discard(archive);
  return data;
}

TEST(TorchFile, RefusesEntriesThatDoNotFit) {
  const std::string pickle = entry_of(fixture("by_hand.bin"), "by_hand/data.pkl"), floats(24, '\0');
  const auto refused = [](const std::vector<Entry>& entries, const std::string& why) {
    const std::string sentence = refusal(zipped("entries.bin", entries));
    EXPECT_NE(sentence.find(why), std::string::npos) << sentence;
  };
  EXPECT_EQ(refusal(zipped("entries.bin", {{"a/data.pkl", pickle}, {"a/data/0", floats}})), "");
  refused({{"a/data.pkl", pickle}}, "entry a/data/0: is missing");
  refused({{"a/data.pkl", pickle}, {"a/data/0", floats.substr(1)}},
          "entry data/0: holds 23 bytes, not 6 elements of float32");
  EXPECT_EQ(refusal(zipped("entries.bin", {{"a/data.pkl", pickle}, {"a/data/0", std::string(1000, '\0'), true}})), "");
  refused({{"a/data.pkl", pickle}, {"a/data/0", floats}, {"a/byteorder", "big"}}, "big endian");
  refused({{"a/other", pickle}}, "is a zip archive of 1 file (a/other)");
  refused({{"a/data.pkl", "cos\nsystem\n"}}, "data.pkl: byte 11: the file is cut short");
}

TEST(TorchFile, RefusesViewsOutsideTheirStorage) {
  const auto tensor = [](const std::string& view) {
    const std::string pickle =
        "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQ" + view +
        "I00\nNtR.";
    return refusal(zipped("view.bin", {{"a/data.pkl", pickle}, {"a/data/0", std::string(16, '\0')}}));
  };
  EXPECT_EQ(tensor("I1\n(I3\nt(I1\nt"), "");
  EXPECT_EQ(tensor("I0\n(I1000\nt(I0\nt"), "");
  EXPECT_NE(tensor("I2\n(I3\nt(I1\nt").find("reaches outside its storage of 4 elements"), std::string::npos);
  EXPECT_NE(tensor("I0\n(I2\nt(I9223372036854775807\nt").find("reaches outside"), std::string::npos);
  EXPECT_NE(tensor("I0\n(I3\nt(I9223372036854775807\nt").find("reaches outside"), std::string::npos);
  EXPECT_NE(tensor("I-1\n(I1\nt(I1\nt").find("make no tensor"), std::string::npos);
  EXPECT_NE(tensor("I0\n(I1\nt(I1\nI1\nt").find("make no tensor"), std::string::npos);
  EXPECT_NE(tensor("I0\n(I2\nt(I-1\nt").find("negative"), std::string::npos);
  EXPECT_NE(tensor("I0\n(I1000000000000\nt(I0\nt").find("far more memory"), std::string::npos);
}

TEST(TorchFile, SurvivesMutations) {
  // The checks of the zip archive stop most damage, so the pickle inside is damaged as well, by hand where its CRC is
  // known.
  for (const char* name : {"by_hand.bin", "linear.bin"}) {
    const auto count = try_mutations(read_file(fixture(name)), ".bin", 400, [](const std::filesystem::path& path) {
      const Value all = read_torch_file(path);
      for (const std::string& key : all.keys())
        if (const Array* array = all.find(key)->array()) array->to_floats();
    });
    EXPECT_GT(count.refused, 100) << name;
    EXPECT_GT(count.read, 20) << name;
  }
}

TEST(TorchFile, SurvivesMutationsOfThePickleInside) {
  const auto seed = fixture("linear.bin");
  const std::string pickle = entry_of(seed, "linear/data.pkl");
  const std::vector<Entry> storages{{"a/data/0", entry_of(seed, "linear/data/0")},
                                    {"a/data/1", entry_of(seed, "linear/data/1")}};
  const auto count = try_mutations(pickle, ".data.pkl", 400, [&](const std::filesystem::path& mutated_pickle) {
    const Value all =
        read_torch_file(zipped("inside.bin", {{"a/data.pkl", read_file(mutated_pickle)}, storages[0], storages[1]}));
    for (const std::string& key : all.keys())
      if (const Array* array = all.find(key)->array()) array->to_floats();
  });
  EXPECT_GT(count.refused, 100);
}

}  // namespace
}  // namespace mmim
