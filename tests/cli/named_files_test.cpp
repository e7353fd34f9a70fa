#include "cli/named_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "core/error.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

class NamedFiles : public testing::Test {
 protected:
  fs::path file(const std::string& name) const {
    std::ofstream(scratch.path / name) << name;
    return scratch.path / name;
  }
  fs::path place(const std::string& name) const { return scratch.path / name; }
  std::string said(const std::function<void()>& check) const {
    try {
      check();
    } catch (const UsageError& error) {
      std::string text = error.what();
      for (size_t at = 0; (at = text.find(scratch.path.string() + "/")) != text.npos;)
        text.erase(at, scratch.path.string().size() + 1);
      return text;
    }
    return "";
  }
  ScratchFolder scratch;
};

TEST_F(NamedFiles, ThatAreWrittenAreDifferentOnes) {
  EXPECT_EQ(said([&] {
              expect_outputs({{"--a", place("x")}, {"--b", place("y")}, {"--c", ""}, {"--d", ""}}, {});
            }),
            "");
  EXPECT_EQ(said([&] {
              expect_outputs({{"--plot", place("x.json")}, {"--streams", place("x.json")}}, {});
            }),
            "--plot and --streams both write x.json; name two files");
  fs::create_directory(place("folder"));
  EXPECT_EQ(said([&] {
              expect_outputs({{"--a", place("x")}, {"--b", place("folder/../x")}}, {});
            }),
            "--a and --b both write folder/../x; name two files");
  file("x");
  fs::create_symlink("x", place("link"));
  EXPECT_NE(said([&] { expect_outputs({{"--a", place("x")}, {"--b", place("link")}}, {}); }), "");
  fs::create_hard_link(place("x"), place("twin"));
  EXPECT_NE(said([&] { expect_outputs({{"--a", place("x")}, {"--b", place("twin")}}, {}); }), "");
}

TEST_F(NamedFiles, ThatAreWrittenReplaceNoneThatIsRead) {
  const fs::path clip = file("clip.wav"), words = file("words.json");
  const std::vector<NamedFile> read{{"the clip", clip}, {"the file of --words", words}, {"the face model", ""}};
  EXPECT_EQ(said([&] { expect_outputs({{"--plot", place("new")}}, read); }), "");
  EXPECT_EQ(said([&] {
              expect_outputs({{"--streams", place("words.json")}}, read);
            }),
            "--streams words.json: is the file of --words, which would be replaced; name another file");
  EXPECT_THROW(expect_outputs({{"--plot", place("none/new")}}, read), Error) << "the rule for single files holds too";
}

TEST_F(NamedFiles, LieOutsideOfFoldersThatAreMade) {
  const NamedFile set{"which this command writes", place("set")};
  for (const char* outside : {"clips.csv", "set.csv", "settings/clips.csv"})
    EXPECT_EQ(said([&] { expect_outside({"--clips-csv", place(outside)}, set); }), "") << outside;
  for (const char* inside : {"set", "set/clips.csv", "set/", "other/../set/clips.csv"})
    EXPECT_NE(said([&] { expect_outside({"--clips-csv", place(inside)}, set); }), "") << inside;
  EXPECT_NE(said([&] { expect_outside({"--clips-csv", place("set/x")}, {"", place("set/")}); }), "");
  EXPECT_EQ(said([&] { expect_outside({"--clips-csv", ""}, set); }), "");
}

TEST_F(NamedFiles, TextsOfTheCommandLineAreUtf8) {
  EXPECT_EQ(said([] { expect_utf8("--text", "schön"); }), "");
  EXPECT_EQ(said([] { expect_utf8("--text", "sch\xF6n"); }), "--text: is no text in UTF-8");
}

}  // namespace
}  // namespace mmim
