#include "experiments/table/plan.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

class Plan : public testing::Test {
 protected:
  ExperimentFile read(const std::string& text) const {
    write_file_atomically(scratch.path / "e.toml", text);
    return read_experiment(scratch.path / "e.toml");
  }
  /// What is said of the experiment file `text`.
  std::string complaint(const std::string& text) const {
    try {
      plan_cells(read(text), {});
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  ScratchFolder scratch;
  const std::string two =
      "seeds = [1, 2]\n[[row]]\nlabel = \"A b\"\noptions.model = \"text-only\"\n"
      "[[row]]\nlabel = \"C\"\noptions.train.epochs = 7\nseeds = [3]\nnote = \"slow\"\n";
};

TEST_F(Plan, HasEveryRowWithEverySeed) {
  const auto cells = plan_cells(read(two), {});
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(cells[0].name, "a-b-synthetic-1");
  EXPECT_EQ(cells[1].name, "a-b-synthetic-2");
  EXPECT_EQ(cells[2].name, "c-synthetic-3");
  EXPECT_EQ(cells[2].note, "slow");
  EXPECT_EQ(cells[0].configuration.at("model"), "text-only");
  EXPECT_EQ(cells[2].configuration.at("train").at("epochs"), 7);
  EXPECT_EQ(cells[0].configuration.at("train").at("watch_test"), true);
  EXPECT_TRUE(cells[0].provenance.synthetic);
}

TEST_F(Plan, TellsWhatTheCommandLineChangesOfARow) {
  PlanOptions options;
  options.assignments = {"train.epochs=7", "train.device=cpu"};
  options.seeds = {9};
  const auto cells = plan_cells(read(two), options);
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[0].changes, (std::vector<std::string>{"train.epochs = 7"}));
  EXPECT_TRUE(cells[1].changes.empty()) << "row C has seven epochs in its file";
}

TEST_F(Plan, PutsTheCommandLineOverTheRowTheRowOverTheFileTheFileOverTheConfiguration) {
  write_file_atomically(scratch.path / "base.toml",
                        "[train]\nepochs = 1\nbatch_size = 5\npatience = 2\nlog_every = 9\n");
  PlanOptions options;
  options.assignments = {"train.epochs=4"};
  const auto cells =
      plan_cells(read("options.train = {epochs = 2, batch_size = 6, patience = 3}\n[[row]]\n"
                      "label = \"A\"\nconfig = \"base.toml\"\noptions.train = {epochs = 3, batch_size = 7}"),
                 options);
  const Json& train = cells.at(0).configuration.at("train");
  EXPECT_EQ(train.at("epochs"), 4);
  EXPECT_EQ(train.at("batch_size"), 7);
  EXPECT_EQ(train.at("patience"), 3);
  EXPECT_EQ(train.at("log_every"), 9);
}

TEST_F(Plan, MultipliesRowsByVariants) {
  const auto cells = plan_cells(read(two + "[[variant]]\nlabel = \"short\"\noptions.train.epochs = 1\n"
                                           "[[variant]]\nlabel = \"long\"\nnote = \"hours\"\n"),
                                {});
  ASSERT_EQ(cells.size(), 6u);
  EXPECT_EQ(cells[0].row, "A b, short");
  EXPECT_EQ(cells[0].configuration.at("train").at("epochs"), 1);
  EXPECT_EQ(cells[5].row, "C, long");
  EXPECT_EQ(cells[5].note, "slow; hours");
  EXPECT_EQ(cells[5].configuration.at("train").at("epochs"), 7);
}

TEST_F(Plan, TellsCellsApartByWhatDeterminesTheirNumbersAlone) {
  const auto identity = [&](const std::string& assignment) {
    PlanOptions options;
    options.assignments = {assignment};
    return plan_cells(read(two), options).at(0).provenance;
  };
  const Provenance before = identity("train.threads=2");
  EXPECT_EQ(identity("train.threads=1").difference(before), "");
  EXPECT_EQ(identity("train.log_every=3").difference(before), "");
  EXPECT_EQ(identity("text.cache='x'").difference(before), "");
  EXPECT_EQ(identity("train.epochs=3").difference(before), "the configuration");
  EXPECT_NE(identity("data.synthetic.utterances=50").fingerprint, before.fingerprint);
  EXPECT_THROW(identity("seed=9"), UsageError) << "the seeds are listed";
}

TEST_F(Plan, TakesTheDataThatAConfigurationNamesWhenNothingElseIsSaid) {
  PlanOptions options;
  options.assignments = {"data.folder=/nowhere/at/all"};
  EXPECT_THROW(plan_cells(read(two), options), Error) << "not the synthetic data in its place";
}

TEST_F(Plan, WantsSeedsThatAreDifferentAndNotNegative) {
  PlanOptions options;
  for (const std::vector<int64_t>& seeds : {std::vector<int64_t>{1, 1}, {-5}}) {
    options.seeds = seeds;
    EXPECT_THROW(plan_cells(read(two), options), UsageError);
  }
}

TEST_F(Plan, ReadsOnlyTheRowsAndSeedsThatAreAskedFor) {
  PlanOptions options;
  options.rows = {"C"};
  options.seeds = {8, 9};
  const auto cells = plan_cells(read(two), options);
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[1].name, "c-synthetic-9");
  options.rows = {"c"};
  EXPECT_THROW(plan_cells(read(two), options), UsageError);
}

TEST_F(Plan, SaysWhatIsWrongWithAnExperimentFile) {
  const auto says = [&](const std::string& text, const std::string& part) {
    EXPECT_NE(complaint(text).find(part), std::string::npos) << complaint(text);
  };
  says("", "there is no [[row]]");
  says("sedes = [1]\n" + two, "did you mean `seeds`?");
  says("baseline = \"B\"\n" + two, "no row has the label of the baseline");
  says("seeds = [1, 1]\n[[row]]\nlabel = \"A\"\n", "different whole numbers");
  says("seeds = []\n[[row]]\nlabel = \"A\"\n", "different whole numbers");
  says("seeds = 3\n[[row]]\nlabel = \"A\"\n", "key `seeds` cannot be 3");
  says("[[row]]\nnote = \"x\"\n", "a `label` is missing");
  says("[[row]]\nlabel = \"A\"\n[[row]]\nlabel = \"a\"\n", "has the folder name of another one");
  says("[[row]]\nlabel = \"A\"\nconfig = \"none.toml\"\n", "none.toml is not there; a path is relative to the folder");
  says("[[row]]\nlabel = \"A\"\nconfig = \"none.toml\"\n", "row A: its config");
  says("[[row]]\nlabel = \"A\"\noptions.train.epoch = 3\n", "row A");
  says("row = 3\n", "a list of tables is wanted");
}

TEST(Merged, PutsTablesIntoOneAnotherAndReplacesAllElse) {
  const Json under{{"a", {{"b", 1}, {"c", {1, 2}}}}, {"d", 4}}, over{{"a", {{"c", {3}}}}, {"e", 5}};
  EXPECT_EQ(merged(under, over), (Json{{"a", {{"b", 1}, {"c", {3}}}}, {"d", 4}, {"e", 5}}));
}

}  // namespace
}  // namespace mmim
