#include "corpus/label_ranges.h"

#include "corpus/helpers.h"
#include "corpus/inspect.h"

namespace mmim {
namespace {

/// Utterances with these labels, and in further columns the same of another size.
HandmadeSource labelled(const std::vector<float>& labels, const std::vector<std::string>& columns = {},
                        float times = 1) {
  DatasetInfo info{.layout = "handmade"};
  for (const std::string& name : columns) info.columns.push_back({name, {}});
  std::vector<Utterance> utterances;
  for (const float label : labels) {
    utterances.push_back({.id = "v_" + std::to_string(utterances.size()), .text = "so", .label = label});
    utterances.back().columns.assign(columns.size(), times * label);
  }
  return {info, std::move(utterances)};
}

LabelRange own_range(const Dataset& set) { return set.info.labels; }

std::vector<std::string> kinds(const Dataset& set) {
  std::vector<std::string> all;
  for (const Note& note : set.info.notes)
    if (note.kind != "videos_in_two_splits") all.push_back(note.kind);  // of the fixtures
  return all;
}

const std::vector<float> kNarrow{-1, -.8f, -.6f, -.4f, -.2f, 0, .2f, .4f, .6f, .8f};
const std::vector<float> kWide{-3, -.8f, -.6f, -.4f, -.2f, 0, .2f, .4f, .6f, 2};

TEST(LabelRanges, OfSimsAreKnownByItsColumns) {
  const Dataset sims = assemble(*open_source(utterances_in("mmsa/sims.pkl")), {});
  EXPECT_EQ(own_range(sims), (LabelRange{-1, 1}));
  ASSERT_EQ(sims.info.columns.size(), 3u);
  for (const LabelColumn& column : sims.info.columns) EXPECT_EQ(column.range, (LabelRange{-1, 1})) << column.name;
  ASSERT_EQ(kinds(sims), (std::vector<std::string>{"labels_of_sims"}));
  EXPECT_EQ(sims.info.notes[0].sentence, "labels of 8 utterances are read from -1 to 1, with the metrics of CH-SIMS");
}

TEST(LabelRanges, OfNarrowLabelsWithoutThoseColumnsAreAskedFor) {
  const Dataset set = assemble(labelled(kNarrow), {});
  EXPECT_EQ(own_range(set), (LabelRange{-3, 3}));
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"labels_narrow"}));
  EXPECT_EQ(
      set.info.notes[0].sentence,
      "all 10 labels lie within -1 to 1 (from -1 to 0.8) and are read on the scale from -3 to 3; for the scale and "
      "the metrics of CH-SIMS import with `--label-range -1,1`");
  EXPECT_TRUE(kinds(assemble(labelled(kWide), {})).empty());
  EXPECT_TRUE(kinds(assemble(labelled({1, .5f}), {})).empty()) << "too few to tell";
  EXPECT_EQ(own_range(assemble(labelled(kNarrow, {"T"}, 3), {})), (LabelRange{-3, 3})) << "T goes beyond";
}

TEST(LabelRanges, AreThoseThatAreStated) {
  ImportOptions options;
  options.label_range = {"-1,1", "T=-2,2"};
  const Dataset set = assemble(labelled(kNarrow, {"T"}, 2), options);
  EXPECT_EQ(own_range(set), (LabelRange{-1, 1}));
  EXPECT_EQ(set.info.columns[0].range, (LabelRange{-2, 2}));
  EXPECT_TRUE(kinds(set).empty());
  options.label_range = {"0,10"};
  EXPECT_EQ(own_range(assemble(labelled({0, 4, 7.5f}), options)), (LabelRange{0, 10}));
}

TEST(LabelRanges, OfAColumnBeyondTheOwnAreAsSeenUnlessStated) {
  const Dataset set = assemble(labelled(kWide, {"valence"}, 4), {});
  EXPECT_EQ(set.info.columns[0].range, (LabelRange{-12, 8}));
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"label_range_seen"}));
  expect_says(set.info.notes[0].sentence,
              "since the label valence of split train, utterance 0 (v_0) is -12, beyond -3 to 3: -12 to 8 is taken, as "
              "it was seen; `--label-range valence=LOW,HIGH` states it");
  EXPECT_EQ(assemble(labelled(kWide, {"valence"}, .5f), {}).info.columns[0].range, (LabelRange{-3, 3}));
}

