#include "corpus/layouts/feature_file.h"

#include "corpus/layouts/feature_index.h"
#include "corpus/layouts/stream_words.h"
#include "corpus/own_features.h"
#include "corpus/trees.h"
#include "formats/safetensors.h"
#include "support/packed.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;
using Shape = std::vector<int64_t>;

FeatureRows features_in(const std::string& name, const std::string& bytes) {
  return read_features(scratch(name, bytes), Modality::visual);
}

void expect_features(const FeatureRows& read, const Floats& values, const Shape& shape) {
  EXPECT_EQ(read.values.shape, shape);
  EXPECT_EQ(read.values.to_floats(), values);
}

FeatureRows features_of(const std::filesystem::path& path) { return read_features(path, Modality::visual); }

std::filesystem::path npy(const Array& array) {
  const auto path = scratch("features.npy");
  write_npy(path, array);
  return path;
}

TEST(FeatureFile, HoldsOneArrayInAnyForm) {
  const Array array = make_array(Floats{1, 2, 3, 4}, {2, 2});
  expect_features(features_of(npy(array)), {1, 2, 3, 4}, {2, 2});
  expect_features(features_in("f.npy.gz", gzipped(read_file(scratch("features.npy")))), {1, 2, 3, 4}, {2, 2});
  expect_features(features_in("f.csv", "a,b\n1,2\n3,4\n"), {1, 2, 3, 4}, {2, 2});
  expect_features(features_in("f.txt", "1 2\n3 4\n"), {1, 2, 3, 4}, {2, 2});
  expect_features(features_in("f.tsv.xz", in_xz("1\t2\n3\t4\n")), {1, 2, 3, 4}, {2, 2});
  expect_features(features_in("f.pkl", pickled(numbers({1, 2, 3, 4}, {2, 2})) + "."), {1, 2, 3, 4}, {2, 2});
  const auto tensors = scratch("f.safetensors");
  write_safetensors(tensors, {{{"features", array}}, {}});
  expect_features(features_of(tensors), {1, 2, 3, 4}, {2, 2});
  write_safetensors(tensors, {{{"a", array}, {"b", array}}, {}});
  expect_says(sentence_of([&] { features_of(tensors); }), "f.safetensors: holds 2 arrays (`a` and `b`), one array of");
}

TEST(FeatureFile, OfSeveralArraysGivesTheOneThatItsNameTells) {
  const Array seen = make_array(Floats{1, 2}, {1, 2}), heard = make_array(Floats{3}, {1, 1});
  const auto tensors = scratch("both.safetensors");
  write_safetensors(tensors, {{{"audio", heard}, {"vision", seen}, {"vision_lengths", heard}, {"text", heard}}, {}});
  expect_features(read_features(tensors, Modality::visual), {1, 2}, {1, 2});
  expect_features(read_features(tensors, Modality::acoustic), {3}, {1, 1});
  write_safetensors(tensors, {{{"audio", heard}, {"text", heard}}, {}});
  expect_features(read_features(tensors, Modality::visual), {}, {0, 0});
  write_safetensors(tensors, {{{"audio", heard}, {"speech", heard}}, {}});
  expect_says(sentence_of([&] { read_features(tensors, Modality::acoustic); }),
              "holds 2 arrays (`audio` and `speech`)");
}

