#include "core/own_folder.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

class OwnFolder : public testing::Test {
 protected:
  void put(const std::string& file, const Json& json = Json::object()) const {
    make_folder((scratch.path / file).parent_path());
    write_json(scratch.path / file, json);
  }
  /// What `check` says of a folder, without its path.
  static std::string said(const std::function<void()>& check) {
    try {
      check();
    } catch (const UsageError& error) {
      const std::string sentence = error.what();
      return sentence.substr(sentence.rfind(": holds") == sentence.npos ? 0 : sentence.rfind(": holds") + 2);
    }
    return "";
  }
  std::string said_of(const std::string& folder, FolderKind kind, std::initializer_list<FolderKind> also = {}) const {
    return said([&] { expect_own_folder(scratch.path / folder, kind, also); });
  }
  ScratchFolder scratch;
};

constexpr FolderKind kAll[] = {FolderKind::dataset,    FolderKind::model,  FolderKind::run,    FolderKind::cell,
                               FolderKind::experiment, FolderKind::search, FolderKind::report, FolderKind::evaluation};

TEST_F(OwnFolder, MayBeNewOrEmpty) {
  make_folder(scratch.path / "empty");
  write_file_atomically(scratch.path / "empty/.lock", "");
  for (const FolderKind kind : kAll) {
    EXPECT_EQ(said_of("new", kind), "");
    EXPECT_EQ(said_of("empty", kind), "");
    EXPECT_EQ(said([&] { expect_new_folder(scratch.path / "empty", kind); }), "");
  }
  EXPECT_FALSE(fs::exists(scratch.path / "new")) << "a check makes nothing";
}

TEST_F(OwnFolder, OfACommandKilledInItsFirstWriteIsItsOwn) {
  const std::vector<std::tuple<std::string, FolderKind, std::vector<std::string>>> begun{
      {"clips", FolderKind::clips, {"clips.json.part"}},
      {"cell", FolderKind::cell, {"wanted.json.part"}},
      {"evaluation", FolderKind::evaluation, {"report.json.part"}},
      {"experiment", FolderKind::experiment, {"experiment.json.part"}},
      {"search", FolderKind::search, {"search.json.part"}},
      {"report", FolderKind::report, {"tables.json.part"}}};
  for (const auto& [folder, kind, files] : begun) {
    for (const std::string& file : files) put(folder + "/" + file);
    put(folder + "/.lock");
    EXPECT_EQ(said_of(folder, kind), "") << folder;
    put(folder + "/notes.txt");
    EXPECT_NE(said_of(folder, kind), "") << folder << " with what a person keeps";
  }
  put("run/config.toml.part");
  EXPECT_EQ(said([&] { expect_new_folder(scratch.path / "run", FolderKind::run); }), "");
  put("mine/thesis.tex.part");
  EXPECT_NE(said_of("mine", FolderKind::clips), "");
}

TEST_F(OwnFolder, OfAStrangerIsRefusedForEveryKind) {
  for (const char* file : {"thesis/a.txt", "thesis/predictions.csv", "thesis/report.json", "thesis/search.json",
                           "thesis/experiment.json", "thesis/dataset.json", "thesis/tables.json"})
    put(file);
  for (const FolderKind kind : kAll) EXPECT_NE(said_of("thesis", kind), "");
  EXPECT_EQ(said_of("thesis", FolderKind::search),
            "holds a.txt, dataset.json and 5 more, so no search is written there; name a new or empty folder");
}

TEST_F(OwnFolder, OfItsKindIsKnownByTheRecordOfTheCommand) {
  put("data/dataset.json", {{"format", "x"}});
  put("cell/wanted.json");
  put("experiment/experiment.json", {{"baseline", "x"}});
  put("search/search.json", {{"program_sha256", "x"}});
  put("report/tables.json", {{"sections", {}}});
  put("evaluation/report.json", {{"data_fingerprint", "x"}});
  const std::vector<std::pair<std::string, FolderKind>> own{
      {"data", FolderKind::dataset},  {"cell", FolderKind::cell},     {"experiment", FolderKind::experiment},
      {"search", FolderKind::search}, {"report", FolderKind::report}, {"evaluation", FolderKind::evaluation}};
  for (const auto& [folder, kind] : own) {
    EXPECT_EQ(said_of(folder, kind), "") << folder;
    for (const auto& [other, unused] : own)
      if (other != folder) {
        EXPECT_NE(said_of(other, kind), "") << other << " for " << folder;
      }
  }
  EXPECT_EQ(said_of("experiment", FolderKind::search),
            "holds an experiment (experiment.json), so no search is written there; name a new or empty folder");
  EXPECT_EQ(said_of("search", FolderKind::experiment),
            "holds a search (search.json), so no experiment is written there; name a new or empty folder");
}