TEST(LabelRanges, ThatDoNotHoldAreRefused) {
  const auto refusal = [](const std::vector<std::string>& ranges) {
    return sentence_of([&] {
      ImportOptions options;
      options.label_range = ranges;
      assemble(labelled(kWide, {"T"}), options);
    });
  };
  for (const char* word : {"1", "1,", "2,1", "a,b", "-1,1,2", "T=", "T=3"})
    expect_says(refusal({word}), "`: LOW,HIGH or NAME=LOW,HIGH is wanted, as -1,1 or happy=0,3");
  expect_says(refusal({"T=-1,1"}),
              "split train, utterance 0 (v_0): the label T -3 is outside -1 to 1, and 1 more label is; `--label-range "
              "T=LOW,HIGH` states the scale where it is another, `--out-of-range clamp` takes");
  expect_says(refusal({"V=-1,1"}), "has no labels of this name; there are T");
  expect_says(refusal({"-1,1"}), "is outside -1 to 1");
}

TEST(LabelRanges, OfDataThatAreNearlySimsNameTheLabelThatDecides) {
  const Dataset set = assemble(*open_source(utterances_in("people/one_beyond.pkl")), {});
  EXPECT_EQ(own_range(set), (LabelRange{-3, 3}));
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"labels_beyond_sims"}));
  EXPECT_EQ(set.info.notes[0].count, 2);
  expect_says(set.info.notes[0].sentence,
              "but 2 labels lie beyond -1 to 1 (the label of split train, utterance 3 "
              "(video_1$_$0001) is 1.4), so the scale from -3 to 3 is taken");
  const Dataset narrow = assemble(labelled(kNarrow, {"T"}, 1.6f), {});
  expect_says(narrow.info.notes.at(0).sentence, "(the label T of split train, utterance 0 (v_0) is -1.6)");
}

TEST(LabelRanges, ThatTheNoteNamesClampEveryColumnAndCount) {
  ImportOptions options{.out_of_range = OutOfRange::clamp};
  options.label_range = {"-1,1"};
  const Dataset set = assemble(*open_source(utterances_in("people/one_beyond.pkl")), options);
  EXPECT_EQ(own_range(set), (LabelRange{-1, 1}));
  EXPECT_EQ(set.info.columns[0].range, (LabelRange{-1, 1}));
  EXPECT_EQ(set.split(SplitName::train).label(3), 1);
  EXPECT_EQ(set.split(SplitName::test).label(size_t{0}, 1), -1);
  EXPECT_EQ(set.split(SplitName::test).label(size_t{0}, 0), .5f);
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"labels_clamped", "labels_clamped"}));
  expect_says(set.info.notes.back().sentence,
              "1 label T is outside -1 to 1 (the first: split test, utterance 1 (video_3$_$0001): the label T -1.7); "
              "clamped to the nearer end");
  options.label_range = {"T=-2,2"};
  const Dataset stated = assemble(labelled(kWide, {"T"}), options);
  EXPECT_EQ(stated.split(SplitName::train).label(size_t{0}, 0), -2) << "a stated range clamps too";
}

TEST(LabelRanges, OfEmotionsBeyondThreeAreAsSeenOrClamped) {
  const HandmadeSource source = labelled({.5f, 3.5f, 2}, {"happy"});
  const Dataset seen = assemble(source, {.out_of_range = OutOfRange::refuse, .label_range = {"-4,4"}});
  EXPECT_EQ(seen.info.columns[0].range, (LabelRange{-4, 4}));
  expect_says(seen.info.notes.at(0).sentence,
              "since the label happy of split train, utterance 1 (v_1) is 3.5, beyond 0 to 3: -4 to 4 is taken; "
              "`--label-range happy=LOW,HIGH` states it, `--out-of-range clamp` keeps 0 to 3");
  const Dataset clamped = assemble(source, {.out_of_range = OutOfRange::clamp, .label_range = {"-4,4"}});
  EXPECT_EQ(clamped.split(SplitName::train).label(size_t{0}, 1), 3);
  EXPECT_EQ(clamped.split(SplitName::train).label(1), 3.5f) << "the own label lies within";
}

