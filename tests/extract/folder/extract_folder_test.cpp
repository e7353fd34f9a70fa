#include "extract/folder/extract_folder.h"

#include <gtest/gtest.h>

#include <csignal>

#include "core/stop.h"
#include "extract/folder/clip_folder.h"
#include "support/expect_in.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A folder of three tones, and how a test has clips made of them: in copies of this process.
class ExtractFolderTest : public testing::Test {
 protected:
  ExtractFolderTest() {
    for (const char* id : {"a", "b", "c"}) folder.tone(std::string("in/") + id + ".wav");
    folder.write("in/table.csv", "id,text,label,split\na,first,1,train\nb,second,-1,valid\nc,third,0,test\n");
    options.extract.faces = false;
    options.extraction.threads = 1;
    make([](const ExtractJob& job) {
      if (do_extract_job(job) != 0) throw std::runtime_error("the job ends otherwise");
    });
  }
  ~ExtractFolderTest() override { stop_requested = false; }
  void make(const std::function<void(const ExtractJob&)>& work) {
    options.extraction.start = [this, work](const ExtractJob& job) {
      started.insert(started.end(), job.clips.begin(), job.clips.end());
      return std::make_unique<Child>([work, job] { work(job); });
    };
  }
  std::optional<ExtractedFolder> extract() {
    return extract_folder(folder.path / "in", folder.path / "set", options, [this](const FolderProgress& progress) {
      told = progress;
      if (on_tell) on_tell(progress);
    });
  }
  std::string complaint() {
    try {
      extract();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  bool there(const char* name) const { return fs::exists(folder.path / name); }

  ClipFolder folder;
  FolderOptions options;
  std::vector<int64_t> started;  ///< clips that were given to a process, in order
  FolderProgress told;
  std::function<void(const FolderProgress&)> on_tell;
};

/// A clip that needs no measuring: nothing is heard in it.
void finish_empty(const ClipStore& store, int64_t clip) {
  ClipStreams streams;
  streams.facts.seconds = 1;
  store.finish(static_cast<size_t>(clip), streams);
}

/// Makes empty clips, and ends at clip 1 as `crash` does.
std::function<void(const ExtractJob&)> crashing(const std::function<void()>& crash) {
  return [crash](const ExtractJob& job) {
    const ClipStore store{fs::path(job.folder)};
    for (const int64_t clip : job.clips) {
      if (clip == 1) crash();
      finish_empty(store, clip);
    }
  };
}

TEST_F(ExtractFolderTest, MakesADataSetOfItsClips) {
  options.extraction.jobs = 2;
  const auto extracted = extract();
  ASSERT_TRUE(extracted && extracted->dataset);
  EXPECT_TRUE(extracted->failed.empty());
  EXPECT_EQ(extracted->dataset->split(SplitName::train).text(0), "first");
  EXPECT_GT(extracted->dataset->split(SplitName::test).length(Modality::acoustic, 0), 0);
  EXPECT_EQ(told.done, 3);
  EXPECT_EQ(told.begun_with, 0);
  EXPECT_FALSE(there("set.clips"));
  EXPECT_EQ(extracted->facts[2].pictures, false) << "WAV has none";
}

TEST_F(ExtractFolderTest, ListsDamagedClipsAndLeavesThemOut) {
  folder.write("in/b.wav", "");
  const auto extracted = extract();
  ASSERT_TRUE(extracted && extracted->dataset);
  ASSERT_EQ(extracted->failed.size(), 1);
  EXPECT_EQ(extracted->failed[0].id, "b");
  expect_in(extracted->failed[0].reason, {"b.wav: "});
  EXPECT_EQ(extracted->dataset->split(SplitName::valid).size(), 0);
  EXPECT_EQ(told.failed, 1);
  EXPECT_TRUE(there("set.clips"));
  const std::string table = clips_csv(*extracted);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 4) << table;
  expect_in(table, {"b.wav: "});
}

TEST_F(ExtractFolderTest, OfDamagedClipsAloneWritesNoDataSet) {
  ASSERT_TRUE(extract()->dataset);
  const std::string before = read_file(folder.path / "set/dataset.json");
  for (const char* name : {"in/a.wav", "in/b.wav", "in/c.wav"}) folder.write(name, "");
  const auto extracted = extract();
  ASSERT_TRUE(extracted);
  EXPECT_FALSE(extracted->dataset);
  EXPECT_EQ(extracted->failed.size(), 3);
  const std::string table = clips_csv(*extracted);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 4) << table;
  EXPECT_EQ(read_file(folder.path / "set/dataset.json"), before);
}

