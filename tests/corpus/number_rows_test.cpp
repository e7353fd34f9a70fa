#include "corpus/layouts/number_rows.h"

#include "corpus/inspect.h"
#include "corpus/own_features.h"
#include "corpus/trees.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;
using Names = std::vector<std::string>;
using Seconds = std::vector<double>;

FeatureRows rows_in(const std::string& text) {
  return rows_of_table(read_number_table(scratch("rows.csv", text)), "rows.csv");
}

/// The header of OpenFace 2 with all its options: 714 columns.
Names openface_columns() {
  Names names{"frame",    "face_id",  "timestamp", "confidence", "success",      "gaze_0_x",    "gaze_0_y",
              "gaze_0_z", "gaze_1_x", "gaze_1_y",  "gaze_1_z",   "gaze_angle_x", "gaze_angle_y"};
  const auto add = [&](const std::string& name, int count) {
    for (int i = 0; i < count; ++i) names.push_back(name + std::to_string(i));
  };
  for (const char* eye : {"eye_lmk_x_", "eye_lmk_y_", "eye_lmk_X_", "eye_lmk_Y_", "eye_lmk_Z_"}) add(eye, 56);
  for (const char* pose : {"pose_Tx", "pose_Ty", "pose_Tz", "pose_Rx", "pose_Ry", "pose_Rz"}) names.push_back(pose);
  for (const char* point : {"x_", "y_", "X_", "Y_", "Z_"}) add(point, 68);
  for (const char* rigid : {"p_scale", "p_rx", "p_ry", "p_rz", "p_tx", "p_ty"}) names.push_back(rigid);
  add("p_", 34);
  const Names units{"01", "02", "04", "05", "06", "07", "09", "10", "12",
                    "14", "15", "17", "20", "23", "25", "26", "45"};
  for (const std::string& unit : units) names.push_back("AU" + unit + "_r");
  for (const std::string& unit : units) names.push_back("AU" + unit + "_c");
  names.push_back("AU28_c");
  return names;
}

TEST(NumberRows, OfOpenFaceAreAllItsMeasuresUnderTheirNames) {
  const Names names = openface_columns();
  ASSERT_EQ(names.size(), 714u);
  for (const std::string separator : {", ", ","}) {
    std::string header, row;
    for (size_t i = 0; i < names.size(); ++i) {
      header += (i ? separator : "") + names[i];
      row += (i ? separator : "") + (i == 4 ? "1" : std::to_string(i));
    }
    const FeatureRows rows = rows_in(header + "\n" + row + "\n");
    ASSERT_EQ(rows.width(), 709);
    EXPECT_EQ(rows.names.front(), "gaze_0_x");
    EXPECT_EQ(rows.names.back(), "AU28_c");
    EXPECT_EQ(rows.values.to_floats().front(), 5);
    EXPECT_EQ(rows.values.to_floats().back(), 713);
    EXPECT_EQ(rows.times, Seconds{2});
  }
}

TEST(NumberRows, WithoutAFaceAreLeftOutAndCounted) {
  const FeatureRows rows =
      rows_in("frame,timestamp,confidence,success,AU01_r\n1,0,.9,1,7\n2,.04,0,0,0\n3,.08,.9,1,8\n");
  EXPECT_EQ(rows.values.to_floats(), (Floats{7, 8}));
  EXPECT_EQ(rows.times, (Seconds{0, 0.08}));
  EXPECT_EQ(rows.without_face, 1);
  EXPECT_EQ(rows.faces, 0);
  EXPECT_EQ(rows_in("frame,timestamp,confidence,success,AU01_r\n1,0,0,0,7\n").rows(), 0);
}