TEST(LabelRanges, WithoutASignToTellClassesByAreSaid) {
  ImportOptions options;
  options.label_range = {"0,10"};
  const Dataset set = assemble(labelled({0, 4, 7.5f}), options);
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"labels_of_one_sign"}));
  expect_says(set.info.notes[0].sentence, "`mmim train --set mmim.bound.entropy.split=single` learns such labels");
}

TEST(LabelRanges, OfAnImportedSetStayWhatTheyAre) {
  const auto folder = scratch("ranges_stay");
  ImportOptions options;
  options.label_range = {"-2,2"};
  import_dataset(labelled(kNarrow, {"T"}), options, folder);
  const Json report = inspect(folder);
  EXPECT_EQ(report["label_range"], (Json{-2, 2}));
  EXPECT_EQ(report["label_columns"]["T"], (Json{-2, 2}));
  EXPECT_TRUE(report["notes"].empty());
}

TEST(LabelColumns, OfSimsAreReadFromEveryContainer) {
  const Dataset sims = assemble(*open_source(utterances_in("mmsa/sims.pkl")), {});
  const Split& train = sims.split(SplitName::train);
  EXPECT_FLOAT_EQ(train.label(0), .3f);
  EXPECT_EQ(sims.info.columns[0].name, "T");
  EXPECT_EQ(sims.info.columns[2].name, "V");
  EXPECT_FLOAT_EQ(train.label(size_t{0}, 0), .4f);
  EXPECT_FLOAT_EQ(train.label(size_t{1}, 0), .1f);
  EXPECT_FLOAT_EQ(train.label(size_t{2}, 0), .7f);
}

TEST(LabelColumns, OfALabelCsvAreFoundByVideoAndClip) {
  const auto source = open_source(utterances_in("sims_table/unaligned_39.pkl"));
  ASSERT_EQ(source->files().size(), 2u) << "the CSV counts in the hash of the source";
  const Dataset sims = assemble(*source, {});
  ASSERT_EQ(sims.info.columns.size(), 2u) << "label_V is empty";
  EXPECT_EQ(sims.info.columns[1].name, "A");
  EXPECT_EQ(own_range(sims), (LabelRange{-1, 1}));
  const Dataset pickled = assemble(*open_source(utterances_in("mmsa/sims.pkl")), {});
  for (const SplitName split : kSplits)
    for (int64_t i = 0; i < sims.split(split).size(); ++i)
      for (size_t k = 0; k < 2; ++k)
        EXPECT_EQ(sims.split(split).label(k, i), pickled.split(split).label(k, i)) << word(split) << i;
}

TEST(LabelColumns, ThatLackAnUtteranceAreLeftOutAndSaid) {
  const auto folder = scratch("half_a_table");
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(utterances_in("sims_table/unaligned_39.pkl"), folder / "unaligned_39.pkl",
                             std::filesystem::copy_options::overwrite_existing);
  write_file_atomically(folder / "label.csv", "video_id,clip_id,label_T\nvideo_0000,0000,0.2\n");
  const Dataset set = assemble(*open_source(folder / "unaligned_39.pkl"), {});
  EXPECT_TRUE(set.info.columns.empty());
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"labels_left_out"}));
  EXPECT_EQ(set.info.notes[0].sentence, "the labels T are left out: 4 of split train are missing or no finite numbers");
}

TEST(LabelColumns, OfATableOfOtherIdsShowIdsOfBothSides) {
  const auto folder = scratch("another_table");
  std::filesystem::create_directories(folder);
  const auto pickle = folder / "unaligned_39.pkl", table = folder / "label.csv";
  std::filesystem::copy_file(utterances_in("sims_table/unaligned_39.pkl"), pickle,
                             std::filesystem::copy_options::overwrite_existing);
  write_file_atomically(table, "video_id,clip_id,label_T\nx,1,0.2\ny,2,0.3\n");
  const std::string sides =
      "names none of the 8 utterances: its rows are such as video `x`, clip `1`; video `y`, clip `2`; the utterances "
      "are such as `video_0000$_$0000`, `video_0000$_$0001` and `video_0001$_$0000`";
  const Dataset set = assemble(*open_source(pickle), {});
  ASSERT_EQ(kinds(set), (std::vector<std::string>{"labels_left_out"}));
  expect_says(set.info.notes[0].sentence, "the labels T are left out: label.csv " + sides);
  expect_says(sentence_of([&] { open_source(pickle, "", table); }), "label.csv: " + sides);
  write_file_atomically(table, "video_id,clip_id,text\nx,1,so\n");
  expect_says(open_source(pickle, "", table)->info().notes.at(0).sentence, "label.csv is not used");
}

