#include "corpus/inspect.h"

#include "corpus/fingerprint.h"
#include "corpus/helpers.h"
#include "corpus/synthetic.h"

namespace mmim {
namespace {

TEST(Inspect, ReportsSplitsLengthsLabelsAndRules) {
  const Json report = inspect(utterances_in("mmsa/unaligned_50.pkl"));
  EXPECT_EQ(report["layout"], "mmsa");
  EXPECT_EQ(report["splits"]["train"]["utterances"], 5);
  EXPECT_EQ(report["splits"]["train"]["videos"], 3);
  EXPECT_EQ(report["splits"]["train"]["lengths"]["visual"]["max"], 10);
  EXPECT_EQ(report["splits"]["train"]["labels"].dump(), R"({"-3":1,"-2":0,"-1":1,"0":1,"1":0,"2":2,"3":0})");
  EXPECT_EQ(report["streams"]["acoustic"]["padding"], "front");
  EXPECT_EQ(report["counts"]["train"]["acoustic"]["utterances_with_interior_zero_rows"], 1);
  EXPECT_EQ(report["counts"]["train"]["acoustic"]["utterances_other_than_trimmed"]["zero_rows_counted"], 2);
  EXPECT_EQ(report["counts"]["train"]["visual"]["empty_streams"], 1);
}

TEST(Inspect, OfAnImportedSetKeepsWhatWasCountedAtImport) {
  const auto folder = scratch("inspected");
  import_dataset(*open_source(utterances_in("mmsa/unaligned_50.pkl")), {}, folder);
  const Json before = inspect(utterances_in("mmsa/unaligned_50.pkl")), after = inspect(folder);
  EXPECT_EQ(after["counts"], before["counts"]);
  EXPECT_EQ(after["splits"], before["splits"]);
  EXPECT_EQ(after["streams"], before["streams"]);
  EXPECT_EQ(after["lengths"], "trimmed");
  expect_says(after["name"].get<std::string>(), "unaligned_50");
}

TEST(Inspect, ShowsTheNotesOfTheImport) {
  DatasetInfo info{.layout = "handmade"};
  info.note("rows_left_out", 3, "3 rows were left out");
  info.note("rows_doubled", 0, "0 rows stood twice");
  const auto folder = scratch("inspected_notes");
  import_dataset(HandmadeSource(info, {{.id = "a_1", .text = "good", .label = 1.0f}}), {}, folder);
  const Json report = inspect(folder);
  EXPECT_EQ(report["notes"].dump(), R"([{"kind":"rows_left_out","count":3,"sentence":"3 rows were left out"}])");
  EXPECT_NE(render_inspection(report).find("note          3 rows were left out\n"), std::string::npos);
}

TEST(Inspect, CountsIdsThatStandTwiceVideosInTwoSplitsAndIdsWithoutAClip) {
  const auto notes = [](std::vector<Utterance> train) {
    for (Utterance& utterance : train) utterance.label = 1.0f, utterance.text = "so";
    Json sentences = Json::object();
    for (const Note& note : assemble(HandmadeSource({}, std::move(train)), {}).info.notes)
      sentences[note.kind] = note.sentence;
    return sentences;
  };
  EXPECT_EQ(notes({{.id = "a_1"}, {.id = "b_1"}}), Json::object());
  EXPECT_EQ(notes({{.id = "a_1"}, {.id = "a_1"}, {.id = "b_1"}})["ids_twice"],
            "ids that stand twice or more in one split: 1, such as `a_1`; such utterances count as often as they stand "
            "there");
  EXPECT_EQ(notes({{.id = "17"}, {.id = "18"}})["ids_without_clip"],
            "no id has a clip part (such as `17`), so each such utterance counts as its own video; intervals and tests "
            "resample videos");
  EXPECT_EQ(notes({{.id = "a_1"}, {.id = "18"}})["ids_without_clip"].get<std::string>().substr(0, 46),
            "ids without a clip part: 1 of 2 (such as `18`)");
}

TEST(Inspect, NamesAVideoOfTwoSplits) {
  struct TwoSplits : HandmadeSource {
    using HandmadeSource::HandmadeSource;
    int64_t size(SplitName split) const override { return split == SplitName::valid ? 0 : 2; }
  };
  const auto info =
      assemble(TwoSplits({}, {{.id = "a_1", .text = "so", .label = 1.0f}, {.id = "a_2", .text = "so", .label = 1.0f}}),
               {})
          .info;
  ASSERT_EQ(info.notes.size(), 1u);
  EXPECT_EQ(info.notes[0].sentence,
            "videos that stand in two or more splits: 1 (ids: 2), such as `a` in train and test; results on one split "
            "then tell of the other");
}

TEST(Inspect, OfADataSetWrittenBeforeThereWereNotesHasNone) {
  const auto folder = scratch("inspected_without_notes");
  import_dataset(HandmadeSource({}, {{.id = "a_1", .label = 1.0f}}), {}, folder);
  Json description = read_json(folder / "dataset.json");
  description.erase("notes");
  write_json(folder / "dataset.json", description);
  EXPECT_TRUE(inspect(folder)["notes"].empty());
}

TEST(Inspect, TheTextSaysSyntheticWhereItIs) {
  const auto folder = scratch("inspected_synthetic");
  SyntheticOptions options;
  options.utterances = 20;
  import_dataset(*synthetic_source(options), {}, folder);
  EXPECT_NE(render_inspection(inspect(folder)).find("SYNTHETIC"), std::string::npos);
  const std::string text = render_inspection(inspect(utterances_in("misa/dev.pkl")));
  EXPECT_EQ(text.find("SYNTHETIC"), std::string::npos);
  EXPECT_NE(text.find("train         missing"), std::string::npos);
}

TEST(Inspect, RecognisesThePublishedFilesByTheirHash) {
  EXPECT_EQ(recognised("45eccfb748a87c80ecab9bfac29582e7b1466bf6605ff29d3b338a75120bf791"),
            "MOSEI aligned_50.pkl as published by MMSA");
  EXPECT_EQ(recognised(""), "");
}

}  // namespace
}  // namespace mmim