TEST(NumberRows, OfSeveralFacesAreThoseOfTheFaceThatIsSeenLongest) {
  const std::string header = "frame, face_id, timestamp, confidence, success, x_0\n";
  const FeatureRows longest =
      rows_in(header + "1,0,0,.9,1,10\n1,1,0,.9,1,20\n2,0,.1,.9,0,11\n2,1,.1,.9,1,21\n3,0,.2,.9,0,12\n");
  EXPECT_EQ(longest.values.to_floats(), (Floats{20, 21}));
  EXPECT_EQ(longest.times, (Seconds{0, 0.1}));
  EXPECT_EQ(longest.faces, 2);
  EXPECT_EQ(longest.without_face, 2);
  const FeatureRows surer = rows_in(header + "1,0,0,.8,1,10\n1,1,0,.9,1,20\n");
  EXPECT_EQ(surer.values.to_floats(), Floats{20});
  const FeatureRows first = rows_in(header + "1,0,0,.9,1,10\n1,1,0,.9,1,20\n");
  EXPECT_EQ(first.values.to_floats(), Floats{10});
  EXPECT_EQ(rows_in("face, confidence, x_0\n0, .9, 10\n1, .95, 20\n").values.to_floats(), Floats{20});
}

TEST(NumberRows, OfOpenSmileHaveTimesAndOneRecording) {
  const FeatureRows rows = rows_in("name;frameTime;F0\n'unknown';0.00;1\n'unknown';0.01;2\n");
  EXPECT_EQ(rows.times, (Seconds{0, 0.01}));
  EXPECT_EQ(rows.names, Names{"F0"});
  const FeatureRows python = rows_in(
      "file,start,end,F0\na.wav,0 days 00:00:00,0 days 00:00:00.020000,1\n"
      "a.wav,0 days 00:00:00.010000,0 days 00:00:00.030000,2\n");
  EXPECT_EQ(python.times, (Seconds{0, 0.01}));
  EXPECT_EQ(python.values.to_floats(), (Floats{1, 2}));
  expect_says(sentence_of([] { rows_in("name;frameTime;F0\n'a';0.00;1\n'b';0.00;2\n"); }),
              "rows.csv: holds rows of 2 recordings, such as `a` and `b`; give each recording a file");
  EXPECT_EQ(rows_in("name,F0\nframe1.jpg,1\nframe2.jpg,2\n").rows(), 2);
}

TEST(NumberRows, HaveNoTimesWhereTimesDoNotRise) {
  EXPECT_EQ(rows_in("timestamp,x\n0,1\n0,2\n").times, Seconds{});
  EXPECT_EQ(rows_in("timestamp,x\n0,1\n,2\n").times, Seconds{});
  EXPECT_EQ(rows_in("frame,x\n0,1\n1,2\n").times, Seconds{});
}

TEST(SecondsIn, ReadsWhatPandasAndOpenSmileWrite) {
  EXPECT_EQ(seconds_in("1.5"), 1.5);
  EXPECT_EQ(seconds_in("0 days 00:01:02.5"), 62.5);
  EXPECT_EQ(seconds_in("1 days 01:00:00"), 90000);
  EXPECT_EQ(seconds_in("01:02"), 62);
  EXPECT_TRUE(std::isnan(seconds_in("x days 00:00:01")));
  EXPECT_TRUE(std::isnan(seconds_in("a:b")));
  EXPECT_TRUE(std::isnan(seconds_in("soon")));
}

TEST(NamedFeatures, AreKeptInTheDataSetAndShown) {
  OwnFeatures own("id,text,label,split\na_1,x y z,1,train\na_2,x,1,train\n");
  own.put("visual/a_1.csv", "frame, AU01_r, AU02_r, AU04_r, AU05_r\n1, 1, 2, 3, 4\n2, 1, 2, 3, 4\n");
  const auto folder = scratch("named_features");
  const Dataset set = import_dataset(*open_source(own.path()), {}, folder);
  EXPECT_EQ(set.info.features.columns.visual, (Names{"AU01_r", "AU02_r", "AU04_r", "AU05_r"}));
  const Json report = inspect(folder);
  EXPECT_EQ(report["features"]["columns"]["visual"].size(), 4u);
  EXPECT_EQ(set.info.features.name, "own-features");
  expect_says(render_inspection(report).substr(render_inspection(report).find("visual")).substr(0, 80),
              "4 features (AU01_r, AU02_r, AU04_r and 1 more), published");
  const Dataset unnamed = OwnFeatures("text,label,split\nso good,1,train\n").read();
  EXPECT_FALSE(unnamed.info.features.known());
}

