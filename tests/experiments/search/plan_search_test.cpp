#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "experiments/search/tuner.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

class SearchPlan : public testing::Test {
 protected:
  TrialTable plan(const std::string& text, const std::vector<std::string>& assignments = {}) const {
    write_file_atomically(scratch.path / "try.toml", text);
    TunerOptions options;
    options.assignments = assignments;
    return plan_search(read_search(scratch.path / "try.toml"), options);
  }
  std::string complaint(const std::string& text, const std::vector<std::string>& assignments = {}) const {
    try {
      plan(text, assignments);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  ScratchFolder scratch;
  const std::string two = "options.data.synthetic.utterances = 60\n[search]\nmmim.alpha = [0.1, 0.3]\n";
};

TEST_F(SearchPlan, HoldsEveryTrialAsItsRunsWillHaveIt) {
  const TrialTable found = plan(two, {"train.epochs=3"});
  ASSERT_EQ(found.trials.size(), 2u);
  EXPECT_EQ(found.trials[1].configuration.at("mmim").at("alpha"), 0.3);
  EXPECT_EQ(found.trials[1].configuration.at("train").at("epochs"), 3);
  EXPECT_NE(found.trials[0].name, found.trials[1].name);
  EXPECT_EQ(found.heading(),
            "2 trials, 1 seed each, on synthetic, text encoder random; SYNTHETIC data, no recordings of people");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path), {}), 1) << "nothing is written";
}

TEST_F(SearchPlan, RefusesWhatNoRunCouldHave) {
  const auto has = [](const std::string& text, const std::string& part) { return text.find(part) != text.npos; };
  EXPECT_TRUE(has(complaint("[search]\nmmim.alpa = [1, 2]\n"), "did you mean `mmim.alpha`"));
  EXPECT_TRUE(has(complaint("[search]\ntrain.batch_size = [16, -1]\n"), "out of range"));
  EXPECT_TRUE(has(complaint("[search]\ntrain.batch_size = [16, \"many\"]\n"), "a whole number is wanted"));
  EXPECT_TRUE(has(complaint("options.model = \"mmin\"\n" + two), "mmin"));
  EXPECT_TRUE(has(complaint(two, {"data.folder=nowhere"}), "nowhere"));
  EXPECT_TRUE(has(complaint(two, {"text.encoder=no/where"}), "no/where"));
  EXPECT_TRUE(has(complaint(two, {"mmim.alpha=0.2"}), "two trials are the same"));
  EXPECT_TRUE(has(complaint(two, {"train.watch_test=true"}), "never reads test"));
}

}  // namespace
}  // namespace mmim
