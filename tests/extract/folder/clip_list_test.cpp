#include "extract/folder/clip_list.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/error.h"
#include "core/files.h"
#include "extract/folder/clip_store.h"
#include "support/expect_in.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A folder of files that begin as WAV does, and of tables.
struct ClipFolder : ScratchFolder {
  void clip(const std::string& name) const {
    make_folder((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << std::string("RIFF\x24\0\0\0WAVEfmt ", 16) << std::string(64, '\0');
  }
  void write(const std::string& name, const std::string& text) const {
    make_folder((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
  ClipList list() const { return list_clips(path, {}, {}); }
  std::string complaint() const {
    try {
      list();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

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
  std::map<std::string, int64_t> counts;
  for (const Note& note : list.info.notes) counts[note.kind] = note.count;
  EXPECT_EQ(counts,
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