TEST_F(OwnFolder, OfARunTakesNoEvaluation) {
  put("run/config.toml");
  put("run/report.json", {{"data_fingerprint", "x"}});
  EXPECT_EQ(said_of("run", FolderKind::evaluation),
            "holds a run (config.toml), so no evaluation is written there; name a new or empty folder");
}

TEST_F(OwnFolder, OfAnExperimentIsAlsoKnownByTheCellsInIt) {
  put("old/mmim-1/wanted.json");
  EXPECT_EQ(said_of("old", FolderKind::experiment), "");
  EXPECT_EQ(what_lies_in(scratch.path / "old"), "an experiment (mmim-1/wanted.json)");
}

TEST_F(OwnFolder, ThatIsReplacedWholeHasNothingElseInIt) {
  put("data/dataset.json", {{"format", "x"}});
  put("data/train.safetensors");
  put("data/notes.txt");
  EXPECT_EQ(said_of("data", FolderKind::dataset),
            "holds notes.txt beside a data set, and the folder would be replaced whole; move what is to stay, or name "
            "another folder");
}

TEST_F(OwnFolder, OfADamagedDataSetIsReplacedToo) {
  put("data/dataset.json", Json::array());
  EXPECT_NE(said_of("data", FolderKind::dataset), "") << "a dataset.json of anybody";
  put("data/train.safetensors");
  EXPECT_EQ(said_of("data", FolderKind::dataset), "");
}

TEST_F(OwnFolder, OfAnotherKindTakesAReportWhereItsNamesAreFree) {
  put("experiment/experiment.json", {{"baseline", "x"}});
  EXPECT_EQ(said_of("experiment", FolderKind::report, {FolderKind::experiment}), "");
  put("experiment/report.md");
  EXPECT_EQ(said_of("experiment", FolderKind::report, {FolderKind::experiment}),
            "holds report.md of no report of this program, which would be replaced; move what is to stay, or name "
            "another folder");
  put("experiment/tables.json", {{"sections", {}}});
  EXPECT_EQ(said_of("experiment", FolderKind::report, {FolderKind::experiment}), "") << "now it is its own";
}

TEST_F(OwnFolder, IsNoFileAndLiesBelowNone) {
  put("file");
  EXPECT_NE(said_of("file", FolderKind::run).find("is a file, a folder would be written here"), std::string::npos);
  try {
    expect_own_folder(scratch.path / "file/run", FolderKind::run);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 1);
    EXPECT_NE(std::string(error.what()).find("file/run: cannot make this folder (Not a directory)"), std::string::npos);
  }
}

TEST_F(OwnFolder, OfARunIsNoNewOne) {
  put("run/config.toml");
  EXPECT_EQ(said([&] { expect_new_folder(scratch.path / "run", FolderKind::run); }),
            "holds a run (config.toml), so no run is written there; name a new or empty folder");
}

TEST_F(OwnFolder, KeepsTheFilesThatItConsistsOf) {
  put("run/config.toml");
  put("run/report.json");
  put("run/cases.json");
  put("run/best/encoder.json");
  put("run/best/model.safetensors");
  put("data/dataset.json", {{"format", "x"}});
  put("table/experiment.json", {{"baseline", "x"}});
  put("table/tables.json", {{"sections", {}}});
  put("table/report.md");
  put("search/search.json", {{"program_sha256", "x"}});
  put("search/best.toml");
  put("thesis/report.json");
  const auto refused = [&](const std::string& file) {
    return !said([&] { expect_file(scratch.path / file); }).empty();
  };
  for (const char* file : {"run/config.toml", "run/report.json", "run/best/model.safetensors", "data/dataset.json",
                           "table/experiment.json", "table/tables.json", "search/best.toml"})
    EXPECT_TRUE(refused(file)) << file;
  for (const char* file : {"run/cases.json", "run/predictions.csv", "table/report.md", "thesis/report.json"})
    EXPECT_FALSE(refused(file)) << file
                                << ": a file of nobody, one that is not there, or one that is meant to be replaced";
}

TEST_F(OwnFolder, IsNoPlaceForASingleFile) {
  put("folder/file");
  EXPECT_NO_THROW(expect_file(scratch.path / "folder/file"));
  EXPECT_NO_THROW(expect_file(scratch.path / "folder/new"));
  EXPECT_THROW(expect_file(scratch.path / "folder"), UsageError);
  EXPECT_THROW(expect_file(scratch.path / "none/new"), Error);
}

}  // namespace
}  // namespace mmim
