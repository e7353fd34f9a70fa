#include "experiments/search/search.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

class SearchFile : public testing::Test {
 protected:
  Search read(const std::string& text, const SearchChanges& changes = {}) const {
    write_file_atomically(scratch.path / "my grid.toml", text);
    return read_search(scratch.path / "my grid.toml", changes);
  }
  std::string complaint(const std::string& text) const {
    try {
      combinations(read(text));
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  }
  ScratchFolder scratch;
};

TEST_F(SearchFile, NamesListsAndRangesOverAConfiguration) {
  write_file_atomically(scratch.path / "base.toml", "model = \"mmim\"\n[train]\nepochs = 3\nbatch_size = 8\n");
  const Search search = read(R"(
config = "base.toml"
options.train.epochs = 5
[search]
train.batch_size = [16, 32]
mmim.alpha = {low = 0.01, high = 1, scale = "log", steps = 3}
mmim.visual.hidden = {low = 8, high = 32}
)",
                             {.method = "random", .trials = 4, .seeds = {1, 2}});
  EXPECT_EQ(search.name, "my-grid");
  EXPECT_EQ(search.seeds, (std::vector<int64_t>{1, 2}));
  ASSERT_EQ(search.parameters.size(), 3u);
  EXPECT_EQ(search.parameters[0].option, "mmim.alpha");
  EXPECT_EQ(search.parameters[0].values, (std::vector<Json>{0.01, 0.1, 1.0}));
  EXPECT_TRUE(search.parameters[1].whole);
  EXPECT_EQ(search.parameters[2].option, "train.batch_size");
  const Json tree = tree_of(search, {0.1, 9, 16});
  EXPECT_EQ(tree.at("model"), "mmim");
  EXPECT_EQ(tree.at("train").at("epochs"), 5);
  EXPECT_EQ(tree.at("train").at("batch_size"), 16);
  EXPECT_EQ(tree.at("mmim").at("alpha"), 0.1);
  EXPECT_EQ(tree.at("mmim").at("visual").at("hidden"), 9);
}

TEST_F(SearchFile, AGridIsEveryCombinationTheLastParameterChangingFirst) {
  const auto all = combinations(read("[search]\na = [1, 2]\nb = [\"x\", \"y\", \"z\"]\n"));
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0], (Combination{1, "x"}));
  EXPECT_EQ(all[1], (Combination{1, "y"}));
  EXPECT_EQ(all[5], (Combination{2, "z"}));
}

TEST_F(SearchFile, DrawsAreDifferentInRangeAndKeptWhenMoreAreWanted) {
  const std::string text =
      "method = \"random\"\ntrials = 40\n[search]\na = [1, 2, 3]\nb = {low = 1e-4, high = 1e-1, scale = \"log\"}\n"
      "c = {low = 2, high = 4}\n";
  const auto draws = combinations(read(text));
  ASSERT_EQ(draws.size(), 40u);
  std::set<std::string> different;
  std::set<int64_t> c;
  int small = 0;
  for (const Combination& one : draws) {
    different.insert(Json(one).dump());
    EXPECT_GE(one[1].get<double>(), 1e-4);
    EXPECT_LE(one[1].get<double>(), 1e-1);
    small += one[1].get<double>() < 1e-2;
    c.insert(one[2].get<int64_t>());
  }
  EXPECT_EQ(different.size(), 40u);
  EXPECT_EQ(c, (std::set<int64_t>{2, 3, 4}));
  EXPECT_GT(small, 15) << "two of three decades lie below 1e-2";
  auto more = combinations(read(text, {.trials = 60}));
  more.resize(40);
  EXPECT_EQ(more, draws);
  EXPECT_NE(combinations(read("draw_seed = 2\n" + text)), draws);
}

TEST_F(SearchFile, OfThePaperHoldsTheGridOfSection43) {
  const Search grid = read_search(MMIM_SOURCE_DIR "/configs/tune/mosi_grid.toml");
  std::map<std::string, std::vector<Json>> values;
  for (const SearchParameter& parameter : grid.parameters) values[parameter.option] = parameter.values;
  EXPECT_EQ(values, (std::map<std::string, std::vector<Json>>{{"train.batch_size", {32, 64}},
                                                              {"mmim.learning_rate_likelihood", {1e-3, 5e-3}},
                                                              {"mmim.learning_rate_main", {5e-4, 1e-3, 5e-3}},
                                                              {"mmim.alpha", {0.05, 0.1, 0.3}},
                                                              {"mmim.beta", {0.05, 0.1, 0.3}},
                                                              {"mmim.visual.hidden", {32, 64}},
                                                              {"mmim.acoustic.hidden", {32, 64}},
                                                              {"mmim.bound.memory", {1, 2, 3}}}));
}

TEST_F(SearchFile, OfThePaperHas1296Combinations) {
  EXPECT_EQ(combinations(read_search(MMIM_SOURCE_DIR "/configs/tune/mosi_grid.toml")).size(), 1296u);
  EXPECT_EQ(combinations(read_search(MMIM_SOURCE_DIR "/configs/tune/mosei_grid.toml")).size(), 1944u);
  EXPECT_EQ(combinations(read_search(MMIM_SOURCE_DIR "/configs/tune/mosi_halving.toml")).size(), 30u);
}

TEST_F(SearchFile, IsRefusedWithTheKeyThatIsWrong) {
  const auto says = [&](const std::string& text, const std::string& words) {
    const std::string said = complaint(text);
    EXPECT_NE(said.find(words), std::string::npos) << text << "\nsaid: " << said;
  };
  says("", "[search] names no option");
  says("serach.a = [1]\n", "did you mean `search`?");
  says("search.a = 1\n", "search.a: a list or {low");
  says("search.a = []\n", "different values");
  says("search.a = [1, 1]\n", "different values");
  says("search.a = {low = 2, high = 1}\n", "`low` below `high`");
  says("search.a = {low = 2}\n", "`low` below `high`");
  says("search.a = {low = 0, high = 1, scale = \"log\"}\n", "both above 0");
  says("search.a = {low = 0, high = 1, scale = \"cubic\"}\n", "`scale`");
  says("search.a = {low = 0, high = 1, steps = 1}\n", "`steps`");
  says("search.a = {low = 0, high = 1}\n", "a grid needs");
  says("search.seed = [1]\n", "`seeds` lists them");
  says("search.data.folder = [\"a\"]\n", "not be comparable");
  says("method = \"tpe\"\nsearch.a = [1]\n", "`method`");
  says("method = \"random\"\nsearch.a = [1]\n", "needs `trials`");
  says("trials = 3\nsearch.a = [1]\n", "a grid has none");
  says("method = \"random\"\ntrials = 3\nsearch.a = [1, 2]\n", "there are not 3 different");
  says("seeds = [1, 1]\nsearch.a = [1]\n", "`seeds`");
  says("seeds = \"1\"\nsearch.a = [1]\n", "key `seeds` cannot be");
  says("halving.epochs = [2, 2]\nsearch.a = [1]\n", "`epochs` grow");
  says("halving.epochs = [2]\nsearch.a = [1]\n", "two or more");
  says("halving = {epochs = [1, 2], keep = 1.0}\nsearch.a = [1]\n", "`keep`");
  says("halving.epochs = [1, 2]\nsearch.train.epochs = [1]\n", "cannot be searched over");
}

}  // namespace
}  // namespace mmim