TEST(FeatureFile, OfOtherTypesAndShapesIsRows) {
  expect_features(features_of(npy(make_array(std::vector<double>{1, 2}, {2}))), {1, 2}, {1, 2});
  expect_features(features_of(npy(make_array(std::vector<int64_t>{1, 2}, {1, 2, 1}))), {1, 2}, {2, 1});
  expect_features(features_of(npy(make_array(std::vector<uint8_t>{1, 2}, {1, 1, 2}))), {1, 2}, {1, 2});
  expect_features(features_of(npy(make_array(Floats{}, {0, 5}))), {}, {0, 0});
  expect_features(features_of(npy(make_array(Floats{}, {0}))), {}, {0, 0});
  const Array half = make_array(Type::f16, {1, 1}, {std::byte{0}, std::byte{0x3C}});
  expect_features(features_of(npy(half)), {1}, {1, 1});
  expect_says(sentence_of([] {
                features_of(npy(make_array(Floats(8), {2, 2, 2})));
              }),
              "features.npy: is an array (2, 2, 2), rows of features (rows, features) of one utterance were expected");
  expect_says(sentence_of([] { features_in("f.npy", "\xFF\xD8\xFF"); }), "an array of features (.npy, .npz");
}

TEST(FeatureIndex, FindsFilesHoweverIdsAreWritten) {
  OwnFeatures own;
  for (const char* file :
       {"a/1.npy", "a/2.npy", "b_3.npy", "c$_$4.npz", "d_0005.npy", "aqgy3_0001/00000.npz", "e.x.npy", "_f__007_.npy"})
    own.put(std::string("visual/") + file, "");
  const FeatureIndex index(own.path("visual"));
  const auto name = [&](const std::string& id) {
    const auto file = index.find({id});
    return file ? index.files()[*file].lexically_relative(index.folder()).string() : "";
  };
  EXPECT_EQ(name("a_1"), "a/1.npy");
  EXPECT_EQ(name("a$_$2"), "a/2.npy");
  EXPECT_EQ(name("a[2]"), "a/2.npy");
  EXPECT_EQ(name("b/3"), "b_3.npy");
  EXPECT_EQ(name("b_3.mp4"), "b_3.npy");
  EXPECT_EQ(name("c_4"), "c$_$4.npz");
  EXPECT_EQ(name("d_5"), "d_0005.npy");
  EXPECT_EQ(name("aqgy3_0001/00000"), "aqgy3_0001/00000.npz");
  EXPECT_EQ(name("aqgy3_0001_0"), "aqgy3_0001/00000.npz");
  EXPECT_EQ(name("e.x"), "e.x.npy");
  EXPECT_EQ(name("/f__7]_"), "_f__007_.npy");
  EXPECT_EQ(name("a"), "");
}

TEST(FeatureIndex, RefusesTwoFilesOfOneIdAndTwoIdsOfOneFile) {
  OwnFeatures own("id,text,label,split\na_1,x,1,train\na/1,x,1,train\n");
  own.array("visual/a_1.npy", {1}, {1, 1});
  expect_says(own.refusal(), "visual/a_1.npy: fits both the id `a_1` and `a/1` of ");
  own.put("visual/a_1.csv", "1\n");
  expect_says(own.refusal(), "a_1.npy both fit the id `a_1`; keep one of them");
  own.put("labels.csv", "id,text,label,split\na_01,x,1,train\na_1,x,1,train\n");
  std::filesystem::remove(own.path("visual/a_1.csv"));
  own.array("visual/a_01.npy", {2}, {1, 1});
  EXPECT_EQ(rows_of(own.read(), SplitName::train, Modality::visual, 0), Floats{2});
}

TEST(FeatureFolders, AreKnownByTheirNames) {
  for (const char* name : {"visual", "Vision", "video", "visual_features", "OpenFace2", "facet"})
    EXPECT_EQ(stream_word(name), StreamWord::visual) << name;
  for (const char* name : {"acoustic", "Audio", "COVAREP", "wav2vec2-base", "openSMILE", "speech_features"})
    EXPECT_EQ(stream_word(name), StreamWord::acoustic) << name;
  for (const char* name : {"Raw", "text", "audio_visual", "bert"})
    EXPECT_EQ(stream_word(name), StreamWord::none) << name;
}

