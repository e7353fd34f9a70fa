#include "extract/folder/clip_source.h"

#include <gtest/gtest.h>

#include "corpus/survey.h"
#include "extract/folder/clip_folder.h"
#include "support/expect_in.h"

namespace mmim {
namespace {

/// Three clips in a store, whose streams a test makes up.
class ClipSourceTest : public testing::Test {
 protected:
  ClipSourceTest() {
    for (const char* id : {"a", "b", "c"}) folder.clip(std::string(id) + ".wav");
    folder.write("table.csv", "id,text,label,split,label_T\na,first,1,train,2\nb,,-1,train,1\nc,third,0,test,0\n");
    list = folder.list();
    options.acoustic.view = AcousticView::mosi;
  }
  ClipStore store() {
    WantedClips wanted{.options = Options(options).to_json(), .features = feature_set_of(options).hash(), .clips = {}};
    for (const UtteranceRow& row : list.table.rows) wanted.clips.push_back({.id = row.id});
    return {folder.path / "set.clips", wanted};
  }
  /// So many rows of the five acoustic columns, each value that of its row; no visual row.
  ClipStreams heard(int64_t rows, const std::vector<TimedWord>& words = {}) const {
    const FeatureSet set = feature_set_of(options);
    ClipStreams streams{.acoustic = {set.columns.acoustic, {}, {}}, .visual = {set.columns.visual, {}, {}}};
    for (int64_t row = 0; row < rows; ++row) {
      streams.acoustic.times.push_back(static_cast<double>(row));
      streams.acoustic.values.insert(streams.acoustic.values.end(), set.columns.acoustic.size(), row + 1.0);
    }
    streams.words = words;
    streams.facts = {.seconds = 2, .sound = rows > 0, .pictures = false, .voiced = rows > 0 ? .5 : 0};
    return streams;
  }
  std::string refused(const ImportOptions& importing) const {
    try {
      check_table(list, importing);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  ClipFolder folder;
  ClipList list;
  ExtractOptions options;
};

TEST_F(ClipSourceTest, ReadsTextAndLabelOfTheTableAndRowsOfTheStore) {
  const ClipStore clips = store();
  for (size_t clip = 0; clip < 3; ++clip) clips.finish(clip, heard(static_cast<int64_t>(clip) + 1));
  const auto source = source_of(list, clips, {}, folder.path);
  EXPECT_EQ(source->size(SplitName::train), 2);
  EXPECT_EQ(source->size(SplitName::valid), 0);
  const Utterance utterance = source->read(SplitName::test, 0);
  EXPECT_EQ(utterance.id, "c");
  EXPECT_EQ(utterance.text, "third");
  EXPECT_EQ(utterance.label, 0);
  EXPECT_EQ(utterance.streams.acoustic.rows, 3);
  EXPECT_EQ(utterance.streams.acoustic.values.back(), 3);
  EXPECT_EQ(utterance.columns, std::vector<float>{0}) << "label_T";
  const DatasetInfo info = source->info();
  EXPECT_EQ(info.streams.acoustic.width, 5);
  EXPECT_EQ(info.features.hash(), feature_set_of(options).hash());
  EXPECT_EQ(info.alignment, Alignment::none);
}

TEST_F(ClipSourceTest, LeavesOutFailedClipsAndNamesTheFirst) {
  const ClipStore clips = store();
  clips.finish(0, heard(1));
  clips.finish(2, heard(1));
  const auto source = source_of(list, clips, {{"b", "b.wav: is empty"}}, folder.path);
  EXPECT_EQ(source->size(SplitName::train), 1);
  std::string said;
  for (const Note& note : source->info().notes) said += note.sentence + "\n";
  expect_in(said, {"1 clip cannot be used and is left out, the first: `b` (b.wav: is empty)"});
  EXPECT_THROW(source_of(list, clips, {{"a", "x"}, {"b", "y"}, {"c", "z"}}, folder.path), DataError);
}

TEST_F(ClipSourceTest, AnAbsentStreamHasAZeroRowForEachWord) {
  options.rows = RowTimes::words;
  const ClipStore clips = store();
  const std::vector<TimedWord> words{{"very", 0, 1}, {"good", 1, 2}};
  for (size_t clip = 0; clip < 3; ++clip) clips.finish(clip, heard(clip == 1 ? 0 : 2, words));
  const auto source = source_of(list, clips, {}, folder.path);
  const Utterance silent = source->read(SplitName::train, 1);
  EXPECT_EQ(silent.text, "very good") << "the table has no text of it";
  EXPECT_EQ(silent.streams.acoustic.rows, 2);
  EXPECT_EQ(silent.streams.acoustic.values, std::vector<float>(10, 0));
  const int64_t columns = source->info().streams.visual.width;
  EXPECT_EQ(silent.streams.visual.values, std::vector<float>(static_cast<size_t>(2 * columns), 0));
  EXPECT_EQ(survey(*source).info.alignment, Alignment::words) << "the streams of an aligned set have equal rows";
}

TEST_F(ClipSourceTest, AnAbsentStreamWithoutWordsHasNoRow) {
  const ClipStore clips = store();
  for (size_t clip = 0; clip < 3; ++clip) clips.finish(clip, heard(1));
  EXPECT_EQ(source_of(list, clips, {}, folder.path)->read(SplitName::train, 0).streams.visual.rows, 0);
}

TEST_F(ClipSourceTest, RefusesRowsOfOtherColumns) {
  const ClipStore clips = store();
  ClipStreams other = heard(1);
  other.acoustic.columns[0] = "loudness";
  for (size_t clip = 0; clip < 3; ++clip) clips.finish(clip, other);
  const auto source = source_of(list, clips, {}, folder.path);
  EXPECT_THROW(source->read(SplitName::train, 0), DataError);
}

TEST_F(ClipSourceTest, TellsWhatTheClipsAreLike) {
  const ClipStore clips = store();
  ClipStreams seen = heard(1), faceless = heard(0);
  seen.facts.pictures = faceless.facts.pictures = true;
  seen.facts.with_face = 1;
  faceless.facts.with_face = 0;
  seen.facts.words_doubtful = true;
  clips.finish(0, seen);
  clips.finish(1, faceless);
  clips.finish(2, heard(1));
  const DatasetInfo info = source_of(list, clips, {}, folder.path)->info();
  const Json& all = info.extra.at("clips");
  EXPECT_EQ(all.at("count"), 3);
  EXPECT_EQ(all.at("seconds"), 6);
  EXPECT_EQ(all.at("voiced"), .5);
  EXPECT_EQ(all.at("with_face"), .5) << "a mean over clips with pictures";
  std::map<std::string, int64_t> counts;
  for (const Note& note : info.notes) counts[note.kind] = note.count;
  for (const char* kind : {"clips_without_sound", "clips_without_pictures", "clips_without_face", "words_doubtful"})
    EXPECT_EQ(counts[kind], 1) << kind;
}

TEST_F(ClipSourceTest, LabelsOutOfTheirRangeAreRefusedByTheTableAlone) {
  EXPECT_EQ(refused({}), "");
  folder.write("table.csv", "id,text,label,split\na,first,7,train\nb,second,-1,train\nc,third,0,test\n");
  list = folder.list();
  expect_in(refused({.label_range = {"-3,3"}}), {"table.csv", "(a)", "7 is outside -3 to 3", "--label-range"});
  EXPECT_EQ(refused({.out_of_range = OutOfRange::clamp, .label_range = {"-3,3"}}), "");
  expect_in(refused({.label_range = {"joy=0,1"}}), {"joy"});
}

}  // namespace
}  // namespace mmim