TEST_F(ExtractFolderTest, WhatTheTableTellsIsCheckedBeforeAClipIsRead) {
  folder.write("in/table.csv", "id,text,label,split\na,first,9,train\nb,second,-1,valid\nc,third,0,test\n");
  options.importing.label_range = {"-3,3"};
  expect_in(complaint(), {"9 is outside -3 to 3"});
  EXPECT_TRUE(started.empty());
  EXPECT_FALSE(there("set.clips"));
}

TEST_F(ExtractFolderTest, AClipAtWhichAProcessCrashesHasFailedAndTheOthersGoOn) {
  make(crashing([] { ::raise(SIGKILL); }));
  const auto extracted = extract();
  ASSERT_TRUE(extracted && extracted->dataset);
  ASSERT_EQ(extracted->failed.size(), 1);
  EXPECT_EQ(extracted->failed[0].id, "b");
  expect_in(extracted->failed[0].reason, {"b.wav: its process was ended by signal 9"});
  EXPECT_EQ(extracted->dataset->split(SplitName::test).size(), 1);
  make(crashing([] {}));
  started.clear();
  EXPECT_TRUE(extract()->failed.empty());
  EXPECT_EQ(started, std::vector<int64_t>{1}) << "what was finished is not made again";
}

TEST_F(ExtractFolderTest, AProcessThatFailsOtherwiseEndsItWithItsWords) {
  make(crashing([] { throw std::runtime_error("a copy ends with 1"); }));
  expect_in(complaint(), {"the clips cannot be extracted: ", "could not say why"});
  make([](const ExtractJob& job) {
    std::ofstream(fs::path(job.folder) / kExtractLog) << "mmim: clip.json: writing failed (No space left)\n";
    throw std::runtime_error("a copy ends with 1");
  });
  EXPECT_EQ(complaint(), "the clips cannot be extracted: clip.json: writing failed (No space left)");
}

TEST_F(ExtractFolderTest, StopsWhenAskedAndGoesOnLater) {
  make(crashing([] {}));
  on_tell = [](const FolderProgress& progress) { stop_requested = stop_requested || progress.done > 0; };
  EXPECT_FALSE(extract());
  EXPECT_FALSE(there("set"));
  const std::vector<int64_t> first = started;
  EXPECT_LT(first.size(), 3);
  on_tell = nullptr;
  stop_requested = false;
  started.clear();
  ASSERT_TRUE(extract()->dataset);
  EXPECT_EQ(started.size() + first.size(), 3);
  EXPECT_EQ(told.begun_with, static_cast<int64_t>(first.size()));
}

TEST_F(ExtractFolderTest, GoesOnInTheFolderOfACommandKilledInItsFirstWrite) {
  folder.write("set.clips/clips.json.part", "{\"opt");
  EXPECT_TRUE(extract()->dataset);
}

TEST_F(ExtractFolderTest, RefusesPathsThatAreNoUtf8BeforeAClipIsRead) {
  fs::rename(folder.path / "in", folder.path / "in\xFF");
  try {
    extract_folder(folder.path / "in\xFF", folder.path / "set", options, [](const FolderProgress&) {});
    FAIL();
  } catch (const UsageError& error) {
    expect_in(error.what(), {"in\xFF/a.wav: is a path that is no UTF-8"});
  }
  EXPECT_TRUE(started.empty());
}

}  // namespace
}  // namespace mmim