TEST(NamedFeatures, OfAnotherNameAreRefused) {
  OwnFeatures own("id,text,label,split\na_1,x,1,train\na_2,x,1,train\n");
  own.put("visual/a_1.csv", "AU01_r,AU02_r\n1,2\n").put("visual/a_2.csv", "AU01_r,AU02_c\n1,2\n");
  expect_says(own.refusal(), "visual/a_2.csv: feature 2 is `AU02_c`, and `AU02_r` in ");
  own.put("visual/a_2.csv", "1,2\n");
  EXPECT_EQ(own.read().info.features.columns.visual.size(), 2u);
}

TEST(ToolsBesideATable, AreReadAndWhatWasLeftOutIsCounted) {
  const Dataset set = assemble(*open_source(utterances_in("tools")), {});
  EXPECT_EQ(set.split(SplitName::train).length(Modality::visual, 3), 10);
  EXPECT_EQ(set.split(SplitName::train).length(Modality::visual, 1), 0);
  EXPECT_EQ(note_on(set, "rows_without_face"),
            "visual: 3 rows of 2 files are left out, because the tracker saw no face (`success` is 0)");
  EXPECT_EQ(note_on(set, "several_faces"),
            "visual: 1 file has rows of several faces, and the face that is seen longest is taken (the first: "
            "vid_b_10.csv)");
  EXPECT_EQ(set.info.features.columns.acoustic,
            (Names{"Loudness_sma3", "F0semitoneFrom27.5Hz_sma3nz", "HNRdBACF_sma3nz"}));
}

TEST(ClipsOfMmsaFet, AreReadFromOneFolderForBothStreams) {
  const Dataset set = assemble(*open_source(utterances_in("fet_clips")), {});
  EXPECT_EQ(set.info.streams.visual.width, 4);
  EXPECT_EQ(set.info.streams.acoustic.width, 3);
  EXPECT_EQ(notes_on(set, "folder_of_streams"),
            (Names{"visual: features are read from the folder clips, whose files hold several streams",
                   "acoustic: features are read from the folder clips, whose files hold several streams"}));
  const auto clip = utterances_in("fet_clips/clips/vid_a_1.pkl");
  EXPECT_EQ(read_features(clip, Modality::visual).values.shape, (std::vector<int64_t>{3, 4}));
  EXPECT_EQ(read_features(clip, Modality::acoustic).values.shape, (std::vector<int64_t>{4, 3}));
}

TEST(ClipsOfMmsaFet, HaveTimeFirstWhateverTheirShapes) {
  OwnFeatures own("id,text,label,split\na_1,x,1,train\na_2,x,1,train\n");
  const std::string clip = pickled(dictionary_of({{"vision", numbers({1, 2, 3, 4, 5, 6}, {2, 3})},
                                                  {"audio", numbers({1, 2, 3, 4}, {2, 2})},
                                                  {"config", dictionary_of({{"tool", text("openface")}})}})) +
                           ".";
  own.put("fet/a_1.pkl", clip).put("fet/a_2.pkl", clip);
  EXPECT_EQ(rows_of(own.read(), SplitName::train, Modality::visual, 1), (Floats{1, 2, 3, 4, 5, 6}));
}

TEST(DataSetOfMmsaFet, KeepsRowsLabelsAndItsOlderNamesOfLabels) {
  const Dataset set = assemble(*open_source(utterances_in("fet/feature.pkl")), {});
  ASSERT_EQ(set.info.columns.size(), 1u);
  EXPECT_EQ(set.info.columns[0].name, "T");
  expect_says(note_on(set, "keys_not_read"), "`config`");
}

}  // namespace
}  // namespace mmim