TEST(FeatureFolders, LieBesideTheTableOrInAFolderOfFeaturesOrWhereIsStated) {
  OwnFeatures own("id,text,label,split\na_1,x,1,train\n");
  own.array("features/OpenFace/a_1.npy", {1}, {1, 1}).array("mine/a_1.npy", {2}, {1, 1}).put("video/a_1.mp4", "x");
  const Dataset set = own.read();
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), Floats{1});
  expect_says(note_on(set, "folder_not_read"), "the folder video is not read: it holds no features");
  expect_says(note_on(set, "folder_tells_no_stream"),
              "the folder mine holds 1 file of numbers and is not read: its name tells neither visual nor acoustic; "
              "`--visual ");
  const Dataset stated = own.read({.visual = own.path("mine")});
  EXPECT_EQ(rows_of(stated, SplitName::train, Modality::visual, 0), Floats{2});
  own.array("vision/a_1.npy", {3}, {1, 1});
  const std::string both = own.refusal();
  expect_says(both, "both hold visual features; `--visual ");
  const size_t from = both.find("`--visual ") + 10;
  EXPECT_EQ(own.read({.visual = both.substr(from, both.find('`', from) - from)}).info.streams.visual.width, 1);
  std::filesystem::remove_all(own.path("vision"));
  expect_says(own.refusal({.acoustic = own.path("none")}), "none: is no folder");
  expect_says(own.refusal({.acoustic = own.path("labels.csv")}),
              "labels.csv: is no folder (one file for each utterance");
}

TEST(FeatureStream, OfAnotherWidthNamesFileAndBothWidths) {
  OwnFeatures own("id,text,label,split\na_1,x,1,train\na_2,x,1,train\n");
  own.array("visual/a_1.npy", {1, 2}, {1, 2}).array("visual/a_2.npy", {1, 2, 3}, {1, 3});
  expect_says(own.refusal(), "visual/a_2.npy: has 3 features in a row ((1, 3)), ");
  expect_says(own.refusal(), "visual/a_1.npy has 2 ((1, 2)); an array of one dimension is one row");
  const std::string option = "`--time-axis visual=last` makes rows of columns, as librosa writes them";
  expect_says(own.refusal(), option);
  EXPECT_EQ(own.read({.time_axis = {"visual=last"}}).split(SplitName::train).length(Modality::visual, 1), 3);
  own.array("visual/a_1.npy", Floats(6), {2, 3}).array("visual/a_2.npy", Floats(12), {3, 4});
  EXPECT_EQ(own.refusal().find("--time-axis"), std::string::npos);
}

TEST(FeatureStream, ParsesATableOnce) {
  OwnFeatures own("id,text,label,split\na_1,x y z,1,train\na_2,x,1,test\n");
  own.put("visual/a_1.csv", "x\n1\n2\n").put("visual/a_2.csv", "x\n3\n");
  const auto source = open_source(own.path());
  own.put("visual/a_1.csv", "x\n8\n9\n").put("visual/a_2.csv", "no number\n3\n");
  const Dataset set = assemble(*source, {});
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{1, 2}));
  EXPECT_EQ(rows_of(set, SplitName::test, Modality::visual, 0), Floats{3});
}

TEST(FeatureStream, CountsColumnsThatAreNoFeaturesAndValuesThatAreNotFinite) {
  OwnFeatures own("id,text,label,split\na_1,x y z,1,train\na_2,x,1,train\n");
  own.put("visual/a_1.csv", "frame, timestamp, AU01_r\n1, 0.0, 0.5\n2, 0.04, \n")
      .put("visual/a_2.csv", "frame,timestamp,AU01_r\n1,0,7\n");
  const Dataset set = own.read();
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{0.5f, 0}));
  EXPECT_EQ(
      note_on(set, "columns_left_out"),
      "visual: columns that say where a row stands or how sure it is are no features and are left out of 2 files: "
      "`frame` and `timestamp`");
  EXPECT_EQ(set.info.counts["train"]["visual"]["non_finite"]["nan"], 1);
}

}  // namespace
}  // namespace mmim
