#include "corpus/layouts/recordings.h"

#include "corpus/own_features.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;

const std::string kUtterances = "id,text,label,split\nv_1,so good,1,train\nv_2,bad,-1,test\nv_3,fine,0,test\n";
const std::string kFunctionals =
    "name;frameTime;loudness_mean;F0_mean\n'v_2';0.0;3;4\n'v_1';0.0;1;2\n'other';0.0;5;6\n";

TEST(Recordings, AreFoundByTheIdsOfUtterances) {
  const auto file = scratch("recordings.csv",
                            "file,start,end,x\n/home/a/v/0001.wav,0 days 00:00:00,0 days 00:00:01,1\n"
                            "/home/a/v/0001.wav,0 days 00:00:01,0 days 00:00:02,2\n/home/a/w_2.wav,0 days,0 days,3\n");
  const Recordings table(file);
  EXPECT_EQ(table.names().size(), 2u);
  const auto recording = table.find({"v_1"});
  ASSERT_TRUE(recording);
  EXPECT_EQ(table.rows(*recording).values.to_floats(), (Floats{1, 2}));
  EXPECT_EQ(table.rows(*recording).times, (std::vector<double>{0, 1}));
  EXPECT_EQ(table.find({"w/2"}), 1u);
  EXPECT_FALSE(table.find({"v_2"}));
  expect_says(sentence_of([] { Recordings(scratch("plain.csv", "x,y\n1,2\n")); }),
              "plain.csv: no column names the recording of each row, such as `name` or `file`");
  const Recordings twice(scratch("twice.csv", "file,x\na/v_1.wav,1\nb/v_1.wav,2\n"));
  expect_says(sentence_of([&] { twice.find({"v_1"}); }),
              "twice.csv: the recordings `a/v_1.wav` and `b/v_1.wav` both fit the id `v_1`");
  EXPECT_EQ(twice.find({"b/v_1"}), 1u);
}

TEST(Table, TakesOneTableOfAllRecordings) {
  OwnFeatures own(kUtterances);
  own.put("egemaps.csv", kFunctionals);
  const Dataset set = own.read();
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::acoustic, 0), (Floats{1, 2}));
  EXPECT_EQ(rows_of(set, SplitName::test, Modality::acoustic, 0), (Floats{3, 4}));
  EXPECT_EQ(set.split(SplitName::test).length(Modality::acoustic, 1), 0);
  EXPECT_EQ(set.info.features.columns.acoustic, (std::vector<std::string>{"loudness_mean", "F0_mean"}));
  EXPECT_EQ(note_on(set, "table_of_recordings"),
            "acoustic: features of all utterances are read from the table egemaps.csv");
  EXPECT_EQ(note_on(set, "files_missing"),
            "acoustic: 1 of 3 rows have no recording (the first: v_3); such streams are empty");
  EXPECT_EQ(note_on(set, "recordings_of_no_row"),
            "acoustic: 1 recording of egemaps.csv is of no row of the table and not read");
  std::filesystem::rename(own.path("egemaps.csv"), own.path("functionals.csv"));
  EXPECT_EQ(own.read({.acoustic = own.path("functionals.csv")}).info.fingerprint, set.info.fingerprint);
  EXPECT_EQ(own.read().info.streams.acoustic.width, 0);
}

TEST(Table, OfRecordingsThatAreNoneOfItsIdsIsRefused) {
  OwnFeatures own("id,text,label,split\nclip7,so,1,train\n");
  own.put("audio.csv", kFunctionals);
  expect_says(own.refusal(),
              "audio.csv: no recording is named as an id of the table: ids are such as `clip7`, "
              "recordings such as `v_2`");
  own.put("egemaps.csv", kFunctionals);
  expect_says(own.refusal(), "egemaps.csv both hold acoustic features; `--acoustic ");
}

}  // namespace
}  // namespace mmim