TEST(LabelColumns, OfMoseiAreItsSixEmotions) {
  const Dataset set = assemble(*open_source(utterances_in("emotions")), {});
  std::string names;
  for (const LabelColumn& column : set.info.columns) {
    names += column.name + " ";
    EXPECT_EQ(column.range, (LabelRange{0, 3}));
  }
  EXPECT_EQ(names, "happy sad anger surprise disgust fear ");
  EXPECT_EQ(own_range(set), (LabelRange{-3, 3}));
  EXPECT_FLOAT_EQ(set.split(SplitName::test).label(0), -2.6f);
  for (size_t k = 0; k < 6; ++k)
    EXPECT_EQ(set.split(SplitName::test).label(k, 0), static_cast<float>((6 + k) % 4)) << k;
}

TEST(LabelColumns, AreLearnedByName) {
  const auto folder = scratch("learned");
  import_dataset(*open_source(utterances_in("mmsa/sims.pkl")), {}, folder);
  Dataset set = Dataset::open(folder);
  const std::string fingerprint = set.info.fingerprint;
  set.learn("labels");
  EXPECT_FLOAT_EQ(set.split(SplitName::test).label(0), -.4f);
  set.learn("V");
  EXPECT_FLOAT_EQ(set.split(SplitName::test).label(0), 0);
  EXPECT_EQ(set.info.label, "V");
  EXPECT_EQ(set.info.fingerprint, fingerprint);
  Dataset emotions = assemble(*open_source(utterances_in("emotions")), {});
  emotions.learn("happy");
  EXPECT_EQ(own_range(emotions), (LabelRange{0, 3}));
  expect_says(sentence_of([&] { emotions.learn("hapy"); }), "has no labels `hapy`; there are happy, sad");
  expect_says(sentence_of([&] { assemble(labelled(kWide), {}).learn("T"); }), "it has its own labels alone");
}

TEST(LabelColumns, StandInDatasetJsonAndInTheInspection) {
  const auto folder = scratch("label_columns");
  import_dataset(*open_source(utterances_in("mmsa/sims.pkl")), {}, folder);
  const Json report = inspect(folder);
  EXPECT_EQ(report["label_columns"], (Json{{"T", {-1, 1}}, {"A", {-1, 1}}, {"V", {-1, 1}}}));
  EXPECT_EQ(report["splits"]["train"]["labels"].size(), 5u) << "the five classes of CH-SIMS";
  const std::string text = render_inspection(report);
  EXPECT_NE(text.find("labels        T, from -1 to 1 (`mmim train --label T`)\n"), std::string::npos) << text;
  const Dataset again = assemble(*source_of(Dataset::open(folder), folder), {});
  EXPECT_EQ(again.info.columns.size(), 3u);
  EXPECT_EQ(again.info.fingerprint, Dataset::open(folder).info.fingerprint);
}

TEST(LabelColumns, OfASetThatHasNoneAreNotMentioned) {
  EXPECT_FALSE(assemble(labelled(kWide), {}).info.to_json().contains("label_columns"));
}

TEST(LabelColumns, OfEmotionsStandBehindTheSentimentInSequencesToo) {
  Dataset set = assemble(*open_source(utterances_in("csd_emotions")), {});
  EXPECT_EQ(set.split(SplitName::train).label(1), -0.5f);
  ASSERT_EQ(set.info.columns.size(), 6u);
  for (const char* emotion : {"happy", "sad", "anger", "surprise", "disgust", "fear"}) {
    set.learn(emotion);
    EXPECT_EQ(own_range(set), (LabelRange{0, 3})) << emotion;
  }
  EXPECT_EQ(set.split(SplitName::train).label(1), 0.25f);
  set.learn("anger");
  EXPECT_EQ(set.split(SplitName::train).label(1), 3.f);
  EXPECT_EQ(set.split(SplitName::valid).label(0), 0.f);
}

}  // namespace
}  // namespace mmim
