#include "extract/folder/clip_list.h"

#include <gtest/gtest.h>

#include "extract/folder/clip_folder.h"
#include "extract/folder/clip_store.h"
#include "support/expect_in.h"

namespace mmim {
namespace {

std::map<std::string, int64_t> counts_of(const ClipList& list) {
  std::map<std::string, int64_t> counts;
  for (const Note& note : list.info.notes) counts[note.kind] = note.count;
  return counts;
}

TEST(ClipList, FindsMmsasRawLayout) {
  ClipFolder folder;
  folder.clip("Raw/video1/1.wav");
  folder.clip("Raw/video2/1.wav");
  folder.write("label.csv", "video_id,clip_id,text,label,mode\nvideo2,1,second,1,test\nvideo1,0001,first,-1,train\n");
  folder.clip("Raw/video1/0001.wav");
  const ClipList list = folder.list();
  ASSERT_EQ(list.clips.size(), 2);
  EXPECT_EQ(list.clips[0].file, folder.path / "Raw/video2/1.wav");
  EXPECT_EQ(list.clips[0].text, "second");
  EXPECT_EQ(list.clips[1].file, folder.path / "Raw/video1/0001.wav");
}

TEST(ClipList, FindsClipsByTheirIdsWithTheirWords) {
  ClipFolder folder;
  folder.clip("clips/a.wav");
  folder.clip("clips/deep/b.wav");
  folder.clip("clips/unused.wav");
  folder.write("clips/a.TextGrid", "words");
  folder.write("table.csv", "id,text,label,split\na,one,1,train\nb.wav,two,0,valid\nc,three,2,test\n");
  const ClipList list = folder.list();
  ASSERT_EQ(list.clips.size(), 2);
  EXPECT_EQ(list.clips[0].words, folder.path / "clips/a.TextGrid");
  EXPECT_EQ(list.clips[1].file, folder.path / "clips/deep/b.wav");
  EXPECT_EQ(counts_of(list),
            (std::map<std::string, int64_t>{{"rows_without_clip", 1}, {"clips_without_row", 1}, {"word_times", 1}}));
}

TEST(ClipList, RefusesWhatItCannotTell) {
  ClipFolder folder;
  folder.clip("a.wav");
  expect_in(folder.complaint(), {"holds no table of clips"});
  folder.write("table.csv", "id,text,label,split\nb,one,1,train\n");
  expect_in(folder.complaint(), {"none of the 1 rows", "`b`"});
  folder.clip("x/b.wav");
  folder.clip("y/b.wav");
  expect_in(folder.complaint(), {"two files could be the clip of `b`"});
}

TEST(ClipList, RefusesIdsThatStandTwiceAndRowsThatShareAClip) {
  ClipFolder folder;
  folder.clip("a.wav");
  folder.write("table.csv", "id,text,label,split\na,one,1,train\na,two,1,train\n");
  expect_in(folder.complaint(), {"line 3: the id `a` stands before"});
  folder.write("table.csv", "id,text,label,split\na,one,1,train\na.wav,two,1,train\n");
  expect_in(folder.complaint(), {"which another row has"});
  folder.write("table.csv", "text,label,split\none,1,train\n");
  expect_in(folder.complaint(), {"no column of ids"});
  folder.write("table.csv", "id,text,label\na,one,1\n");
  expect_in(folder.complaint(), {"--split"});
}

TEST(ClipList, TakesADamagedFileUnderTheNameOfARowAsItsClip) {
  ClipFolder folder;
  folder.write("Raw/v/1.mp4", "");
  folder.write("Raw/v/2.mp4", "no film");
  folder.write("Raw/v/3.dat", std::string("\x01\xFF\xFE\0\x02", 5));
  std::filesystem::create_symlink("nowhere", folder.path / "Raw/v/4.mp4");
  folder.write("Raw/v/5.txt", "a transcript is no clip");
  folder.write("Raw/v/6.mp4", "");
  folder.clip("Raw/v/6.wav");
  folder.write("label.csv",
               "video_id,clip_id,text,label,mode\nv,1,a,1,train\nv,2,b,1,train\nv,3,c,1,train\nv,4,d,1,train\n"
               "v,5,e,1,train\nv,6,f,1,train\n");
  const ClipList list = folder.list();
  std::vector<std::string> names;
  for (const ClipFile& clip : list.clips) names.push_back(clip.file.filename());
  EXPECT_EQ(names, (std::vector<std::string>{"1.mp4", "2.mp4", "3.dat", "4.mp4", "6.wav"}));
  EXPECT_EQ(counts_of(list), (std::map<std::string, int64_t>{{"rows_without_clip", 1}}));
}

TEST(ClipList, FindsTimesOfWordsByContentInEveryFormat) {
  const std::vector<std::string> formats{
      "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n1\n<exists>\n1\n\"IntervalTier\"\n"
      "\"words\"\n0\n1\n1\n0\n1\n\"good\"\n",
      "rec A 0.1 0.5 good 0.9\n",
      "1\n00:00:00,100 --> 00:00:00,600\ngood\n",
      "WEBVTT\n\n00:00.100 --> 00:00.600\ngood\n",
      "word,start,end\ngood,0.1,0.6\n",
      "word\tstart\tduration\ngood\t0.1\t0.5\n",
      R"({"segments": [{"start": 0, "end": 1, "words": [{"word": "good", "start": 0.1, "end": 0.6}]}]})"};
  for (const std::string& text : formats) {
    ClipFolder folder;
    folder.clip("a.wav");
    folder.write("a.txt", text);
    folder.write("table.csv", "id,text,label,split\na,good,1,train\n");
    EXPECT_EQ(folder.list().clips.at(0).words, folder.path / "a.txt") << text;
  }
}

TEST(ClipList, LeavesOtherTextsBesideClipsAndCountsThem) {
  ClipFolder folder;
  folder.clip("a.wav");
  folder.clip("b.wav");
  folder.write("a.txt", "what a great film\n");
  folder.write("a.json", R"({"speaker": "anna"})");
  folder.write("b.srt", "no subtitle");
  folder.write("b.json", R"([{"word": "bad", "start": 0, "end": 1}])");
  folder.write("table.csv", "id,text,label,split\na,one,1,train\nb,two,1,train\n");
  const ClipList list = folder.list();
  EXPECT_EQ(list.clips[0].words, "");
  EXPECT_EQ(counts_of(list).at("texts_beside"), 2);
  EXPECT_EQ(list.clips[1].words, folder.path / "b.json") << "the first by name";
  std::filesystem::remove(folder.path / "b.json");
  EXPECT_EQ(folder.list().clips[1].words, folder.path / "b.srt") << "a damaged one is to be mended, not passed over";
}

ClipStreams one_row() {
  ClipStreams streams;
  streams.acoustic = {{"F0"}, {.005}, {100}};
  return streams;
}

WantedClips wanted(const std::vector<std::string>& ids) {
  WantedClips wanted{.features = "1", .clips = {}};
  for (const std::string& id : ids) wanted.clips.push_back({.id = id, .file = id + ".wav", .text = "text of " + id});
  return wanted;
}

TEST(ClipStore, FindsWhatAnEarlierCommandMade) {
  const ScratchFolder folder;
  const ClipStore first(folder.path / "clips", wanted({"a", "b"}));
  first.finish(1, one_row());
  first.fail(0, "no sound");
  const ClipStore longer(folder.path / "clips", wanted({"c", "b", "a"}));
  EXPECT_TRUE(longer.finished(1));
  EXPECT_FALSE(longer.finished(0));
  EXPECT_EQ(longer.failure(2), "no sound");
  EXPECT_EQ(longer.read(1).acoustic.values, std::vector<double>{100});
  longer.forget_failures();
  EXPECT_EQ(longer.failure(2), "");
}

TEST(ClipStore, TellsFactsWithoutRows) {
  const ScratchFolder folder;
  const ClipStore store(folder.path / "clips", wanted({"a"}));
  ClipStreams streams = one_row();
  streams.facts = {.seconds = 2, .sound = true, .remarks = {"pictures: absent"}};
  store.finish(0, streams);
  for (const auto& file : std::filesystem::directory_iterator(store.folder()))
    if (file.path().extension() == ".safetensors") std::filesystem::remove(file.path());
  EXPECT_EQ(store.facts(0).seconds, 2);
  EXPECT_EQ(store.facts(0).remarks, streams.facts.remarks);
  EXPECT_EQ(store.facts(0).pictures, std::nullopt);
  EXPECT_THROW(store.read(0), DataError);
}

TEST(ClipStore, MakesAgainWhatHasChanged) {
  const ScratchFolder folder;
  ClipStore(folder.path / "clips", wanted({"a"})).finish(0, one_row());
  WantedClips other_text = wanted({"a"}), other_file = wanted({"a"}), other_settings = wanted({"a"});
  other_text.clips[0].text = "another";
  other_file.clips[0].modified = 7;
  other_settings.features = "2";
  EXPECT_FALSE(ClipStore(folder.path / "clips", other_text).finished(0));
  EXPECT_FALSE(ClipStore(folder.path / "clips", other_file).finished(0));
  EXPECT_TRUE(ClipStore(folder.path / "clips", wanted({"a"})).finished(0));
  EXPECT_FALSE(ClipStore(folder.path / "clips", other_settings).finished(0));
  EXPECT_TRUE(ClipStore(folder.path / "clips", wanted({"a"})).finished(0)) << "both stay, side by side";
}

}  // namespace
}  // namespace mmim
